import assert from 'node:assert/strict';
import { updateImage } from '../../../../src/core/images/updateImage.ts';
import type { ImageChanges } from '../../../../src/core/model.ts';
import { role } from '../../../support/builders.ts';
import { dropped, expired, inUse, inUseForGood, name, notSeen, writing, type Writing } from './useWrites.ts';

const { signal } = new AbortController();
const changes: ImageChanges = { displayName: 'Notebook', description: null };

describe('update image', () => {
  let test: Writing;

  beforeEach(() => {
    test = writing();
    test.images.settleImage(name, { displayName: 'Old', description: 'Old.' });
  });

  const update = (how = changes): Promise<void> => updateImage(name, how, test.context, signal);
  const assertUpdated = (): void => {
    const { displayName, description, roleArn } = test.images.imageNow(name);
    assert.deepEqual([displayName, description, roleArn], ['Notebook', undefined, role]);
  };

  it('changes, removes and leaves alone, in one call', async () => {
    await update();
    assertUpdated();
    assert.deepEqual(test.images.calls.operations, ['updateImage']);
  });

  it('finds the change whose answer was lost', async () => {
    test.images.calls.loseAnswer('updateImage', dropped);
    await update();
    assertUpdated();
    assert.equal(test.images.calls.to('updateImage').length, 1);
  });

  it('finds what an earlier try is being refused for: it is still at work', async () => {
    test.images.settleImage(name, { displayName: 'Notebook', status: 'UPDATING' });
    test.images.calls.fail('updateImage', inUse);
    await update({ displayName: 'Notebook', roleArn: role });
    assert.deepEqual(test.clock.delays, []);
  });

  for (const [what, other] of [
    ['the display name', { displayName: 'Old' }],
    ['the description', { displayName: 'Notebook', description: 'Old.' }],
    ['the role', { displayName: 'Notebook', roleArn: `${role}Old` }],
    ['a change that failed', { displayName: 'Notebook', status: 'UPDATE_FAILED' }],
  ] as const) {
    it(`does not take another state for it: ${what}`, async () => {
      const { description: _, ...image } = test.images.imageNow(name);
      test.images.add({ ...image, ...other });
      test.images.calls.fail('updateImage', dropped);
      await assert.rejects(update({ ...changes, roleArn: role }), dropped);
    });
  }

  it('waits a little for somebody else', async () => {
    test.images.calls.fail('updateImage', inUse, inUse);
    await update();
    assertUpdated();
    assert.deepEqual(test.clock.delays, [1_000, 2_000]);
  });

  it('says that somebody else is at it when that does not end', async () => {
    test.images.calls.fail('updateImage', ...inUseForGood);
    await assert.rejects(update(), inUse);
    assert.equal(test.images.imageNow(name).displayName, 'Old');
  });

  it('says that the connection broke when nobody knows', async () => {
    test.images.calls.loseAnswer('updateImage', dropped);
    test.images.calls.fail('describeImage', notSeen);
    await assert.rejects(update(), dropped);
  });

  it('says that the image is gone, whatever else went wrong', async () => {
    test.images.removeImage(name);
    await assert.rejects(update(), { code: 'image.notFound' });
    test.images.calls.fail('updateImage', dropped);
    await assert.rejects(update(), { code: 'image.notFound' });
  });

  it('does not look when it was refused', async () => {
    test.images.calls.fail('updateImage', expired);
    await assert.rejects(update(), expired);
    assert.deepEqual(test.images.calls.operations, ['updateImage']);
  });
});
