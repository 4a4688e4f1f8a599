import assert from 'node:assert/strict';
import { WorkQueue, type Job } from '../../../../src/core/explorer/workQueue.ts';
import { settled } from '../../../support/clocks.ts';

/** Jobs that end when a test says so. */
class Jobs {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  named(names: readonly string[], { signal } = new AbortController()): readonly Job[] {
    return names.map((name) => ({
      signal,
      run: () => {
        this.begun.push(name);
        return new Promise((resolve) => this.#ends.set(name, resolve));
      },
    }));
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await settled();
  }
}

describe('the work queue', () => {
  let jobs: Jobs;
  beforeEach(() => {
    jobs = new Jobs();
  });

  it('does a few jobs at a time, in their order', async () => {
    const queue = new WorkQueue(2);
    queue.add('versionFacts', jobs.named(['a', 'b', 'c', 'd']));
    await settled();
    assert.deepEqual(jobs.begun, ['a', 'b']);
    await jobs.end('b');
    assert.deepEqual(jobs.begun, ['a', 'b', 'c']);
    await jobs.end('a');
    assert.deepEqual(jobs.begun, ['a', 'b', 'c', 'd']);
  });

  it('does five at a time unless told otherwise', async () => {
    new WorkQueue().add('latestVersion', jobs.named('abcdefgh'.split('')));
    await settled();
    assert.deepEqual(jobs.begun, 'abcde'.split(''));
  });

  it('does what was added last first: that is what is being looked at', async () => {
    const queue = new WorkQueue(1);
    queue.add('versionFacts', jobs.named(['a1', 'a2', 'a3']));
    await settled();
    queue.add('versionFacts', jobs.named(['b1', 'b2']));
    for (const name of ['a1', 'b1', 'b2', 'a2']) await jobs.end(name);
    assert.deepEqual(jobs.begun, ['a1', 'b1', 'b2', 'a2', 'a3']);
  });

  it('does the details of versions before the latest versions of images, whenever they were added', async () => {
    const queue = new WorkQueue(1);
    queue.add('latestVersion', jobs.named(['latest1', 'latest2']));
    await settled();
    queue.add('versionFacts', jobs.named(['facts']));
    queue.add('latestVersion', jobs.named(['latest3']));
    for (const name of ['latest1', 'facts', 'latest3']) await jobs.end(name);
    assert.deepEqual(jobs.begun, ['latest1', 'facts', 'latest3', 'latest2']);
  });

  it('leaves out what is not wanted any more', async () => {
    const queue = new WorkQueue(1);
    const ending = new AbortController();
    queue.add('versionFacts', jobs.named(['b']));
    queue.add('versionFacts', jobs.named(['a1', 'a2', 'a3'], ending));
    await settled();
    assert.deepEqual(jobs.begun, ['a1']);
    ending.abort();
    await jobs.end('a1');
    assert.deepEqual(jobs.begun, ['a1', 'b']);
    await jobs.end('b');
    queue.add('versionFacts', jobs.named(['c']));
    await settled();
    assert.deepEqual(jobs.begun, ['a1', 'b', 'c'], 'places are free again');
  });
});
