import * as vscode from 'vscode';
import { AppError, isCancellation } from '../core/errors.ts';
import type { Cloud, DeviceRequest } from '../core/ports.ts';
import type { SignIn as SignInWay } from '../core/profiles.ts';
import type { ActiveSession } from './activeSession.ts';
import { hasToolkitCommand, runToolkitCommand } from './awsToolkit.ts';
import { findExecutable } from './executables.ts';
import type { Funnel } from './funnel.ts';

export interface SignInContext {
  readonly cloud: () => Cloud;
  readonly activeSession: Pick<ActiveSession, 'recheck' | 'profileName'>;
  readonly funnel: Pick<Funnel, 'warn' | 'confirm'>;
}

/** What the AWS CLI ends with after Ctrl+C. */
const interrupted = 130;
const cliInstallation = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html';

/** Signs in for a profile: with the AWS CLI where it is there, else by itself. */
export class SignIn {
  readonly #context: SignInContext;

  constructor(context: SignInContext) {
    this.#context = context;
  }

  /** Signs in for the profile in use. */
  async runForActive(): Promise<void> {
    await this.run(this.#context.activeSession.profileName);
  }

  /**
   * @returns whether it was signed in. When not, the user has cancelled, or been told.
   * @throws AppError when it is a profile that nobody signs in for.
   */
  async run(profileName: string): Promise<boolean> {
    const profiles = await this.#context.cloud().listProfiles();
    const profile = profiles.find(({ name }) => name === profileName);
    if (!profile?.signIn) throw new AppError('signIn.notNeeded', { profile: profileName });
    const cli = await findExecutable('aws');
    const isSignedIn = cli
      ? await this.#withCli(cli, profile.signIn)
      : await this.#withoutCli(profile.signIn);
    if (isSignedIn) await this.#context.activeSession.recheck();
    return isSignedIn;
  }

  /** The terminal is the program's own, without a shell: a profile's name is never read as a command. */
  async #withCli(cli: string, signIn: SignInWay): Promise<boolean> {
    const terminal = vscode.window.createTerminal({
      name: vscode.l10n.t('AWS sign-in'),
      shellPath: cli,
      shellArgs: [...commandOf(signIn), '--profile', signIn.profile],
      iconPath: new vscode.ThemeIcon('sign-in'),
      isTransient: true,
    });
    terminal.show();
    const code = await exitCodeOf(terminal);
    if (code === 0) return true;
    // Closed or interrupted by the user: that is an answer.
    if (code === undefined || code === interrupted) return false;
    return this.#offerWithoutCli(signIn, code);
  }

  async #offerWithoutCli(signIn: SignInWay, code: number): Promise<boolean> {
    const { t } = vscode.l10n;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const again = {
      title: t('Sign In Without the CLI'),
      run: async () => resolve(await this.#withoutCli(signIn)),
    };
    await this.#context.funnel.warn(
      t(
        'The AWS CLI could not sign in with profile "{0}" and ended with code {1}: run "aws {2} --profile {0}" in a terminal to see why.',
        signIn.profile,
        code,
        commandOf(signIn).join(' '),
      ),
      signIn.way === 'sso' ? [again] : [],
    );
    resolve(false);
    return promise;
  }

  async #withoutCli({ way, profile }: SignInWay): Promise<boolean> {
    if (way === 'sso') return this.#withDevice(profile);
    if (await hasToolkitCommand('aws.toolkit.auth.consoleLogin')) {
      await runToolkitCommand('aws.toolkit.auth.consoleLogin', profile);
      return true;
    }
    const { t } = vscode.l10n;
    await this.#context.funnel.warn(
      t(
        'Profile "{0}" signs in with the AWS CLI, which is not on the PATH: install version 2.32 or later, then retry.',
        profile,
      ),
      [
        {
          title: t('How to Install It'),
          run: () => vscode.env.openExternal(vscode.Uri.parse(cliInstallation)),
        },
      ],
    );
    return false;
  }

  async #withDevice(profile: string): Promise<boolean> {
    const cancel = new AbortController();
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Signing in with AWS profile "{0}"', profile),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => cancel.abort());
      const show = (request: DeviceRequest): void => {
        progress.report({ message: vscode.l10n.t('confirm code {0} in the browser', request.code) });
        void this.#confirmInBrowser(request, profile).then(
          (isConfirmed) => isConfirmed || cancel.abort(),
          (error: unknown) => cancel.abort(error),
        );
      };
      try {
        await this.#context.cloud().signIn(profile, show, cancel.signal);
        return true;
      } catch (error) {
        if (isCancellation(error)) return false;
        throw error;
      }
    });
  }

  /**
   * The code is shown before the browser is: whoever confirms a code that they did not see signs in somebody else.
   * @returns false when it was cancelled. VS Code may ask about the link as well, and let it be copied instead of opened.
   */
  async #confirmInBrowser({ code, url }: DeviceRequest, profile: string): Promise<boolean> {
    const { t } = vscode.l10n;
    const isConfirmed = await this.#context.funnel.confirm(
      t('Sign in with AWS profile "{0}"', profile),
      t('Confirm this code in the browser: {0}', code),
      t('Copy Code and Open Browser'),
    );
    if (!isConfirmed) return false;
    await vscode.env.clipboard.writeText(code);
    await vscode.env.openExternal(vscode.Uri.parse(url, true));
    return true;
  }
}

function commandOf({ way }: SignInWay): readonly string[] {
  return way === 'sso' ? ['sso', 'login'] : ['login'];
}

/** @returns undefined when it was closed before it ended. */
function exitCodeOf(terminal: vscode.Terminal): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const subscription = vscode.window.onDidCloseTerminal((closed) => {
    if (closed !== terminal) return;
    subscription.dispose();
    resolve(closed.exitStatus?.code);
  });
  return promise;
}
