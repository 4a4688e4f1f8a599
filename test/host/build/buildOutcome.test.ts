import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { arnOfVersion } from '../../support/builders.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { untilAborted } from './buildWindow.ts';
import { answers, repository, run, useBuild } from './useBuild.ts';

const task = {
  dockerfile: 'Dockerfile',
  image: 'notebook',
  repository,
  tag: '{branch}-{commit}',
  target: 'base',
  waitForCreated: false,
};
const ref = { imageName: 'notebook', number: 1 };
const beingCreated = `Version 1 of image "notebook" is being created: ${arnOfVersion(ref)}`;

/** How a terminal ends that shows a run. Only a task's has a code. */
interface Ending {
  readonly last: string | undefined;
  readonly code?: number | void;
}

function lastOf(text: string): string | undefined {
  return text.split('\r\n').at(-2);
}

describe('The last line of a build’s terminal', () => {
  const at = useBuild();

  /** What a person does for the command. */
  let acts: Parameters<ReturnType<typeof at>['open']>[0];

  const ways: Readonly<Record<string, () => Promise<Ending>>> = {
    'the command’s': async () => {
      at().open(acts, { engine: at().window.engine });
      await at().build();
      return { last: lastOf(at().terminals.text) };
    },
    'a task’s': async () => {
      const terminal = at().window.startTask(task);
      let text = '';
      terminal.onDidWrite((written) => (text += written));
      assert.ok(terminal.onDidClose);
      const ended = nextEvent(terminal.onDidClose);
      terminal.open(undefined);
      return { code: await ended, last: lastOf(text) };
    },
  };

  beforeEach(() => {
    acts = [...answers, run];
    at().open([]);
  });

  for (const [whose, end] of Object.entries(ways)) {
    describe(`(${whose}) says`, () => {
      const isTask = end === ways['a task’s'];
      /** Builds, and checks how that ends. @param code of a task */
      async function endsWith(last: string, code: number): Promise<void> {
        assert.deepEqual(await end(), isTask ? { last, code } : { last });
      }

      it('which version is being created, with its ARN', () => endsWith(beingCreated, 0));

      it('which version there is already', async () => {
        await end();
        acts = [run];
        at().window.engine.letters = ['a'];
        at().session.images.settleVersion('notebook', 1);
        const last =
          'Version 1 of image "notebook" was made of this very container image: nothing was created.';
        await endsWith(last, 0);
      });

      it('at which line a build has failed', () => {
        const file = at().dockerfile.fsPath;
        const failure = new AppError('build.failed', { location: { file, line: 3 }, reason: 'No package.' });
        at().window.engine.calls.fail('build', failure);
        const sentence =
          'The build failed at line 3 of the Dockerfile: mend it, then retry. The engine says: No package.';
        return endsWith(`${file}:3: error: ${sentence}`, 1);
      });

      it('why a push has failed', () => {
        const reference = `${repository}:main-1a2b3c4`;
        at().window.engine.calls.fail('push', new AppError('push.failed', { reference, reason: 'EOF' }));
        const sentence = 'could not be pushed: retry, for what was built is kept. The engine says: EOF';
        return endsWith(`error: "${reference}" ${sentence}`, 1);
      });

      it('what nobody expected, without its stack', () => {
        at().window.engine.calls.fail('push', new TypeError('x is not a function'));
        return endsWith('error: Something unexpected went wrong: x is not a function', 1);
      });

      it('that it was cancelled', () => {
        at().window.engine.onPush = (signal) => {
          const stopped = untilAborted(signal);
          void at().window.running.stop();
          return stopped;
        };
        return endsWith('Cancelled.', 130);
      });
    });
  }
});
