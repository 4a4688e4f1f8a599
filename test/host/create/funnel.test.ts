import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { Funnel, type Handlers } from '../../../src/ui/funnel.ts';
import { commandIds } from '../../../src/ui/ids.ts';
import { createLog } from '../../../src/ui/log.ts';
import { roundTrip } from '../support/roundTrip.ts';

interface Shown {
  readonly text: string;
  readonly buttons: readonly string[];
}

describe('The funnel', () => {
  const expired = new AppError('auth.expired', { profile: 'work' });
  const original = { ...vscode.window };
  let log: vscode.LogOutputChannel;
  let funnel: Funnel;
  let errors: Shown[];
  let infos: Shown[];
  /** The buttons that the user presses, one per message; then messages are left alone. */
  let presses: string[];

  before(() => {
    log = createLog();
  });
  after(() => log.dispose());
  beforeEach(() => {
    funnel = new Funnel(log);
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
        text: 'The credentials of AWS profile "work" have expired: sign in again, then retry.',
        buttons: ['Retry', 'Switch Profile or Region'],
      },
    ]);
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
