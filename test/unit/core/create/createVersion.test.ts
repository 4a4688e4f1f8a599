import assert from 'node:assert/strict';
import {
  createVersion,
  type CreateContext,
  type CreateStage,
} from '../../../../src/core/create/createVersion.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { NewVersion } from '../../../../src/core/model.ts';
import { Serial } from '../../../../src/core/serial.ts';
import { aDraft, anImage, role } from '../../../support/builders.ts';
import { InstantClock, ManualClock, settled } from '../../../support/clocks.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

const { signal } = new AbortController();
const newDraft = aDraft({ image: { name: 'fresh', isNew: true, roleArn: role } });

describe('create version', () => {
  let images: InMemoryImageStore;
  let clock: InstantClock;
  let stages: CreateStage[];
  let context: CreateContext;

  beforeEach(() => {
    images = new InMemoryImageStore().add(anImage());
    clock = new InstantClock();
    stages = [];
    context = {
      images,
      clock,
      writes: new Serial(),
      pinDigest: true,
      onStage: (stage) => stages.push(stage),
    };
  });

  const tokens = (): readonly string[] =>
    images.calls.to('createVersion').map(([version]) => (version as NewVersion).clientToken);

  it('of an image that is there takes one call', async () => {
    const ref = await createVersion(aDraft(), context, signal);
    assert.equal(ref.imageName, 'notebook');
    assert.equal(ref.number, 1);
    assert.equal(ref.arn, images.versionNow('notebook', 1).arn);
    assert.deepEqual(images.calls.operations, ['createVersion']);
    assert.deepEqual(stages, ['createVersion']);
  });

  it('sends no aliases: they would stick to a version that fails', async () => {
    await createVersion(aDraft({ aliases: ['latest'] }), context, signal);
    const [[request] = assert.fail()] = images.calls.to('createVersion');
    assert.ok(!('aliases' in (request as NewVersion)));
    assert.deepEqual(images.aliasesNow('notebook', 1), []);
  });

  describe('again, after a try that failed', () => {
    it('finds the version whose answer was lost, and makes no second one', async () => {
      const dropped = new AppError('network.dropped', { operation: 'CreateImageVersion' });
      images.calls.loseAnswer('createVersion', dropped);
      await assert.rejects(createVersion(aDraft(), context, signal), dropped);
      const ref = await createVersion(aDraft(), context, signal);
      assert.equal(ref.number, 1);
      assert.equal(images.versionsNow('notebook').length, 1);
      assert.deepEqual(tokens(), ['token-1', 'token-1']);
    });

    it('creates the version that was refused, with the same token', async () => {
      const expired = new AppError('auth.expired', { profile: 'default' });
      images.calls.fail('createVersion', expired);
      await assert.rejects(createVersion(aDraft(), context, signal), expired);
      assert.equal((await createVersion(aDraft(), context, signal)).number, 1);
      assert.deepEqual(tokens(), ['token-1', 'token-1']);
    });

    it('takes the image that was created before for the new one', async () => {
      const throttled = new AppError('request.throttled', { operation: 'CreateImageVersion' });
      clock.after(1_000, () => images.settleImage('fresh'));
      images.calls.fail('createVersion', throttled);
      await assert.rejects(createVersion(newDraft, context, signal), throttled);
      assert.equal((await createVersion(newDraft, context, signal)).imageName, 'fresh');
      assert.equal(images.calls.to('createImage').length, 2);
    });

    it('waits for the image whose answer was lost', async () => {
      images.calls.loseAnswer('createImage', new AppError('network.dropped', { operation: 'CreateImage' }));
      clock.after(1_000, () => images.settleImage('fresh'));
      assert.equal((await createVersion(newDraft, context, signal)).number, 1);
      assert.equal(images.calls.to('createImage').length, 1);
    });
  });

  it('gives two intended versions a number each', async () => {
    const one = await createVersion(aDraft(), context, signal);
    const two = await createVersion(aDraft({ clientToken: 'token-2' }), context, signal);
    assert.deepEqual([one.number, two.number], [1, 2]);
  });

  describe('of a new image', () => {
    it('creates it with its role and waits until it is there', async () => {
      clock.after(3_000, () => images.settleImage('fresh'));
      const ref = await createVersion(newDraft, context, signal);
      assert.equal(ref.imageName, 'fresh');
      assert.deepEqual(images.calls.to('createImage'), [[{ name: 'fresh', roleArn: role }]]);
      assert.deepEqual(clock.delays, [1_000, 1_500, 2_250]);
      assert.deepEqual(stages, ['createImage', 'waitForImage', 'createVersion']);
      assert.equal(images.calls.operations.at(-1), 'createVersion');
    });

    it('does not wait for one that is there at once', async () => {
      images.add({ ...anImage({ name: 'fresh' }), roleArn: role });
      await createVersion(newDraft, context, signal);
      assert.deepEqual(clock.delays, []);
    });

    it('says why when the image fails, and creates no version', async () => {
      clock.after(1_000, () =>
        images.settleImage('fresh', { status: 'CREATE_FAILED', failureReason: 'Role cannot be assumed.' }),
      );
      await assert.rejects(createVersion(newDraft, context, signal), {
        code: 'image.failed',
        facts: { name: 'fresh', reason: 'Role cannot be assumed.' },
      });
      assert.equal(images.calls.to('createVersion').length, 0);
    });

    it('takes no image of somebody else for it', async () => {
      images.add({ ...anImage({ name: 'fresh' }), roleArn: `${role}OfSomebodyElse` });
      await assert.rejects(createVersion(newDraft, context, signal), { code: 'image.exists' });
      assert.equal(images.calls.to('createVersion').length, 0);
    });

    it('says so when the image is in another state, or does not come in time', async () => {
      clock.after(1_000, () => images.settleImage('fresh', { status: 'DELETING' }));
      await assert.rejects(createVersion(newDraft, context, signal), {
        code: 'image.notReady',
        facts: { name: 'fresh', status: 'DELETING' },
      });
      images.settleImage('fresh', { status: 'CREATING' });
      await assert.rejects(createVersion(newDraft, context, signal), {
        code: 'image.notReady',
        facts: { name: 'fresh', status: 'CREATING' },
      });
      assert.equal(images.calls.to('createVersion').length, 0);
    });

    it('goes no further when the image is refused', async () => {
      const quota = new AppError('quota.exceeded', { reason: 'Too many images.' });
      images.calls.fail('createImage', quota);
      await assert.rejects(createVersion(newDraft, context, signal), quota);
      assert.deepEqual(images.calls.operations, ['createImage']);
    });

    it('can be cancelled while it waits', async () => {
      const abort = new AbortController();
      const manual = new ManualClock();
      const result = createVersion(newDraft, { ...context, clock: manual }, abort.signal);
      await settled();
      abort.abort();
      await assert.rejects(result, { name: 'AbortError' });
      assert.equal(images.calls.to('createVersion').length, 0);
    });
  });

  it('waits a little for somebody else who changes the image, with the same token', async () => {
    const inUse = new AppError('image.inUse', { name: 'notebook', reason: 'In use.' });
    images.calls.fail('createVersion', inUse, inUse);
    assert.equal((await createVersion(aDraft(), context, signal)).number, 1);
    assert.deepEqual(clock.delays, [1_000, 2_000]);
    assert.deepEqual(tokens(), ['token-1', 'token-1', 'token-1']);
  });

  describe('that SageMaker finds invalid', () => {
    const invalid = new AppError('request.invalid', { reason: 'Image notebook is in an invalid state.' });

    it('says in which state the image is', async () => {
      images.settleImage('notebook', { status: 'UPDATING' });
      await assert.rejects(createVersion(aDraft(), context, signal), {
        code: 'image.notReady',
        facts: { name: 'notebook', status: 'UPDATING' },
      });
    });

    it('says what SageMaker says when it is not the image, or nobody knows', async () => {
      images.calls.fail('createVersion', invalid, invalid);
      await assert.rejects(createVersion(aDraft(), context, signal), invalid);
      images.calls.fail('describeImage', new AppError('network.dropped', { operation: 'DescribeImage' }));
      await assert.rejects(createVersion(aDraft(), context, signal), invalid);
    });
  });

  it('waits for an earlier write to the same image, and not for one to another', async () => {
    images.add(anImage({ name: 'other' }));
    const earlier = Promise.withResolvers<void>();
    const busy = context.writes.run('notebook', () => earlier.promise);
    const waiting = createVersion(aDraft(), context, signal);
    const other = aDraft({ image: { name: 'other', isNew: false }, clientToken: 'token-2' });
    await createVersion(other, context, signal);
    assert.equal(images.versionsNow('notebook').length, 0);
    earlier.resolve();
    await busy;
    assert.equal((await waiting).number, 1);
  });

  it('does nothing when it was cancelled while it waited for an earlier write', async () => {
    const earlier = Promise.withResolvers<void>();
    const busy = context.writes.run('notebook', () => earlier.promise);
    const abort = new AbortController();
    const waiting = createVersion(aDraft(), context, abort.signal);
    abort.abort();
    earlier.resolve();
    await busy;
    await assert.rejects(waiting, { name: 'AbortError' });
    assert.deepEqual(images.calls.operations, []);
    assert.deepEqual(stages, []);
  });
});
