import assert from 'node:assert/strict';
import { usualQuery, withFilter } from '../../../../src/core/explorer/explorerQuery.ts';
import { ImageListing } from '../../../../src/core/explorer/imageListing.ts';
import type { Image } from '../../../../src/core/model.ts';
import { anImage } from '../../../support/builders.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

describe('the listing of images', () => {
  let images: InMemoryImageStore;
  let listing: ImageListing;
  const { signal } = new AbortController();
  beforeEach(() => {
    images = new InMemoryImageStore();
    for (const name of ['a', 'b', 'c'])
      images.add(anImage({ name, status: name === 'b' ? 'UPDATING' : 'CREATED' }));
    images.pageSize = 1;
    listing = new ImageListing();
  });

  const list = (query = usualQuery): { readonly items: readonly Image[] } =>
    listing.list(images, query, signal, () => undefined);
  const names = (): readonly string[] => listing.items.map(({ name }) => name);

  it('has its request on the way before anybody waits', () => {
    list();
    assert.deepEqual(images.calls.operations, ['listImages']);
  });

  it('is begun once, until it is forgotten', async () => {
    const first = list();
    assert.equal(list(), first);
    await listing.complete();
    assert.deepEqual(names(), ['a', 'b', 'c']);
    listing.forget();
    assert.deepEqual(names(), []);
    assert.notEqual(list(), first);
  });

  it('has those alone whose status is wanted', async () => {
    list(withFilter(usualQuery, '', ['UPDATING']));
    await listing.complete();
    assert.deepEqual(names(), ['b']);
  });

  it('takes newer states over, and leaves out what is gone', async () => {
    list();
    await listing.complete();
    listing.replace(anImage({ name: 'a', status: 'DELETING' }));
    listing.remove('b');
    listing.replace(anImage({ name: 'new' }));
    assert.deepEqual(names(), ['a', 'c']);
    assert.equal(listing.items[0]?.status, 'DELETING');
  });
});
