import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { messageOf, type Cure } from '../../../src/ui/messages.ts';
import { press } from '../support/recordingFunnel.ts';
import { untilAborted } from './buildWindow.ts';
import { answers, repository, run, useBuild } from './useBuild.ts';

const pushBroke = new AppError('push.failed', { reference: `${repository}:1`, reason: 'broken pipe' });

describe('A build', () => {
  const at = useBuild();
  let text: string;
  beforeEach(async () => {
    text = await readFile(at().dockerfile.fsPath, 'utf8');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await writeFile(at().dockerfile.fsPath, text);
  });

  const marks = (): readonly vscode.Diagnostic[] => vscode.languages.getDiagnostics(at().dockerfile);
  const builds = (): number => at().window.engine.calls.to('build').length;
  const pushes = (): number => at().window.engine.calls.to('push').length;

  async function edit(place: vscode.Range, newText: string): Promise<void> {
    const change = new vscode.WorkspaceEdit();
    change.replace(at().dockerfile, place, newText);
    assert.equal(await vscode.workspace.applyEdit(change), true);
  }

  /** Closes the window, and opens the next one on the same machine. */
  async function reopen(...acts: Parameters<ReturnType<typeof at>['open']>[0]): Promise<() => void> {
    const { engine } = at().window;
    await at().window.close();
    const prompts = at().open(acts, { engine });
    return () => prompts.assertDone();
  }

  describe('that fails at a line', () => {
    beforeEach(async () => {
      at().open([...answers, run, run]);
      const location = { file: at().dockerfile.fsPath, line: 3 };
      const failure = new AppError('build.failed', { location, reason: 'No such package.' });
      at().window.engine.calls.fail('build', failure);
      await at().build();
    });

    it('marks the line in the Dockerfile', () => {
      const [mark, ...others] = marks();
      assert.deepEqual(others, []);
      assert.equal(mark?.message, 'No such package.');
      assert.equal(mark.source, 'SageMaker Images');
      assert.equal(mark.range.start.line, 2);
    });

    it('says so with file and line where the terminal links them, and shows that again', async () => {
      const { terminals, dockerfile, window } = at();
      assert.ok(terminals.text.includes(`${dockerfile.fsPath}:3: error: The build failed at line 3`));
      const said = await window.funnel.next();
      assert.deepEqual(said.actions.map(({ title }) => title).slice(0, 2), ['Show Output', 'Retry']);
      await press(said, 'Show Output');
      assert.equal(terminals.shown.length, 2);
    });

    it('takes the mark away with an edit of the line, and moves it with one above', async () => {
      await vscode.window.showTextDocument(at().dockerfile);
      await edit(new vscode.Range(0, 0, 0, 0), '# one\n# two\n');
      assert.equal(marks()[0]?.range.start.line, 4);
      await edit(new vscode.Range(4, 0, 4, 0), '# three\n');
      assert.equal(marks()[0]?.range.start.line, 5);
      await edit(new vscode.Range(6, 0, 6, 0), '# below\n');
      assert.equal(marks()[0]?.range.start.line, 5);
      await edit(new vscode.Range(5, 4, 5, 7), 'PIP');
      assert.deepEqual(marks(), []);
    });

    it('takes the mark away with the next build, which begins at the plan', async () => {
      await press(await at().window.funnel.next(), 'Retry');
      assert.deepEqual(marks(), []);
      assert.equal(at().created.length, 1);
      assert.equal(builds(), 2);
    });

    it('offers nothing to go on with: nothing is done', () => {
      assert.equal(at().resume, undefined);
    });
  });

  describe('that never begins', () => {
    const cures: readonly [failure: AppError, first: Cure][] = [
      [
        new AppError('engine.missing', { tried: ['docker'] }),
        { kind: 'openSetting', setting: 'docker.path' },
      ],
      [new AppError('engine.notRunning', { engine: 'docker', reason: 'No socket.' }), { kind: 'retry' }],
    ];
    for (const [failure, first] of cures) {
      it(`offers first what cures that, and no output, which is empty: ${failure.code}`, async () => {
        at().open([...answers, run]);
        at().window.engine.calls.fail('open', failure);
        await at().build();
        const { actions, error } = await at().window.funnel.next();
        assert.deepEqual(
          actions.map(({ title }) => title),
          ['Retry', 'Sign In'],
        );
        assert.deepEqual(messageOf(error).cures[0], first);
      });
    }
  });

  describe('whose push fails', () => {
    beforeEach(async () => {
      at().open([...answers, run, run]);
      at().window.engine.calls.fail('push', pushBroke);
      await at().build();
    });

    it('goes on from the push, from the message', async () => {
      await press(await at().window.funnel.next(), 'Continue from push');
      assert.equal(builds(), 1);
      assert.equal(pushes(), 2);
      assert.equal(at().created.length, 1);
      assert.equal(at().resume, undefined);
    });

    it('builds nothing again when it is retried by the plan', async () => {
      await press(await at().window.funnel.next(), 'Retry');
      assert.equal(builds(), 1);
      assert.equal(at().created.length, 1);
    });

    it('goes on from the push in the next window, from the lens, without a question', async () => {
      await reopen();
      assert.equal(at().resume, 'push');
      await at().build(true);
      assert.equal(builds(), 1);
      assert.equal(at().created.length, 1);
      // As whom it was confirmed, or not at all.
      assert.equal(at().window.opened.at(-1)?.expectedAccount, '123456789012');
    });

    it('shows the plan again when the Dockerfile is another one by then, and builds that', async () => {
      const assertDone = await reopen(run);
      await writeFile(at().dockerfile.fsPath, `${text}# changed\n`);
      await at().build(true);
      assertDone();
      assert.equal(builds(), 2);
    });

    it('shows the plan again when files differ from those that were built', async () => {
      const assertDone = await reopen(run);
      const { window } = at();
      assert.ok(window.source);
      window.source = { ...window.source, isDirty: true, changes: 'others' };
      await at().build(true);
      assertDone();
      assert.equal(builds(), 2);
    });

    it('is built anew from the usual lens, whatever was built before', async () => {
      await reopen(run);
      await at().build();
      assert.equal(builds(), 2);
      assert.equal(at().created.length, 1);
    });

    it('goes on with nothing of before once it is begun anew, however that ends', async () => {
      await reopen(run);
      const { engine, funnel } = at().window;
      engine.calls.fail(
        'open',
        new AppError('engine.notRunning', { engine: 'docker', reason: 'No socket.' }),
      );
      await at().build();
      const { actions } = await funnel.next();
      assert.deepEqual(
        actions.map(({ title }) => title),
        ['Retry', 'Sign In'],
      );
      assert.equal(at().resume, undefined);
    });

    it('shows the plan again, from the message too, when the Dockerfile is another one by then', async () => {
      await writeFile(at().dockerfile.fsPath, `${text}# changed\n`);
      await press(await at().window.funnel.next(), 'Continue from push');
      assert.equal(builds(), 2);
      assert.equal(at().created.length, 1);
    });

    it('builds again what the engine does not have any more', async () => {
      await reopen();
      at().window.engine.prune();
      await at().build(true);
      assert.equal(builds(), 2);
      assert.equal(at().created.length, 1);
    });
  });

  describe('whose registration fails', () => {
    const dropped = new AppError('network.dropped', { operation: 'CreateImageVersion' });
    const signIn = { way: 'sso', profile: 'default' } as const;

    it('goes on from there: neither built nor pushed again, and created once', async () => {
      const { images } = at().session;
      at().open([...answers, run]);
      images.calls.loseAnswer('createVersion', dropped);
      await at().build();
      const { engine } = at().window;
      await at().window.close();

      at().open([], { engine });
      assert.equal(at().resume, 'register');
      await at().build(true);
      assert.deepEqual([builds(), pushes()], [1, 1]);
      assert.equal(images.versionsNow('notebook').length, 1);
      assert.match((await at().window.funnel.next()).text, /is being created/);
    });

    it('goes on by itself once signed in', async () => {
      const { images } = at().session;
      at().open([...answers, run]);
      images.calls.fail('createVersion', new AppError('auth.signedOut', { profile: 'default', signIn }));
      await at().build();
      await press(await at().window.funnel.next(), 'Sign In');
      assert.equal(builds(), 1);
      assert.equal(images.versionsNow('notebook').length, 1);
    });

    it('makes another version of the same image when SageMaker could not create the first', async () => {
      at().open([...answers, run, run]);
      await at().build();
      at().session.images.settleVersion('notebook', 1, { status: 'CREATE_FAILED' });
      const [[, , again] = []] = at().window.watched;
      await again?.();
      const [first, second] = at().created;
      assert.ok(second);
      assert.notEqual(first?.['clientToken'], second['clientToken']);
      assert.equal(first?.['baseImage'], second['baseImage']);
      assert.equal(builds(), 1);
    });
  });

  describe('that is cancelled', () => {
    it('while it builds says nothing, and keeps the answers', async () => {
      const prompts = at().open([...answers, run]);
      at().cancelIn('building 1/1');
      const { window } = at();
      window.engine.onBuild = (_, report, signal) => {
        const stopped = untilAborted(signal);
        // By then the progress is shown.
        setImmediate(() => report({ kind: 'step', id: '1', name: '[1/1] RUN sleep', state: 'started' }));
        return stopped;
      };
      await at().build();
      prompts.assertDone();
      assert.deepEqual(window.funnel.said, []);
      assert.match(at().terminals.text, /Cancelled\.\r\n$/);
      assert.equal(at().resume, undefined);
      assert.ok(window.memory.unfinished(at().dockerfile));
      assert.deepEqual(at().created, []);
    });

    it('while it pushes offers to go on from there', async () => {
      at().open([...answers, run]);
      at().cancelIn('pushing');
      const { engine, funnel } = at().window;
      engine.onPush = untilAborted;
      await at().build();
      assert.equal(at().resume, 'push');
      engine.onPush = () => undefined;
      at().cancelIn('never');
      await press(await funnel.next(), 'Continue from push');
      assert.equal(builds(), 1);
      assert.equal(at().created.length, 1);
    });

    it('by closing the window ends what runs, and the next window goes on', async () => {
      at().open([...answers, run]);
      const { engine } = at().window;
      const { promise: pushing, resolve } = Promise.withResolvers<void>();
      engine.onPush = (signal) => {
        resolve();
        return untilAborted(signal);
      };
      const built = at().build();
      await pushing;
      await at().window.close();
      await built;
      engine.onPush = () => undefined;

      at().open([], { engine });
      assert.equal(at().resume, 'push');
      await at().build(true);
      assert.equal(at().created.length, 1);
    });
  });
});
