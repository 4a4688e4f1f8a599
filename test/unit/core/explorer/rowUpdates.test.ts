import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import type { ImageNode } from '../../../../src/core/tree.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { settled } from '../../../support/clocks.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';
import { briefly, TreeFixture } from './useTree.ts';

describe('updating rows', () => {
  let images: InMemoryImageStore;
  let fixture: TreeFixture;
  let image: ImageNode;
  beforeEach(async () => {
    images = new InMemoryImageStore().add(
      anImage(),
      aVersion({ number: 1 }),
      aVersion({ number: 2, status: 'CREATING' }),
    );
    fixture = new TreeFixture(images);
    image = await fixture.image();
  });

  describe('with a version’s new state', () => {
    const created = aVersion({ number: 2 });

    it('puts it into its row and its image’s, without a call', async () => {
      const version = await fixture.version(2);
      const calls = images.calls.operations.length;
      fixture.tree.update(created);
      assert.equal(version.version, created);
      assert.equal(image.latest, created);
      assert.deepEqual(fixture.versionChanges, [{ imageName: 'notebook', number: 2 }]);
      await fixture.clock.advance(50);
      assert.ok(fixture.rowChanges.includes(version));
      assert.ok(fixture.rowChanges.includes(image));
      assert.equal(images.calls.operations.length, calls);
      assert.deepEqual(fixture.childrenChanges, []);
    });

    it('fetches its facts again where they were known', async () => {
      const version = await fixture.version(2);
      await fixture.read(version);
      assert.equal(version.facts?.details.jobType, undefined);
      images.settleVersion('notebook', 2, { status: 'CREATED', jobType: 'TRAINING' });
      fixture.tree.update(created);
      await settled();
      assert.equal(version.facts?.details.jobType, 'TRAINING');
    });

    it('lists the versions again when it is new here', async () => {
      await fixture.read(image);
      const third = aVersion({ number: 3 });
      images.add(anImage(), third);
      fixture.tree.update(third);
      assert.deepEqual(fixture.childrenChanges, [image]);
      assert.deepEqual(briefly(await fixture.read(image)), [3, 2, 1]);
    });

    it('is what a row’s facts say when those are newer', async () => {
      const version = await fixture.version(2);
      images.settleVersion('notebook', 2);
      await fixture.read(version);
      assert.equal(version.version.status, 'CREATED');
      assert.deepEqual(fixture.versionChanges, [{ imageName: 'notebook', number: 2 }]);
    });
  });

  describe('by reading an image again', () => {
    it('shows its new state and its versions', async () => {
      await fixture.read(image);
      images.add(anImage({ displayName: 'New' }), aVersion({ number: 3 }));
      fixture.tree.reloadVersions('notebook');
      assert.deepEqual(fixture.childrenChanges, [image]);
      assert.deepEqual(fixture.versionChanges, [{ imageName: 'notebook' }]);
      assert.deepEqual(briefly(await fixture.read(image)), [3, 2, 1]);
      await settled();
      assert.equal(image.image.displayName, 'New');
      assert.equal(image.latest?.number, 3);
    });

    it('fetches its latest version again, though it was never opened', async () => {
      fixture.tree.fillIn();
      await settled();
      assert.equal(image.latest?.number, 2);
      images.add(anImage(), aVersion({ number: 3 }));
      fixture.tree.reloadVersions('notebook');
      await settled();
      assert.equal(image.latest.number, 3);
      assert.deepEqual(images.calls.to('listVersions'), []);
    });

    it('takes its row away when it is gone', async () => {
      await fixture.read(image);
      images.removeImage('notebook');
      fixture.tree.reloadVersions('notebook');
      await settled();
      assert.deepEqual(fixture.childrenChanges, [image, undefined]);
      assert.deepEqual(await fixture.read(), []);
      assert.equal(fixture.tree.find({ imageName: 'notebook', number: 2, arn: '' }), undefined);
    });

    it('lists the images again when it is new here', async () => {
      images.add(anImage({ name: 'new' }));
      fixture.tree.reloadVersions('new');
      assert.deepEqual(fixture.childrenChanges, [undefined]);
      assert.deepEqual(briefly(await fixture.read()), ['new', 'notebook']);
      assert.deepEqual(images.calls.to('describeImage'), []);
    });

    it('tells of a failure, and leaves the row as it is', async () => {
      const dropped = new AppError('network.dropped', { operation: 'DescribeImage' });
      images.calls.fail('describeImage', dropped);
      fixture.tree.reloadVersions('notebook');
      await settled();
      assert.deepEqual(fixture.failures, [dropped]);
      assert.deepEqual(briefly(await fixture.read()), ['notebook']);
    });
  });
});
