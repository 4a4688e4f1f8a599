import assert from 'node:assert/strict';
import { VersionListings } from '../../../../src/core/explorer/versionListings.ts';
import type { Listing } from '../../../../src/core/listing.ts';
import type { ImageVersion } from '../../../../src/core/model.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

const imageName = 'notebook';

describe('the listings of versions', () => {
  let images: InMemoryImageStore;
  let listings: VersionListings;
  const { signal } = new AbortController();
  beforeEach(() => {
    images = new InMemoryImageStore().add(anImage());
    for (let number = 1; number <= 350; number += 1) images.add(anImage(), aVersion({ number }));
    listings = new VersionListings();
  });

  async function list(): Promise<Listing<ImageVersion>> {
    const listing = listings.list(
      imageName,
      () => images.listVersions(imageName, signal),
      () => undefined,
    );
    await listing.ready;
    return listing;
  }
  const numbers = (): readonly number[] => listings.itemsOf(imageName).map(({ number }) => number);

  it('have one page at first, and one more each time', async () => {
    await list();
    assert.equal(numbers().length, 100);
    await listings.readMore(imageName);
    assert.equal(numbers().length, 200);
    assert.equal(images.calls.operations.length, 2);
  });

  it('are begun once', async () => {
    assert.equal(await list(), await list());
    assert.deepEqual(listings.itemsOf('other'), []);
  });

  it('are read as far as it takes to come to a version', async () => {
    await list();
    await listings.readUntil({ imageName, number: 120 });
    assert.equal(numbers().at(-1), 51);
    await listings.readUntil({ imageName, number: 300 });
    assert.equal(numbers().length, 300, 'which is there already');
    await listings.readUntil({ imageName, number: 0 });
    assert.equal(numbers().length, 350, 'and which there is not');
  });

  it('are read as far as they were when they are listed again', async () => {
    await list();
    await listings.readMore(imageName);
    listings.forget(imageName);
    assert.deepEqual(numbers(), []);
    await (
      await list()
    ).reached;
    assert.equal(numbers().length, 200);
    assert.equal(images.calls.operations.length, 4);
  });

  it('are read on when they are listed again and a version is further down than they were', async () => {
    await list();
    await listings.readMore(imageName);
    listings.forget(imageName);
    await list();
    await listings.readUntil({ imageName, number: 120 });
    assert.equal(numbers().length, 300);
  });

  it('take newer states over, and leave out what is gone', async () => {
    await list();
    assert.ok(listings.replace(aVersion({ number: 350, status: 'DELETING' })));
    assert.equal(listings.itemsOf(imageName)[0]?.status, 'DELETING');
    assert.ok(!listings.replace(aVersion({ number: 351 })), 'nobody has listed it');
    assert.ok(!listings.replace(aVersion({ imageName: 'other' })));
    listings.remove({ imageName, number: 350 });
    assert.equal(numbers()[0], 349);
    listings.delete(imageName);
    assert.deepEqual(numbers(), []);
  });
});
