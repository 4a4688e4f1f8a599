import assert from 'node:assert/strict';
import { deleteImage } from '../../../../src/core/images/deleteImage.ts';
import { dropped, expired, inUse, inUseForGood, name, notSeen, writing, type Writing } from './useWrites.ts';

const { signal } = new AbortController();

describe('delete image', () => {
  let test: Writing;

  beforeEach(() => {
    test = writing();
  });

  const remove = (): Promise<void> => deleteImage(name, test.context, signal);

  it('has it deleted, and does not wait for that', async () => {
    await remove();
    assert.equal(test.images.imageNow(name).status, 'DELETING');
    assert.deepEqual(test.images.calls.operations, ['deleteImage']);
    assert.deepEqual(test.clock.delays, []);
  });

  it('is done when it is gone, or about to go', async () => {
    await remove();
    await remove();
    test.images.removeImage(name);
    await remove();
    assert.deepEqual(test.clock.delays, []);
  });

  it('finds the deletion whose answer was lost', async () => {
    test.images.calls.loseAnswer('deleteImage', dropped);
    await remove();
    assert.equal(test.images.calls.to('deleteImage').length, 1);
  });

  it('waits a little for somebody else, and then says so', async () => {
    test.images.calls.fail('deleteImage', inUse);
    await remove();
    assert.deepEqual(test.clock.delays, [1_000]);
    test.images.settleImage(name, { status: 'UPDATING' });
    test.images.calls.fail('deleteImage', ...inUseForGood);
    await assert.rejects(remove(), inUse);
    assert.equal(test.images.imageNow(name).status, 'UPDATING');
  });

  it('says that the connection broke when nothing was deleted, or nobody knows', async () => {
    test.images.calls.fail('deleteImage', dropped, dropped);
    await assert.rejects(remove(), dropped);
    test.images.calls.fail('describeImage', notSeen);
    await assert.rejects(remove(), dropped);
    assert.equal(test.images.imageNow(name).status, 'CREATED');
  });

  it('does not look when it was refused', async () => {
    test.images.calls.fail('deleteImage', expired);
    await assert.rejects(remove(), expired);
    assert.deepEqual(test.images.calls.operations, ['deleteImage']);
  });
});
