import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import type { Cloud, DeviceRequest } from '../../../src/core/ports.ts';
import type { Profile } from '../../../src/core/profiles.ts';
import { Funnel } from '../../../src/ui/funnel.ts';
import { createLog } from '../../../src/ui/log.ts';
import { SignIn } from '../../../src/ui/signIn.ts';
import { settled } from '../../support/clocks.ts';
import { aCloud } from '../../support/inMemorySession.ts';
import { eventually } from '../support/eventually.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { usePath } from '../support/usePath.ts';
import { useReplacements } from '../support/useReplacements.ts';

const request: DeviceRequest = { code: 'ABCD-EFGH', url: 'https://device.example/?user_code=ABCD-EFGH' };
const confirm = 'Copy Code and Open Browser';

interface Shown {
  readonly text: string;
  readonly detail: string | undefined;
  readonly buttons: readonly string[];
}

describe('The sign-in', () => {
  const path = usePath();
  const replace = useReplacements();
  let log: vscode.LogOutputChannel;
  let profiles: readonly Profile[];
  let rechecks: number;
  /** What was shown, and the buttons that are pressed, one per message. */
  let shown: Shown[];
  let presses: string[];
  let opened: string[];
  let copied: string[];
  /** The device grants that were begun, each to be ended by the test. */
  let grants: (PromiseWithResolvers<void> & { readonly profile: string; readonly signal: AbortSignal })[];

  before(() => {
    log = createLog();
  });
  after(() => log.dispose());
  beforeEach(() => {
    profiles = [ofIdentityCenter('team'), { name: 'keys', kind: 'keys' }];
    rechecks = 0;
    shown = [];
    presses = [];
    opened = [];
    copied = [];
    grants = [];
    const showError = (text: string, ...buttons: string[]): Promise<unknown> => {
      shown.push({ text, detail: undefined, buttons });
      return Promise.resolve(presses.shift());
    };
    const showModal = (
      text: string,
      { detail }: vscode.MessageOptions,
      ...buttons: string[]
    ): Promise<unknown> => {
      shown.push({ text, detail, buttons });
      return Promise.resolve(presses.shift());
    };
    replace(vscode.window, { showErrorMessage: showError, showInformationMessage: showModal });
    replace(vscode.env, {
      openExternal: (uri: vscode.Uri) => Promise.resolve(opened.push(uri.toString(true)) > 0),
      clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    });
  });

  const argv = (): readonly string[] =>
    readFileSync(join(path().folder, 'argv'), 'utf8').trimEnd().split('\n');

  /** Keeps its arguments, one per line, and ends with this code. */
  function addCli(...lines: readonly string[]): void {
    path().add('aws', 'printf "%s\\n" "$@" > "${0%/*}/argv"', ...lines);
  }

  function aSignIn(profileInUse = 'team'): SignIn {
    const cloud: Cloud = {
      ...aCloud(...profiles),
      signIn: (profile, show, signal) => {
        const grant = { profile, signal, ...Promise.withResolvers<void>() };
        signal.addEventListener('abort', () => grant.reject(signal.reason));
        grants.push(grant);
        show(request);
        return grant.promise;
      },
    };
    const activeSession = {
      profileName: profileInUse,
      recheck: () => Promise.resolve(void (rechecks += 1)),
    };
    const funnel = new Funnel(log, () => Promise.resolve(false));
    return new SignIn({ cloud: () => cloud, activeSession, funnel });
  }

  it('is not for a profile whose credentials come from elsewhere', async () => {
    await assert.rejects(aSignIn().run('keys'), { code: 'signIn.notNeeded' });
    await assert.rejects(aSignIn().run('unknown'), { code: 'signIn.notNeeded' });
  });

  describe('with the AWS CLI', () => {
    for (const name of ['team', `it's "my" $(touch owned) \`touch owned\` & team; exit 1`]) {
      it(`names the profile as it is: ${name}`, async () => {
        addCli();
        profiles = [ofIdentityCenter(name)];
        assert.equal(await aSignIn().run(name), true);
        assert.deepEqual(argv(), ['sso', 'login', '--profile', name]);
        assert.equal(existsSync(join(path().folder, 'owned')), false);
        assert.equal(rechecks, 1);
        assert.deepEqual(shown, []);
      });
    }

    it('is for the profile that has the sign-in, where it is that of a source', async () => {
      addCli();
      profiles = [{ name: 'role', kind: 'role', signIn: { way: 'sso', profile: 'team' } }];
      await aSignIn('role').runForActive();
      assert.deepEqual(argv(), ['sso', 'login', '--profile', 'team']);
    });

    it('is a console sign-in for a profile that has one', async () => {
      addCli();
      profiles = [{ name: 'console', kind: 'login', signIn: { way: 'login', profile: 'console' } }];
      assert.equal(await aSignIn().run('console'), true);
      assert.deepEqual(argv(), ['login', '--profile', 'console']);
    });

    it('offers to sign in without it when it fails, and does', async () => {
      addCli('exit 3');
      presses = ['Sign In Without the CLI', confirm];
      const done = aSignIn().run('team');
      await begun();
      grants[0]?.resolve();
      assert.equal(await done, true);
      assert.match(
        shown[0]?.text ?? '',
        /^The AWS CLI .* "team" .* code 3: run "aws sso login --profile team"/,
      );
      assert.equal(rechecks, 1);
    });

    it('leaves it at that when it fails and nobody wants more', async () => {
      addCli('exit 3');
      assert.equal(await aSignIn().run('team'), false);
      assert.deepEqual(shown[0]?.buttons, ['Sign In Without the CLI']);
      assert.equal(grants.length, 0);
      assert.equal(rechecks, 0);
    });

    it('says nothing when its terminal is closed', async () => {
      addCli('read answer');
      const terminal = nextEvent(vscode.window.onDidOpenTerminal);
      const done = aSignIn().run('team');
      (await terminal).dispose();
      assert.equal(await done, false);
      assert.deepEqual(shown, []);
      assert.equal(rechecks, 0);
    });

    it('says nothing when it is interrupted', async () => {
      addCli('exit 130');
      assert.equal(await aSignIn().run('team'), false);
      assert.deepEqual(shown, []);
    });

    it('is not with a folder of its name, nor with what is relative to where one is', async () => {
      const folder = join(path().folder, 'folder');
      mkdirSync(join(folder, 'aws'), { recursive: true });
      addCli();
      path().prepend(folder, '.');
      assert.equal(await aSignIn().run('team'), true);
      assert.deepEqual(argv(), ['sso', 'login', '--profile', 'team']);
    });
  });

  describe('without the AWS CLI', () => {
    it('shows the code before it opens the browser, and counts once it is confirmed', async () => {
      presses = [confirm];
      const done = aSignIn().run('team');
      await begun();
      assert.deepEqual(shown, [
        {
          text: 'Sign in with AWS profile "team"',
          detail: 'Confirm this code in the browser: ABCD-EFGH',
          buttons: [confirm],
        },
      ]);
      assert.equal(rechecks, 0);
      grants[0]?.resolve();
      assert.equal(await done, true);
      assert.deepEqual(copied, [request.code]);
      assert.deepEqual(opened, [request.url]);
      assert.equal(rechecks, 1);
    });

    it('ends when its code is not to be confirmed', async () => {
      assert.equal(await aSignIn().run('team'), false);
      assert.equal(grants[0]?.signal.aborted, true);
      assert.deepEqual(opened, []);
      assert.equal(rechecks, 0);
      assert.equal(shown.length, 1, 'cancelling needs no message');
    });

    it('goes on when VS Code was told to copy the link instead of opening it', async () => {
      presses = [confirm];
      replace(vscode.env, { openExternal: () => Promise.resolve(false) });
      const done = aSignIn().run('team');
      await begun();
      assert.equal(grants[0]?.signal.aborted, false);
      grants[0]?.resolve();
      assert.equal(await done, true);
    });

    it('says why it was refused', async () => {
      presses = [confirm];
      const done = aSignIn().run('team');
      await begun();
      const refused = new AppError('signIn.expired', { profile: 'team' });
      grants[0]?.reject(refused);
      await assert.rejects(done, refused);
      assert.equal(rechecks, 0);
    });

    it('says so when the browser cannot be opened', async () => {
      presses = [confirm];
      replace(vscode.env, { openExternal: () => Promise.reject(new Error('no browser')) });
      await assert.rejects(aSignIn().run('team'), /no browser/);
    });

    it('is by the AWS Toolkit for a console sign-in, where it is installed', async () => {
      profiles = [{ name: 'console', kind: 'login', signIn: { way: 'login', profile: 'console' } }];
      const asked: unknown[] = [];
      const command = vscode.commands.registerCommand('aws.toolkit.auth.consoleLogin', (profile) =>
        asked.push(profile),
      );
      try {
        assert.equal(await aSignIn().run('console'), true);
      } finally {
        command.dispose();
      }
      assert.deepEqual(asked, ['console']);
      assert.equal(rechecks, 1);
    });

    it('is not there for a console sign-in, which is said with where the CLI is to be had', async () => {
      profiles = [{ name: 'console', kind: 'login', signIn: { way: 'login', profile: 'console' } }];
      presses = ['How to Install It'];
      assert.equal(await aSignIn().run('console'), false);
      assert.match(shown[0]?.text ?? '', /^Profile "console" signs in with the AWS CLI/);
      assert.match(opened[0] ?? '', /^https:\/\/docs\.aws\.amazon\.com\/cli\//);
    });
  });

  /** Resolves when a device grant waits for the browser. */
  async function begun(): Promise<void> {
    await eventually(() => copied.length > 0, 'the code to be copied');
    await settled();
  }
});

function ofIdentityCenter(name: string): Profile {
  return { name, kind: 'sso', signIn: { way: 'sso', profile: name } };
}
