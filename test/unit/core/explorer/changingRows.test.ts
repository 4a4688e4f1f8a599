import assert from 'node:assert/strict';
import { anImage, aVersion } from '../../../support/builders.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';
import { briefly, TreeFixture } from './useTree.ts';

describe('rows that change by themselves', () => {
  let images: InMemoryImageStore;
  let fixture: TreeFixture;
  beforeEach(() => {
    images = new InMemoryImageStore();
    fixture = new TreeFixture(images);
  });

  it('are not looked at while nothing changes', async () => {
    images.add(anImage(), aVersion());
    await fixture.version(1);
    await fixture.pass(60);
    assert.equal(fixture.clock.waiting, 0);
    assert.deepEqual(images.calls.operations, ['listImages', 'listVersions']);
  });

  it('show an image’s new state, and are looked at no longer', async () => {
    images.add(anImage({ status: 'UPDATING' }));
    const image = await fixture.image();
    await fixture.pass(3);
    assert.deepEqual(fixture.rowChanges, [], 'nothing has changed yet');
    images.settleImage('notebook', { status: 'UPDATE_FAILED', failureReason: 'No such role.' });
    await fixture.pass(5);
    assert.equal(image.image.failureReason, 'No such role.');
    assert.deepEqual(fixture.rowChanges, [image]);
    assert.equal(fixture.clock.waiting, 0);
  });

  it('show a version’s new state once its image is open', async () => {
    images.add(anImage(), aVersion({ status: 'CREATING' }));
    const image = await fixture.image();
    await fixture.pass(5);
    assert.deepEqual(images.calls.to('describeVersion'), []);
    const version = await fixture.version(1);
    images.settleVersion('notebook', 1);
    await fixture.pass(2);
    assert.equal(version.version.status, 'CREATED');
    assert.equal(image.latest?.status, 'CREATED');
    assert.deepEqual(fixture.versionChanges, [{ imageName: 'notebook', number: 1 }]);
  });

  it('go away when they are deleted', async () => {
    images.add(
      anImage({ status: 'DELETING' }),
      aVersion({ number: 1 }),
      aVersion({ number: 2, status: 'DELETING' }),
    );
    const image = await fixture.image();
    await fixture.read(image);
    images.removeVersion('notebook', 2);
    await fixture.pass(2);
    assert.deepEqual(fixture.childrenChanges, [image]);
    assert.deepEqual(fixture.versionChanges, [{ imageName: 'notebook', number: 2 }]);
    assert.deepEqual(briefly(await fixture.read(image)), [1]);
    assert.equal(image.latest?.number, 1);

    images.removeImage('notebook');
    await fixture.pass(10);
    assert.deepEqual(fixture.childrenChanges, [image, undefined]);
    assert.deepEqual(await fixture.read(), []);
  });

  it('are looked at only while they are in sight', async () => {
    images.add(anImage(), aVersion({ status: 'CREATING' }));
    const image = await fixture.image();
    await fixture.read(image);
    assert.equal(fixture.clock.waiting, 1 + 1, 'and the image’s row is to be shown anew');
    await fixture.clock.advance(50);
    fixture.tree.onClosed(image);
    assert.equal(fixture.clock.waiting, 0);
    fixture.tree.onOpened(image);
    assert.equal(fixture.clock.waiting, 1);

    fixture.isVisible = false;
    fixture.tree.followChanging();
    assert.equal(fixture.clock.waiting, 0);
    fixture.isVisible = true;
    fixture.tree.followChanging();
    assert.equal(fixture.clock.waiting, 1);
  });
});
