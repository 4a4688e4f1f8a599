import assert from 'node:assert/strict';
import { Serial } from '../../../../src/core/serial.ts';
import { addAliases } from '../../../../src/core/watch/addAliases.ts';
import { anImage, arnOfVersion, aVersion } from '../../../support/builders.ts';
import { InstantClock, settled } from '../../../support/clocks.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

const { signal } = new AbortController();
const ref = { imageName: 'notebook', number: 2, arn: arnOfVersion({ imageName: 'notebook', number: 2 }) };

describe('Adding aliases to a version', () => {
  let images: InMemoryImageStore;
  let context: { images: InMemoryImageStore; clock: InstantClock; writes: Serial };
  beforeEach(() => {
    images = new InMemoryImageStore().add(anImage(), aVersion(), aVersion({ number: 2 }));
    context = { images, clock: new InstantClock(), writes: new Serial() };
  });

  it('adds them in one call', async () => {
    await addAliases(ref, ['latest', '2.0'], context, signal);
    assert.deepEqual(images.aliasesNow('notebook', 2), ['latest', '2.0']);
    assert.deepEqual(images.calls.operations, ['listAliases', 'updateVersion']);
  });

  it('adds those alone that an earlier try did not', async () => {
    await images.updateVersion('notebook', 2, { aliasesToAdd: ['latest'] }, signal);
    await addAliases(ref, ['latest', '2.0'], context, signal);
    assert.deepEqual(images.aliasesNow('notebook', 2), ['latest', '2.0']);
  });

  it('writes nothing when they are all there', async () => {
    await images.updateVersion('notebook', 2, { aliasesToAdd: ['latest'] }, signal);
    await addAliases(ref, ['latest'], context, signal);
    assert.equal(images.calls.to('updateVersion').length, 1);
  });

  it('is no failure when another window does so at the same time', async () => {
    const another = { ...context, writes: new Serial() };
    await Promise.all([
      addAliases(ref, ['latest', '2.0'], context, signal),
      addAliases(ref, ['latest', '2.0'], another, signal),
    ]);
    assert.equal(images.calls.to('updateVersion').length, 2, 'both found them missing');
    assert.deepEqual(images.aliasesNow('notebook', 2), ['latest', '2.0']);
  });

  it('fails when another version has one', async () => {
    await images.updateVersion('notebook', 1, { aliasesToAdd: ['latest'] }, signal);
    await assert.rejects(addAliases(ref, ['latest'], context, signal), { code: 'alias.taken' });
  });

  it('waits for an earlier write to the image', async () => {
    const earlier = Promise.withResolvers<void>();
    const busy = context.writes.run('notebook', () => earlier.promise);
    const adding = addAliases(ref, ['latest'], context, signal);
    await settled();
    assert.deepEqual(images.calls.operations, []);
    earlier.resolve();
    await busy;
    await adding;
    assert.deepEqual(images.aliasesNow('notebook', 2), ['latest']);
  });
});
