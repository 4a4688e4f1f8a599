import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { AppError } from '../../../src/core/errors.ts';
import { Funnel } from '../../../src/ui/funnel.ts';
import { createLog } from '../../../src/ui/log.ts';
import { useReplacements } from '../support/useReplacements.ts';
import { untilAborted } from './buildWindow.ts';
import { answers, repository, run, useBuild } from './useBuild.ts';

const reference = `${repository}:main-1a2b3c4`;

/** The first button is the one that stands out: what most people want next. */
describe('The buttons below what is said of a build', () => {
  const replace = useReplacements();
  const at = useBuild();
  let log: vscode.LogOutputChannel;
  let shown: (readonly string[])[];

  before(() => {
    log = createLog();
  });
  after(() => log.dispose());
  beforeEach(() => {
    shown = [];
    // Nobody presses any.
    const show = (_: string, ...titles: readonly string[]): Promise<void> => {
      shown.push(titles);
      return Promise.resolve();
    };
    replace(vscode.window, { showErrorMessage: show, showInformationMessage: show });
    at().open([...answers, run], { funnel: new Funnel(log, () => Promise.resolve(false)) });
  });

  /** Builds. @returns the buttons of the only message */
  async function buttons(): Promise<readonly string[]> {
    await at().build();
    const [only, ...others] = shown;
    assert.deepEqual(others, []);
    return only ?? assert.fail('Nothing is said.');
  }

  it('of one that goes on at SageMaker lead to the version', async () => {
    assert.deepEqual(await buttons(), ['Copy ARN', 'Open in Console', 'Show in Sidebar']);
  });

  it('of one whose image is registered lead to the version first', async () => {
    await at().build();
    at().session.images.settleVersion('notebook', 1);
    shown = [];
    at().open([run], { funnel: new Funnel(log, () => Promise.resolve(false)) });
    at().window.engine.letters = ['a'];
    assert.deepEqual(await buttons(), ['Show in Sidebar', 'Create All the Same']);
  });

  it('of one that fails at a line lead there first', async () => {
    const location = { file: at().dockerfile.fsPath, line: 3 };
    at().window.engine.calls.fail('build', new AppError('build.failed', { location, reason: 'No package.' }));
    assert.deepEqual(await buttons(), ['Open File', 'Show Output', 'Retry']);
  });

  it('of one that fails elsewhere lead to its output first', async () => {
    const failure = new AppError('build.failed', { location: undefined, reason: 'It broke.' });
    at().window.engine.calls.fail('build', failure);
    assert.deepEqual(await buttons(), ['Show Output', 'Retry']);
  });

  it('of one without an engine lead to the setting that names it', async () => {
    at().window.engine.calls.fail('open', new AppError('engine.missing', { tried: ['docker'] }));
    assert.deepEqual(await buttons(), ['Open Settings', 'Retry']);
  });

  it('of one whose engine is down try again', async () => {
    const failure = new AppError('engine.notRunning', { engine: 'docker', reason: 'No socket.' });
    at().window.engine.calls.fail('open', failure);
    assert.deepEqual(await buttons(), ['Retry', 'Show Log']);
  });

  it('of one whose push fails go on from there first', async () => {
    at().window.engine.calls.fail('push', new AppError('push.failed', { reference, reason: 'EOF' }));
    assert.deepEqual(await buttons(), ['Continue from push', 'Retry', 'Show Log']);
  });

  it('of one whose registration fails go on from there first', async () => {
    const dropped = new AppError('network.dropped', { operation: 'CreateImageVersion' });
    at().session.images.calls.fail('createVersion', dropped);
    assert.deepEqual(await buttons(), ['Continue from register', 'Retry']);
  });

  it('of one that nobody is signed in for sign in first, which goes on by itself', async () => {
    const signIn = { way: 'sso', profile: 'default' } as const;
    const signedOut = new AppError('auth.signedOut', { profile: 'default', signIn });
    at().session.images.calls.fail('createVersion', signedOut);
    assert.deepEqual(await buttons(), ['Sign In', 'Retry', 'Switch Profile or Region']);
  });

  it('of one that may not register are no more than can be read', async () => {
    const facts = { action: 'sagemaker:CreateImageVersion', resource: undefined, principal: undefined };
    const denied = new AppError('auth.denied', facts);
    at().session.images.calls.fail('createVersion', denied);
    assert.deepEqual(await buttons(), ['Continue from register', 'Copy Policy Statement', 'Retry']);
  });

  it('of one that is cancelled while it pushes go on from there', async () => {
    at().window.engine.onPush = (signal) => {
      const stopped = untilAborted(signal);
      void at().window.running.stop();
      return stopped;
    };
    assert.deepEqual(await buttons(), ['Continue from push']);
  });
});
