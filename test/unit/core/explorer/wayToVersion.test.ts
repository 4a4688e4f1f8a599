import assert from 'node:assert/strict';
import { anImage, aVersion } from '../../../support/builders.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';
import { TreeFixture } from './useTree.ts';

const ref = { imageName: 'image-8', number: 2, arn: '' };

describe('the way to a version', () => {
  let images: InMemoryImageStore;
  let fixture: TreeFixture;
  beforeEach(() => {
    images = new InMemoryImageStore();
    for (let index = 0; index < 9; index += 1) images.add(anImage({ name: `image-${index}` }));
    for (const number of [1, 2])
      images.add(anImage({ name: 'image-8' }), aVersion({ imageName: 'image-8', number }));
    fixture = new TreeFixture(images);
  });

  const found = async (): Promise<string | undefined> => {
    await fixture.tree.loadWayTo(ref, fixture.read);
    return fixture.tree.find(ref)?.id;
  };

  it('leads through the pages of images', async () => {
    images.pageSize = 2;
    assert.equal(await found(), 'image/image-8/2');
  });

  it('leads to a page of versions far down', async () => {
    for (let number = 3; number <= 250; number += 1) {
      images.add(anImage({ name: 'image-8' }), aVersion({ imageName: 'image-8', number }));
    }
    assert.equal(await found(), 'image/image-8/2');
    assert.equal(images.calls.to('listVersions').length, 3);
  });

  it('is not gone once more when it is known', async () => {
    await found();
    const calls = images.calls.operations.length;
    assert.equal(await found(), 'image/image-8/2');
    assert.equal(images.calls.operations.length, calls);
  });

  it('leads to a version that is newer than what was listed', async () => {
    await fixture.read(await fixture.image('image-8'));
    images.add(anImage({ name: 'image-8' }), aVersion({ imageName: 'image-8', number: 3 }));
    await fixture.tree.loadWayTo({ ...ref, number: 3 }, fixture.read);
    assert.equal(fixture.tree.find({ ...ref, number: 3 })?.id, 'image/image-8/3');
    assert.equal(images.calls.to('listImages').length, 1);
  });

  it('ends at the image when the version is gone, and nowhere when the image is', async () => {
    images.removeVersion('image-8', 2);
    assert.equal(await found(), 'image/image-8');
    await fixture.tree.loadWayTo({ ...ref, imageName: 'gone' }, fixture.read);
    assert.equal(fixture.tree.find({ ...ref, imageName: 'gone' }), undefined);
  });
});
