import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { withFilter, usualQuery } from '../../../../src/core/explorer/explorerQuery.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { settled } from '../../../support/clocks.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';
import { briefly, TreeFixture } from './useTree.ts';

const dropped = new AppError('network.dropped', { operation: 'ListImages' });
const expired = new AppError('auth.expired', { profile: 'default' });

describe('reading rows', () => {
  let images: InMemoryImageStore;
  let fixture: TreeFixture;
  beforeEach(() => {
    images = new InMemoryImageStore()
      .add(anImage(), aVersion({ number: 1 }), aVersion({ number: 2 }))
      .add(anImage({ name: 'training', status: 'CREATE_FAILED' }));
    fixture = new TreeFixture(images);
  });

  it('gives what is below a row, and asks for nothing else', async () => {
    assert.deepEqual(briefly(await fixture.read()), ['notebook', 'training']);
    const image = await fixture.image();
    assert.deepEqual(briefly(await fixture.read(image)), [2, 1]);
    assert.deepEqual(images.calls.operations, ['listImages', 'listVersions']);
    const facts = await fixture.read(await fixture.version(2));
    assert.equal(briefly(facts)[0], 'status');
    assert.deepEqual(await fixture.tree.childrenOf(facts[0] ?? image), []);
    assert.deepEqual(images.calls.operations.slice(2), ['describeVersion', 'listAliases']);
  });

  it('gives the same objects again', async () => {
    const image = await fixture.image();
    const rows = await fixture.read(image);
    assert.equal(await fixture.image(), image);
    assert.deepEqual(await fixture.read(image), rows);
    assert.equal((await fixture.read(image))[0], rows[0]);
    assert.ok(rows.every((row) => fixture.tree.parentOf(row) === image));
  });

  it('has the request for images on the way before anybody waits', () => {
    fixture.tree.listImages(images);
    assert.deepEqual(images.calls.operations, ['listImages']);
  });

  it('gives the images that match the filter', async () => {
    const filtered = new TreeFixture(images, withFilter(usualQuery, 'n', ['CREATE_FAILED']));
    assert.deepEqual(briefly(await filtered.read()), ['training']);
  });

  it('tells when there are more images, and when there are more versions', async () => {
    images.pageSize = 1;
    const [image] = await fixture.read();
    await settled();
    assert.deepEqual(fixture.childrenChanges, [undefined]);
    assert.deepEqual(briefly(await fixture.read()), ['notebook', 'training']);
    await fixture.read(image);
    await settled();
    assert.deepEqual(fixture.childrenChanges, [undefined, image]);
    assert.deepEqual(briefly(await fixture.read(image)), [2, 1]);
  });

  it('says in an image’s row what its versions tell of it', async () => {
    for (let number = 3; number <= 150; number += 1) images.add(anImage(), aVersion({ number }));
    const image = await fixture.image();
    await fixture.read(image);
    assert.equal(image.latest?.number, 150);
    assert.equal(image.versionsShown, 100);
    await fixture.tree.loadMore('notebook');
    assert.ok(fixture.childrenChanges.length > 0);
    assert.ok(fixture.childrenChanges.every((parent) => parent === image));
    assert.equal((await fixture.read(image)).length, 150);
    assert.equal(image.versionsShown, undefined);
  });

  describe('that fails', () => {
    it('gives a row in place of the images, for all of which it is read again', async () => {
      images.calls.fail('listImages', dropped);
      const [failed, ...others] = await fixture.read();
      assert.ok(failed?.kind === 'error');
      assert.equal(failed.error, dropped);
      assert.deepEqual(others, []);
      assert.deepEqual(fixture.failures, [dropped]);
      assert.equal(fixture.tree.retry(failed), false);
      assert.deepEqual(briefly(fixture.tree.rowsOfFailure(dropped).nodes), ['error']);
    });

    it('gives a row below the images that came before', async () => {
      images.pageSize = 1;
      await fixture.read();
      images.calls.fail('listImages', dropped);
      await settled();
      assert.deepEqual(briefly(await fixture.read()), ['notebook', 'error']);
    });

    it('gives a row in place of the versions, and reads those again', async () => {
      images.calls.fail('listVersions', dropped);
      const image = await fixture.image();
      const [failed] = await fixture.read(image);
      assert.ok(failed?.kind === 'error');
      assert.equal(fixture.tree.parentOf(failed), image);
      assert.equal(fixture.tree.retry(failed), true);
      assert.deepEqual(fixture.childrenChanges, [image]);
      assert.deepEqual(briefly(await fixture.read(image)), [2, 1]);
    });

    it('gives a row in place of aliases, and reads those again', async () => {
      images.calls.fail('listAliases', dropped);
      const version = await fixture.version(2);
      const failed = (await fixture.read(version)).at(-1);
      assert.ok(failed?.kind === 'error');
      assert.equal(fixture.tree.retry(failed), true);
      assert.deepEqual(fixture.childrenChanges, [version]);
      assert.ok(!briefly(await fixture.read(version)).includes('error'));
    });

    it('gives a row in place of all facts', async () => {
      const version = await fixture.version(2);
      images.calls.fail('describeVersion', dropped);
      assert.deepEqual(briefly(await fixture.read(version)), ['error']);
    });

    it('remembers whether other credentials may cure it', async () => {
      images.calls.fail('listVersions', dropped, expired);
      const image = await fixture.image();
      const [failed] = await fixture.read(image);
      assert.equal(fixture.tree.lacksCredentials, false);
      fixture.tree.retry(failed ?? image);
      await fixture.read(image);
      assert.equal(fixture.tree.lacksCredentials, true);
    });
  });
});
