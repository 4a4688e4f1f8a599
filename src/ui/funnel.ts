import * as vscode from 'vscode';
import { AppError, isCancellation, isKnownError } from '../core/errors.ts';
import { rowCommandIds, type CommandId, type Commands } from './ids.ts';
import { openFileAt } from './openFile.ts';
import { openSetting } from './settings.ts';
import { messageOf, type Cure, type Message } from './messages.ts';
import { withoutLinks } from './withoutLinks.ts';

/** Of more buttons below one message none would be readable. */
const mostButtons = 3;

/** A button below a message. */
export interface Action {
  readonly title: string;
  run(): unknown;
}

/** What is asked about before it is lost. */
export interface Loss {
  readonly question: string;
  /** What is lost, and where. */
  readonly detail: string;
  /** The button that says yes. */
  readonly action: string;
}

/** Handlers of every command. */
export type Handlers = { readonly [C in CommandId]: (...args: Commands[C]) => Promise<void> };

/**
 * VS Code tells rows by numbers of its own, and forgets those of rows that it reads again: what is chosen in the menu of
 * one meanwhile is called with nothing. The palette calls without arguments, and what it runs may ask which row is meant;
 * the title of the sidebar calls with nothing, too.
 */
function isOfUnknownRow(id: CommandId, args: readonly unknown[]): boolean {
  return rowCommandIds.has(id) && args.length > 0 && args[0] === undefined;
}

/**
 * The one way from a failure to the user: cancelling is silent, a known error is one sentence with the actions that
 * cure it, an unknown one says so and offers the log. Stack traces are in the log alone.
 */
export class Funnel {
  readonly #log: vscode.LogOutputChannel;
  readonly #signIn: (profile: string) => Promise<boolean>;

  /** @param signIn @returns whether it was signed in */
  constructor(log: vscode.LogOutputChannel, signIn: (profile: string) => Promise<boolean>) {
    this.#log = log;
    this.#signIn = signIn;
  }

  registerAll(handlers: Handlers): vscode.Disposable {
    const ids = Object.keys(handlers) as CommandId[];
    return vscode.Disposable.from(
      ...ids.map((id) => {
        const handler = handlers[id] as (...args: unknown[]) => Promise<void>;
        return vscode.commands.registerCommand(id, (...args: unknown[]) =>
          this.run(async () => {
            if (isOfUnknownRow(id, args)) throw new AppError('row.unknown', {});
            await handler(...args);
          }),
        );
      }),
    );
  }

  /** Runs a task and reports its failure; Retry runs the task again. */
  async run(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      // Not awaited: the command is over, the message stays until the user is done with it.
      void this.report(error, () => this.run(task));
    }
  }

  /**
   * Shows a failure until it is dismissed or acted on.
   * @param retry what the Retry button does, where the sentence offers one.
   * @param resume what is done once the user has signed in; what was interrupted needs no second click.
   * @param others what else can be done about it, before the cures of the sentence but the one that shows the place.
   */
  async report(
    error: unknown,
    retry: () => unknown,
    resume = retry,
    others: readonly Action[] = [],
  ): Promise<void> {
    if (isCancellation(error)) return;
    this.logFailure(error);
    const { text, cures } = messageOf(error);
    const actionsOf = (wanted: readonly Cure[]): readonly Action[] =>
      wanted.map((cure) => this.#actionOf(cure, retry, resume));
    // Where it is wrong is what somebody wants to see first.
    const place = cures.filter(({ kind }) => kind === 'openFile');
    const rest = cures.filter(({ kind }) => kind !== 'openFile');
    await this.warn(text, [...actionsOf(place), ...others, ...actionsOf(rest)].slice(0, mostButtons));
  }

  /** Says that something went wrong, here or remotely. */
  async warn(text: string, actions: readonly Action[]): Promise<void> {
    await this.#offer(actions, (titles) => vscode.window.showErrorMessage(withoutLinks(text), ...titles));
  }

  /** Asks before something is lost, and nothing else meanwhile. @returns whether it is to be done. */
  async confirmLoss({ question, detail, action }: Loss): Promise<boolean> {
    const pressed = await vscode.window.showWarningMessage(question, { modal: true, detail }, action);
    return pressed === action;
  }

  /** The sentence for a failure that is shown in place, as a row; its stack goes to the log. */
  inPlace(error: unknown): Message {
    this.logFailure(error);
    return messageOf(error);
  }

  async inform(text: string, actions: readonly Action[]): Promise<void> {
    await this.#offer(actions, (titles) =>
      vscode.window.showInformationMessage(withoutLinks(text), ...titles),
    );
  }

  /** Asks about what is done only when a button is pressed, and nothing else meanwhile. @returns whether it was */
  async confirm(text: string, detail: string, button: string): Promise<boolean> {
    const pressed = await vscode.window.showInformationMessage(text, { modal: true, detail }, button);
    return pressed === button;
  }

  logFailure(error: unknown): void {
    if (isKnownError(error)) {
      const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : '';
      this.#log.warn(`${error.code} ${cause}`);
    } else {
      this.#log.error(error instanceof Error ? error : String(error));
    }
  }

  /** Runs the action whose button is pressed, if any is. */
  async #offer(
    actions: readonly Action[],
    show: (titles: readonly string[]) => Thenable<string | undefined>,
  ): Promise<void> {
    const pressed = await show(actions.map(({ title }) => title));
    const action = actions.find(({ title }) => title === pressed);
    if (action) await this.run(async () => void (await action.run()));
  }

  #actionOf(cure: Cure, retry: () => unknown, resume: () => unknown): Action {
    const { t } = vscode.l10n;
    switch (cure.kind) {
      case 'retry':
        return { title: t('Retry'), run: retry };
      case 'switchSession':
        return {
          title: t('Switch Profile or Region'),
          run: () => vscode.commands.executeCommand('sagemakerImages.session.switch' satisfies CommandId),
        };
      case 'signIn':
        return {
          title: t('Sign In'),
          run: async () => ((await this.#signIn(cure.profile)) ? resume() : undefined),
        };
      case 'openFile':
        return { title: t('Open File'), run: () => openFileAt(cure.location) };
      case 'openSetting':
        return { title: t('Open Settings'), run: () => openSetting(cure.setting) };
      case 'manageTrust':
        return {
          title: t('Manage Workspace Trust'),
          run: () => vscode.commands.executeCommand('workbench.trust.manage'),
        };
      case 'showLog':
        return { title: t('Show Log'), run: () => this.#log.show() };
      case 'copy':
        return { title: t('Copy Policy Statement'), run: () => vscode.env.clipboard.writeText(cure.text) };
      case 'open':
        return { title: cure.title, run: () => vscode.env.openExternal(vscode.Uri.parse(cure.url)) };
    }
  }
}
