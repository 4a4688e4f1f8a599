import assert from 'node:assert/strict';
import { join } from 'node:path';
import { newRecord, type BuildRecord } from '../../../src/core/build/record.ts';
import { BuildMemory } from '../../../src/ui/build/buildMemory.ts';
import { resumableBuilds } from '../../../src/ui/build/resumableBuilds.ts';
import { resumeText } from '../../../src/ui/build/resumeText.ts';
import { RunningBuilds } from '../../../src/ui/build/runningBuilds.ts';
import { FileMemento } from '../../../src/ui/fileMemento.ts';
import type { Resumable } from '../../../src/ui/lenses.ts';
import { aPlan, pushRepositoryUri } from '../../support/buildBuilders.ts';
import { arnOfVersion, digestOf } from '../../support/builders.ts';
import { useFolder } from '../support/useFolder.ts';
import { fileNamed } from './buildWindow.ts';

const built = { imageId: 'image-a', engine: 'docker' } as const;
const pushed = { repository: pushRepositoryUri, tag: 'main-1a2b3c4', digest: digestOf('a') };
const ref = { imageName: 'notebook', number: 1 };
const version = { ...ref, arn: arnOfVersion(ref) };

describe('What a lens offers to go on with', () => {
  const folder = useFolder();
  const dockerfile = fileNamed('Dockerfile');
  const never = new AbortController().signal;
  let memory: BuildMemory;
  let running: RunningBuilds;
  let builds: Resumable;
  let changes: number;

  /** Opens a window on what is on disk. */
  function open(): void {
    memory = new BuildMemory(
      new FileMemento(join(folder(), 'memory.json'), (error) => assert.fail(String(error))),
    );
    running = new RunningBuilds();
    builds = resumableBuilds(memory, running);
    changes = 0;
    builds.onDidChange(() => (changes += 1));
  }
  beforeEach(open);

  const keep = (done: Partial<BuildRecord>): Promise<void> =>
    memory.keepRun(dockerfile, {
      record: { ...newRecord(aPlan(), { profile: 'default', region: 'us-east-1' }), ...done },
      textHash: 'a',
    });

  function offered(): string | undefined {
    const resume = builds.resume(dockerfile);
    return resume && resumeText(resume);
  }

  const offers = [
    ['nothing of what is not built', {}, undefined],
    ['to go on from the push of what is built', { built }, 'Continue from push'],
    ['to go on from the registration of what is pushed', { built, pushed }, 'Continue from register'],
    ['nothing of what is registered', { built, pushed, version }, undefined],
  ] as const satisfies readonly (readonly [string, Partial<BuildRecord>, string | undefined])[];

  for (const [what, done, expected] of offers) {
    it(`is ${what}, in the next window as well`, async () => {
      await keep(done);
      assert.equal(changes, 1);
      assert.equal(offered(), expected);
      open();
      assert.equal(offered(), expected);
    });
  }

  it('is nothing of a Dockerfile that was never built', () => {
    assert.equal(offered(), undefined);
  });

  it('is nothing of another Dockerfile', async () => {
    await keep({ built });
    assert.equal(builds.resume(fileNamed('gpu.Dockerfile')), undefined);
  });

  it('is nothing of what goes on, and changes when that begins and ends', async () => {
    await keep({ built });
    changes = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const run = running.run(dockerfile.toString(), never, () => promise);
    assert.deepEqual([offered(), changes], [undefined, 1]);
    resolve();
    await run;
    assert.deepEqual([offered(), changes], ['Continue from push', 2]);
  });

  it('is there again after a run that has failed', async () => {
    await keep({ built });
    const failure = new Error('It broke.');
    const run = running.run(dockerfile.toString(), never, () => Promise.reject(failure));
    await assert.rejects(run, failure);
    assert.equal(offered(), 'Continue from push');
  });

  it('stays while another Dockerfile is built', async () => {
    await keep({ built });
    const { promise, resolve } = Promise.withResolvers<void>();
    const run = running.run(fileNamed('gpu.Dockerfile').toString(), never, () => promise);
    assert.equal(offered(), 'Continue from push');
    resolve();
    await run;
  });

  it('is gone once the version is registered', async () => {
    await keep({ built, pushed });
    await memory.finish(dockerfile, aPlan().draft);
    assert.equal(offered(), undefined);
    open();
    assert.equal(offered(), undefined);
  });

  it('is told to nobody who does not listen any more', async () => {
    let heard = 0;
    const all: { dispose(): void }[] = [];
    const one = builds.onDidChange(() => (heard += 1), undefined, all);
    assert.deepEqual(all, [one]);
    one.dispose();
    await keep({ built });
    await running.run(dockerfile.toString(), never, () => Promise.resolve());
    assert.equal(heard, 0);
    assert.equal(changes, 3);
  });
});
