import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { deleteVersions, type Deletion } from '../../../../src/core/images/deleteVersions.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { settled } from '../../../support/clocks.ts';
import { dropped, expired, inUse, inUseForGood, name, notSeen, writing, type Writing } from './useWrites.ts';

interface Target {
  readonly imageName: string;
  readonly number: number;
}

const { signal } = new AbortController();
const third: Target = { imageName: name, number: 3 };
const first: Target = { imageName: name, number: 1 };
const second: Target = { imageName: name, number: 2 };
const ofOther: Target = { imageName: 'other', number: 7 };
const all: readonly Target[] = [third, first, second];
const allDone: Deletion<Target> = { deleted: all, failed: [], notBegun: [] };

describe('delete versions', () => {
  let test: Writing;
  let heard: Target[];

  beforeEach(() => {
    test = writing();
    test.images.add(anImage({ name: 'other' }), aVersion(ofOther));
    heard = [];
  });

  const remove = (versions = all, from = signal): Promise<Deletion<Target>> =>
    deleteVersions(versions, test.context, from, (version) => heard.push(version));
  const statuses = (): readonly string[] =>
    test.images.versionsNow(name).map(({ number, status }) => `${number} ${status}`);
  const asked = (): readonly unknown[] => test.images.calls.to('deleteVersion').map(([, number]) => number);

  it('has them deleted one after the other, and does not wait for that', async () => {
    assert.deepEqual(await remove(), allDone);
    assert.deepEqual(asked(), [3, 1, 2]);
    assert.deepEqual(statuses(), ['3 DELETING', '2 DELETING', '1 DELETING']);
  });

  it('has those of several images deleted', async () => {
    const deletion = await remove([third, ofOther, first]);
    assert.deepEqual(deletion, { deleted: [third, ofOther, first], failed: [], notBegun: [] });
    assert.equal(test.images.versionNow('other', 7).status, 'DELETING');
  });

  it('tells of each as soon as SageMaker has answered', async () => {
    const toldWhen: (readonly unknown[])[] = [];
    await deleteVersions(all, test.context, signal, () => toldWhen.push(asked()));
    assert.deepEqual(toldWhen, [[3], [3, 1], [3, 1, 2]]);
  });

  it('is done with those that are gone, or about to go', async () => {
    test.images.removeVersion(name, 1);
    test.images.settleVersion(name, 2, { status: 'DELETING' });
    assert.deepEqual(await remove(), allDone);
    assert.deepEqual(test.clock.delays, []);
  });

  it('finds the deletion whose answer was lost', async () => {
    test.images.calls.loseAnswer('deleteVersion', dropped);
    assert.deepEqual(await remove(), allDone);
    assert.deepEqual(asked(), [3, 1, 2]);
  });

  const denied = new AppError('auth.denied', { action: 'x', resource: 'y', principal: 'z' });
  for (const [what, error] of [
    ['one that fails', dropped],
    ['one that is denied: the next may be allowed', denied],
    ['what nobody foresaw', new Error('unforeseen')],
  ] as const) {
    it(`goes on after ${what}`, async () => {
      test.images.calls.fail('deleteVersion', error);
      assert.deepEqual(await remove(), {
        deleted: [first, second],
        failed: [{ version: third, error }],
        notBegun: [],
      });
      assert.deepEqual(statuses(), ['3 CREATED', '2 DELETING', '1 DELETING']);
      assert.deepEqual(heard, [first, second]);
    });
  }

  it('does not ask for the others when they would be refused alike, whatever their image', async () => {
    test.images.calls.fail('deleteVersion', expired);
    assert.deepEqual(await remove([third, first, ofOther]), {
      deleted: [],
      failed: [third, first, ofOther].map((version) => ({ version, error: expired })),
      notBegun: [],
    });
    assert.deepEqual(asked(), [3]);
  });

  it('waits a little for somebody else, and then says so', async () => {
    test.images.calls.fail('deleteVersion', inUse, ...inUseForGood);
    const { deleted, failed } = await remove();
    assert.deepEqual(failed, [{ version: third, error: inUse }]);
    assert.deepEqual(deleted, [first, second]);
    assert.deepEqual(test.clock.delays, [1_000, 2_000, 4_000, 8_000, 1_000]);
  });

  it('says that the connection broke when nobody knows', async () => {
    test.images.calls.loseAnswer('deleteVersion', dropped);
    test.images.calls.fail('describeVersion', notSeen);
    assert.deepEqual((await remove()).failed, [{ version: third, error: dropped }]);
  });

  it('lets other writes to the image in between', async () => {
    const result = remove();
    let before: readonly unknown[] = [];
    await test.context.writes.run(name, () => Promise.resolve((before = asked())));
    await result;
    assert.deepEqual(before, [3]);
  });

  describe('that are cancelled', () => {
    let abort: AbortController;
    beforeEach(() => {
      abort = new AbortController();
    });

    /** Cancels while a version is being deleted. */
    const cancelAt = (number: number): void => {
      const deleteVersion = test.images.deleteVersion.bind(test.images);
      test.images.deleteVersion = (...input) => {
        if (input[1] === number) abort.abort();
        return deleteVersion(...input);
      };
    };

    it('stop before the next, and say what was done and what was not begun', async () => {
      cancelAt(1);
      const deletion = await remove([third, first, second, ofOther], abort.signal);
      assert.deepEqual(deletion, { deleted: [third, first], failed: [], notBegun: [second, ofOther] });
      assert.deepEqual(asked(), [3, 1], 'the one under way is not broken off');
      assert.deepEqual(heard, [third, first]);
    });

    it('say what failed before', async () => {
      test.images.calls.fail('deleteVersion', denied);
      cancelAt(1);
      assert.deepEqual(await remove([third, first, ofOther], abort.signal), {
        deleted: [first],
        failed: [{ version: third, error: denied }],
        notBegun: [ofOther],
      });
    });

    it('say that the one under way failed', async () => {
      test.images.calls.fail('deleteVersion', denied);
      cancelAt(3);
      assert.deepEqual(await remove(all, abort.signal), {
        deleted: [],
        failed: [{ version: third, error: denied }],
        notBegun: [first, second],
      });
    });

    it('do not wait any longer for somebody else', async () => {
      test.images.calls.fail('deleteVersion', inUse);
      cancelAt(3);
      const deletion = await remove(all, abort.signal);
      assert.deepEqual(deletion, { deleted: [], failed: [], notBegun: all });
      assert.deepEqual(asked(), [3]);
      assert.deepEqual(statuses(), ['3 CREATED', '2 CREATED', '1 CREATED']);
    });

    it('do nothing in line', async () => {
      const earlier = Promise.withResolvers<void>();
      const busy = test.context.writes.run(name, () => earlier.promise);
      const result = remove(all, abort.signal);
      await settled();
      abort.abort();
      assert.deepEqual(await result, { deleted: [], failed: [], notBegun: all });
      earlier.resolve();
      await busy;
      assert.deepEqual(asked(), []);
    });
  });
});
