import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { Funnel, type Handlers } from '../../../src/ui/funnel.ts';
import { commandIds } from '../../../src/ui/ids.ts';
import { createLog } from '../../../src/ui/log.ts';
import { roundTrip } from '../support/roundTrip.ts';
import { useFolder } from '../support/useFolder.ts';

interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
}

describe('The funnel', () => {
  const expired = new AppError('auth.expired', { profile: 'work' });
  const original = { ...vscode.window };
  const folder = useFolder();
  let log: vscode.LogOutputChannel;
  let funnel: Funnel;
  let errors: Shown[];
  let infos: Shown[];
  /** The buttons that the user presses, one per message; then messages are left alone. */
  let presses: string[];
  let signedIn: string[];
  let isSignInDone: boolean;

  before(() => {
    log = createLog();
  });
  after(() => log.dispose());
  beforeEach(() => {
    signedIn = [];
    isSignInDone = true;
    funnel = new Funnel(log, (profile) => {
      signedIn.push(profile);
      return Promise.resolve(isSignInDone);
    });
    errors = [];
    infos = [];
    presses = [];
    // A person at VS Code's own border: an extension host has no way to press a notification's button.
    const showing =
      (shown: Shown[]) =>
      (text: string, ...buttons: string[]) => {
        shown.push({ text, buttons });
        return Promise.resolve(presses.shift());
      };
    Object.assign(vscode.window, {
      showErrorMessage: showing(errors),
      showInformationMessage: showing(infos),
    });
  });
  afterEach(() => {
    const { showErrorMessage, showInformationMessage } = original;
    Object.assign(vscode.window, { showErrorMessage, showInformationMessage });
  });

  it('says nothing of what succeeds', async () => {
    await funnel.run(() => Promise.resolve());
    await roundTrip();
    assert.deepEqual(errors, []);
  });

  it('says nothing of what was cancelled', async () => {
    await funnel.run(() => Promise.reject(new DOMException('This operation was aborted', 'AbortError')));
    await roundTrip();
    assert.deepEqual(errors, []);
  });

  it('says a known failure in its sentence, with a button per cure', async () => {
    await funnel.run(() => Promise.reject(expired));
    await roundTrip();
    assert.deepEqual(errors, [
      {
        text: 'The credentials of AWS profile "work" have expired: renew them, then retry.',
        buttons: ['Retry', 'Switch Profile or Region'],
      },
    ]);
  });

  it('makes no link of what others have written: one could run a command', async () => {
    const reason = '[Mend it](command:workbench.action.quit)';
    await funnel.run(() => Promise.reject(new AppError('request.invalid', { reason })));
    await funnel.inform(reason, []);
    await roundTrip();
    for (const { text } of [...errors, ...infos]) assert.match(text, /\[Mend it\] \(command:/);
    assert.equal(errors.length + infos.length, 2);
  });

  it('says of an unknown failure that it is unexpected, and offers the log', async () => {
    await funnel.run(() => Promise.reject(new TypeError('x is not a function')));
    await roundTrip();
    assert.deepEqual(errors, [
      { text: 'Something unexpected went wrong: x is not a function', buttons: ['Show Log'] },
    ]);
  });

  it('runs again what failed when Retry is pressed, as often as it fails', async () => {
    presses = ['Retry', 'Retry'];
    let runs = 0;
    await funnel.run(() => {
      runs += 1;
      return runs < 3 ? Promise.reject(expired) : Promise.resolve();
    });
    await roundTrip();
    assert.equal(runs, 3);
    assert.equal(errors.length, 2);
  });

  describe('for want of a sign-in', () => {
    const signedOut = new AppError('auth.signedOut', {
      profile: 'work',
      signIn: { way: 'sso', profile: 'base' },
    });

    it('signs in when Sign In is pressed, and goes on by itself', async () => {
      presses = ['Sign In'];
      let runs = 0;
      await funnel.run(() => {
        runs += 1;
        return runs < 2 ? Promise.reject(signedOut) : Promise.resolve();
      });
      await roundTrip();
      assert.deepEqual(signedIn, ['base']);
      assert.equal(runs, 2);
      assert.equal(errors.length, 1);
    });

    it('goes on with what is to be gone on with, not from the start', async () => {
      presses = ['Sign In'];
      const done: string[] = [];
      await funnel.report(
        signedOut,
        () => done.push('retried'),
        () => done.push('resumed'),
      );
      assert.deepEqual(done, ['resumed']);
    });

    it('does not go on when nobody signed in', async () => {
      presses = ['Sign In'];
      isSignInDone = false;
      await funnel.report(signedOut, () => assert.fail('went on'));
      assert.deepEqual(signedIn, ['base']);
    });
  });

  it('opens the file in which a profile is to be mended, where it is', async () => {
    const path = join(folder(), 'config');
    writeFileSync(path, '[default]\n[profile broken]\nrole_arn = x\n');
    const problem = { code: 'source.none', profile: 'broken' } as const;
    presses = ['Open File'];
    await funnel.report(
      new AppError('profile.unusable', { profile: 'broken', problem, location: { path, line: 1 } }),
      () => assert.fail('retried'),
    );
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, vscode.Uri.file(path).fsPath);
    assert.equal(editor.selection.active.line, 1);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('does what the pressed button of a message says, and nothing for another', async () => {
    const done: string[] = [];
    const actions = ['One', 'Two'].map((title) => ({ title, run: () => done.push(title) }));
    presses = ['Two'];
    await funnel.inform('Something happened.', actions);
    await funnel.inform('Something happened.', actions);
    presses = ['One'];
    await funnel.warn('Something went wrong.', actions);
    assert.deepEqual(done, ['Two', 'One']);
    assert.deepEqual([infos.length, errors.length], [2, 1]);
  });

  it('says a failure of a button as well', async () => {
    presses = ['Open'];
    await funnel.inform('It is there.', [{ title: 'Open', run: () => Promise.reject(expired) }]);
    await roundTrip();
    assert.equal(errors.length, 1);
  });

  it('runs every command with its arguments, and says how it failed', async () => {
    const calls: unknown[][] = [];
    const handlers = Object.fromEntries(
      commandIds.map((id) => [
        id,
        (...args: unknown[]) => {
          calls.push([id, ...args]);
          return id === 'sagemakerImages.log.show' ? Promise.reject(expired) : Promise.resolve();
        },
      ]),
    ) as unknown as Handlers;
    const commands = registeredBy(() => funnel.registerAll(handlers));
    assert.deepEqual([...commands.keys()], commandIds);
    for (const run of commands.values()) await run('argument');
    await roundTrip();
    assert.deepEqual(
      calls,
      commandIds.map((id) => [id, 'argument']),
    );
    assert.equal(errors.length, 1);
  });

  it('runs nothing for a row that VS Code forgot meanwhile, and says so', async () => {
    const calls: string[] = [];
    const handlers = Object.fromEntries(
      commandIds.map((id) => [id, () => Promise.resolve(calls.push(id))]),
    ) as unknown as Handlers;
    const commands = registeredBy(() => funnel.registerAll(handlers));
    await commands.get('sagemakerImages.version.delete')?.(undefined, undefined);
    await roundTrip();
    assert.deepEqual([calls, errors.length], [[], 1]);
    assert.match(errors[0]?.text ?? '', /nothing was done, choose it once more/);

    await commands.get('sagemakerImages.version.delete')?.();
    assert.deepEqual(calls, ['sagemakerImages.version.delete'], 'from the palette, where a question follows');
    await commands.get('sagemakerImages.explorer.filter')?.(undefined);
    assert.deepEqual(calls.at(-1), 'sagemakerImages.explorer.filter', 'from the title, which is no row');
  });
});

type Run = (...args: unknown[]) => Promise<void>;

/** The commands that are registered meanwhile. (Running one through VS Code would activate the extension itself.) */
function registeredBy(action: () => void): ReadonlyMap<string, Run> {
  const commands = new Map<string, Run>();
  const { registerCommand } = vscode.commands;
  const recording = (id: string, run: Run): vscode.Disposable => {
    commands.set(id, run);
    return new vscode.Disposable(() => undefined);
  };
  Object.assign(vscode.commands, { registerCommand: recording });
  try {
    action();
  } finally {
    Object.assign(vscode.commands, { registerCommand });
  }
  return commands;
}
