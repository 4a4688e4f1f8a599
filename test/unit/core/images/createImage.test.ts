import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { createImage, ensureImage } from '../../../../src/core/images/createImage.ts';
import type { NewImage } from '../../../../src/core/model.ts';
import { anImage, role } from '../../../support/builders.ts';
import { ManualClock, settled } from '../../../support/clocks.ts';
import { dropped, expired, inUse, notSeen, writing, type Writing } from './useWrites.ts';

const { signal } = new AbortController();
const image: NewImage = {
  name: 'fresh',
  roleArn: role,
  displayName: 'Fresh',
  description: 'New.',
  tags: [{ key: 'team', value: 'data' }],
};

describe('create image', () => {
  let test: Writing;

  beforeEach(() => {
    test = writing();
  });

  it('asks for it with all that was said, and tells what SageMaker goes on with', async () => {
    const { arn, status } = await createImage(image, test.context, signal);
    assert.deepEqual(test.images.calls.to('createImage'), [[image]]);
    assert.equal(arn, test.images.imageNow('fresh').arn);
    assert.equal(status, 'CREATING');
    assert.deepEqual(test.clock.delays, []);
  });

  it('finds it when it is asked for again', async () => {
    await createImage(image, test.context, signal);
    test.images.settleImage('fresh');
    const { status } = await createImage(image, test.context, signal);
    assert.equal(status, 'CREATED');
  });

  it('waits for earlier writes to an image of that name', async () => {
    const earlier = Promise.withResolvers<void>();
    const busy = test.context.writes.run('fresh', () => earlier.promise);
    const result = createImage(image, test.context, signal);
    await settled();
    assert.deepEqual(test.images.calls.operations, []);
    earlier.resolve();
    await Promise.all([busy, result]);
  });
});

describe('ensure that there is an image', () => {
  let test: Writing;

  beforeEach(() => {
    test = writing();
  });

  const create = (): Promise<void> => ensureImage(image, test.context, signal);
  const there = (has: Partial<NewImage & { status: string }> = {}): void => {
    const { tags: _, ...details } = image;
    test.images.add({ ...anImage({ name: 'fresh' }), ...details, ...has });
  };

  it('sends all that was said, and waits until it is there', async () => {
    test.clock.after(2_000, () => test.images.settleImage('fresh'));
    await create();
    assert.deepEqual(test.images.calls.to('createImage'), [[image]]);
    assert.deepEqual(test.images.tags.get('fresh'), image.tags);
    assert.deepEqual(test.clock.delays, [1_000, 1_500]);
    assert.equal(test.images.imageNow('fresh').status, 'CREATED');
  });

  it('takes an image of an earlier try for it', async () => {
    there();
    await create();
    assert.equal(test.images.imageNow('fresh').status, 'CREATED');
  });

  it('waits for an image of an earlier try', async () => {
    there({ status: 'CREATING' });
    test.clock.after(1_000, () => test.images.settleImage('fresh'));
    await create();
  });

  for (const other of [
    { roleArn: `${role}Other` },
    { displayName: 'Another' },
    { description: 'Older.' },
  ] as const) {
    it(`takes no other image for it: ${Object.keys(other).join()}`, async () => {
      there(other);
      await assert.rejects(create(), { code: 'image.exists', facts: { name: 'fresh' } });
      assert.deepEqual(test.clock.delays, [], 'waiting would not help');
    });
  }

  it('finds the image whose answer was lost', async () => {
    test.images.calls.loseAnswer('createImage', dropped);
    test.clock.after(1_000, () => test.images.settleImage('fresh'));
    await create();
    assert.equal(test.images.calls.to('createImage').length, 1);
  });

  it('says that the connection broke when nothing was created, or nobody knows', async () => {
    test.images.calls.fail('createImage', dropped);
    await assert.rejects(create(), dropped);
    test.images.calls.loseAnswer('createImage', dropped);
    test.images.calls.fail('describeImage', notSeen);
    await assert.rejects(create(), dropped);
    test.clock.after(1_000, () => test.images.settleImage('fresh'));
    await create();
  });

  it('waits until the name is free when its last image is being deleted', async () => {
    there({ status: 'DELETING' });
    test.clock.after(2_000, () => test.images.removeImage('fresh'));
    test.clock.after(5_000, () => test.images.settleImage('fresh'));
    await create();
    assert.equal(test.images.imageNow('fresh').displayName, 'Fresh');
    assert.deepEqual(test.clock.delays.slice(0, 2), [1_000, 2_000]);
  });

  it('says what SageMaker says when the name does not get free', async () => {
    there({ status: 'DELETING' });
    await assert.rejects(create(), { code: 'image.inUse' });
    const cause = new Error('Somebody is at it.');
    const exists = new AppError('image.exists', { name: 'fresh' }, cause);
    test.images.removeImage('fresh');
    test.images.calls.fail('createImage', ...Array.from({ length: 5 }, () => exists));
    await assert.rejects(create(), {
      code: 'image.inUse',
      facts: { name: 'fresh', reason: 'Somebody is at it.' },
    });
  });

  it('says that there is one when it cannot be looked at', async () => {
    there();
    test.images.calls.fail('describeImage', expired);
    await assert.rejects(create(), expired);
  });

  it('says why it failed', async () => {
    test.clock.after(1_000, () =>
      test.images.settleImage('fresh', { status: 'CREATE_FAILED', failureReason: 'No such role.' }),
    );
    await assert.rejects(create(), {
      code: 'image.failed',
      facts: { name: 'fresh', reason: 'No such role.' },
    });
  });

  it('waits on when it cannot be looked at for a while, and not when that does not pass', async () => {
    test.images.calls.fail('describeImage', notSeen, notSeen);
    test.clock.after(2_000, () => test.images.settleImage('fresh'));
    await create();
    test.images.removeImage('fresh');
    test.images.calls.fail('describeImage', expired);
    await assert.rejects(create(), expired);
  });

  it('says that it is still being created when the time is over', async () => {
    await assert.rejects(create(), {
      code: 'image.notReady',
      facts: { name: 'fresh', status: 'CREATING' },
    });
  });

  it('goes no further when it is refused', async () => {
    const quota = new AppError('quota.exceeded', { reason: 'Too many.' });
    test.images.calls.fail('createImage', quota);
    await assert.rejects(create(), quota);
    assert.deepEqual(test.images.calls.operations, ['createImage']);
  });

  it('can be cancelled while it waits', async () => {
    const abort = new AbortController();
    const result = ensureImage(image, { ...test.context, clock: new ManualClock() }, abort.signal);
    await settled();
    abort.abort();
    await assert.rejects(result, { name: 'AbortError' });
  });

  it('is not tried again for another error that is in use in name only', async () => {
    test.images.calls.fail('createImage', inUse);
    test.clock.after(2_000, () => test.images.settleImage('fresh'));
    await create();
    assert.equal(test.images.calls.to('createImage').length, 2);
  });
});
