import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { isLaunchableAlias, putAlias, removeAlias } from '../../../../src/core/images/aliases.ts';
import type { VersionChanges } from '../../../../src/core/model.ts';
import { settled } from '../../../support/clocks.ts';
import { dropped, expired, inUse, name, notSeen, writing, type Writing } from './useWrites.ts';

const { signal } = new AbortController();
const alias = 'stable';
const throttled = new AppError('request.throttled', { operation: 'UpdateImageVersion' });
const onSecond = { imageName: name, number: 2, alias };

describe('aliases', () => {
  let test: Writing;

  beforeEach(() => {
    test = writing();
  });

  const owner = (): number | undefined => test.images.ownerNow(name, alias);
  const put = (until?: AbortSignal): Promise<void> => putAlias(onSecond, 1, test.context, until ?? signal);
  const remove = (): Promise<void> => removeAlias(onSecond, test.context, signal);
  const giveTo = (number: number): Promise<unknown> =>
    test.images.updateVersion(name, number, { aliasesToAdd: [alias] }, signal);
  const changesMade = (): readonly string[] =>
    test.images.calls.to('updateVersion').map(([, number, changes]) => {
      const { aliasesToAdd = [], aliasesToRemove = [] } = changes as VersionChanges;
      return [
        ...aliasesToAdd.map(() => `+${String(number)}`),
        ...aliasesToRemove.map(() => `-${String(number)}`),
      ].join();
    });

  it('can launch an app when they are numbers or semantic versions, and are labels otherwise', () => {
    for (const launchable of ['1', '1.0', '1.0.0', '1.0.0-rc.1']) assert.ok(isLaunchableAlias(launchable));
    for (const label of ['latest', 'stable', 'v1.0', '1.0.0.0']) assert.ok(!isLaunchableAlias(label), label);
  });

  describe('that nobody has', () => {
    it('are added', async () => {
      await put();
      assert.equal(owner(), 2);
      assert.deepEqual(changesMade(), ['+2']);
    });

    it('are found when the answer was lost', async () => {
      test.images.calls.loseAnswer('updateVersion', dropped);
      await put();
      assert.deepEqual(changesMade(), ['+2']);
    });

    it('are left alone by an error', async () => {
      test.images.calls.fail('updateVersion', throttled);
      await assert.rejects(put(), throttled);
      assert.equal(owner(), undefined);
      await put();
      assert.equal(owner(), 2);
    });

    it('are not added when nobody knows who has them', async () => {
      test.images.calls.fail('findVersionByAlias', notSeen);
      await assert.rejects(put(), notSeen);
      assert.deepEqual(changesMade(), []);
    });

    it('are added when somebody else is done with the image', async () => {
      test.images.calls.fail('updateVersion', inUse, inUse);
      await put();
      assert.equal(owner(), 2);
      assert.deepEqual(test.clock.delays, [1_000, 2_000]);
    });

    it('are not waited for when somebody else gives them to another version meanwhile', async () => {
      test.images.calls.fail('updateVersion', inUse);
      test.clock.after(1_000, () => void giveTo(3));
      await assert.rejects(put(), {
        code: 'alias.taken',
        facts: { imageName: name, alias, number: 3 },
      });
      assert.deepEqual(test.clock.delays, [1_000]);
      assert.equal(owner(), 3);
    });
  });

  it('that yet another version has are not taken from it', async () => {
    await giveTo(3);
    await assert.rejects(put(), { code: 'alias.taken', facts: { imageName: name, alias, number: 3 } });
    await assert.rejects(putAlias(onSecond, undefined, test.context, signal), { code: 'alias.taken' });
    assert.equal(owner(), 3);
    assert.deepEqual(changesMade(), ['+3']);
  });

  it('that the version has are left alone', async () => {
    await giveTo(2);
    await put();
    assert.deepEqual(changesMade(), ['+2']);
  });

  describe('that another version has', () => {
    beforeEach(async () => {
      await giveTo(1);
    });

    it('are taken from it and added', async () => {
      await put();
      assert.equal(owner(), 2);
      assert.deepEqual(changesMade(), ['+1', '-1', '+2']);
    });

    it('stay when the first half fails', async () => {
      test.images.calls.fail('updateVersion', throttled);
      await assert.rejects(put(), throttled);
      assert.equal(owner(), 1);
    });

    it('move on when the answer to the first half was lost', async () => {
      test.images.calls.loseAnswer('updateVersion', dropped);
      await put();
      assert.deepEqual(changesMade(), ['+1', '-1', '+2']);
    });

    it('are not moved when nobody knows what became of the first half, and are by the next try', async () => {
      test.images.calls.loseAnswer('updateVersion', dropped);
      test.images.calls.fail('describeVersion', notSeen);
      await assert.rejects(put(), dropped);
      assert.equal(owner(), undefined);
      await put();
      assert.equal(owner(), 2);
    });

    it('are put back when the second half fails', async () => {
      failAt(2, throttled);
      await assert.rejects(put(), throttled);
      assert.equal(owner(), 1);
      assert.deepEqual(changesMade(), ['+1', '-1', '+2', '+1']);
      await put();
      assert.equal(owner(), 2);
    });

    it('are put back when the new version cannot have them', async () => {
      test.images.settleVersion(name, 2, { status: 'CREATE_FAILED' });
      await assert.rejects(put(), { code: 'version.notReady' });
      assert.equal(owner(), 1);
    });

    it('stay when their version cannot lose them', async () => {
      test.images.settleVersion(name, 1, { status: 'CREATE_FAILED' });
      await assert.rejects(put(), {
        code: 'version.notReady',
        facts: { name, number: 1, status: 'CREATE_FAILED' },
      });
      assert.equal(owner(), 1);
    });

    it('are said to be lost when they cannot be put back either, and the next try finishes', async () => {
      failAt(2, expired);
      failAt(1, expired);
      await assert.rejects(put(), (error) => {
        assert.ok(error instanceof AppError);
        assert.equal(error.code, 'alias.lost');
        assert.deepEqual(error.facts, { imageName: name, alias, from: 1, to: 2 });
        assert.equal(error.cause, expired);
        return true;
      });
      assert.equal(owner(), undefined);
      await put();
      assert.equal(owner(), 2);
    });

    it('are said to be lost when nobody knows', async () => {
      failAt(2, throttled);
      failAt(1, throttled);
      test.images.calls.fail('findVersionByAlias');
      let looks = 0;
      const find = test.images.findVersionByAlias.bind(test.images);
      test.images.findVersionByAlias = (...query) =>
        looks++ === 0 ? find(...query) : Promise.reject(notSeen);
      await assert.rejects(put(), { code: 'alias.lost' });
    });

    it('are where they are to be when only nobody knew', async () => {
      // The second half is done, and all that is seen of it is that the alias cannot be put back.
      const update = test.images.updateVersion.bind(test.images);
      let calls = 0;
      test.images.updateVersion = async (...input) => {
        await update(...input);
        if (++calls === 2) {
          test.images.calls.fail('describeVersion', notSeen);
          throw dropped;
        }
      };
      await put();
      assert.equal(owner(), 2);
    });

    it('are put back when it is cancelled between the halves', async () => {
      const abort = new AbortController();
      onChange(1, () => abort.abort());
      await assert.rejects(put(abort.signal), { name: 'AbortError' });
      assert.equal(owner(), 1);
      assert.deepEqual(changesMade(), ['+1', '-1', '+1']);
    });

    it('are moved when it is cancelled later', async () => {
      const abort = new AbortController();
      onChange(2, () => abort.abort());
      await put(abort.signal);
      assert.equal(owner(), 2);
    });

    it('stay when it is cancelled in line', async () => {
      const abort = new AbortController();
      const earlier = Promise.withResolvers<void>();
      const busy = test.context.writes.run(name, () => earlier.promise);
      const result = put(abort.signal);
      await settled();
      abort.abort();
      await assert.rejects(result, { name: 'AbortError' });
      earlier.resolve();
      await busy;
      assert.equal(owner(), 1);
    });
  });

  describe('to be removed', () => {
    it('are', async () => {
      await giveTo(2);
      await remove();
      assert.equal(owner(), undefined);
    });

    it('may be gone already, or be on another version', async () => {
      await remove();
      await giveTo(3);
      await remove();
      assert.equal(owner(), 3);
    });

    it('are gone when only the answer was lost', async () => {
      await giveTo(2);
      test.images.calls.loseAnswer('updateVersion', dropped);
      await remove();
      assert.deepEqual(changesMade(), ['+2', '-2']);
    });

    it('stay when it fails', async () => {
      await giveTo(2);
      test.images.calls.fail('updateVersion', dropped);
      await assert.rejects(remove(), dropped);
      assert.equal(owner(), 2);
    });
  });

  /** Lets the next alias that is added to a version fail. */
  function failAt(number: number, error: Error): void {
    const update = test.images.updateVersion.bind(test.images);
    let hasFailed = false;
    test.images.updateVersion = (imageName, of, changes, stop) => {
      if (!hasFailed && of === number && changes.aliasesToAdd) {
        hasFailed = true;
        test.images.calls.fail('updateVersion', error);
      }
      return update(imageName, of, changes, stop);
    };
  }

  /** Has something happen while a version is being changed. */
  function onChange(number: number, action: () => void): void {
    const update = test.images.updateVersion.bind(test.images);
    test.images.updateVersion = (imageName, of, changes, stop) => {
      if (of === number) action();
      return update(imageName, of, changes, stop);
    };
  }
});
