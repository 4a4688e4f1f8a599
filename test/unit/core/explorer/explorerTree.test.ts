import assert from 'node:assert/strict';
import { anImage, aVersion } from '../../../support/builders.ts';
import { settled } from '../../../support/clocks.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';
import { TreeFixture } from './useTree.ts';

const versions = Array.from({ length: 100 }, (_, index) => aVersion({ number: index + 1 }));

describe('the explorer’s tree', () => {
  let images: InMemoryImageStore;
  let fixture: TreeFixture;
  beforeEach(() => {
    images = new InMemoryImageStore().add(anImage(), ...versions);
    fixture = new TreeFixture(images);
  });

  it('asks for the details of rows after the rows, and of an image that is open alone', async () => {
    const image = await fixture.image();
    await settled();
    assert.deepEqual(images.calls.operations, ['listImages']);
    fixture.tree.fillIn();
    await settled();
    assert.deepEqual(images.calls.operations, ['listImages', 'findLatestVersion']);

    await fixture.read(image);
    fixture.tree.onClosed(image);
    fixture.tree.fillIn(image);
    await settled();
    assert.deepEqual(images.calls.to('describeVersion'), []);
    fixture.tree.onOpened(image);
    await settled();
    assert.ok(images.calls.to('describeVersion').length > 0);
  });

  it('ends what is fetched for an image’s rows when it is closed', async () => {
    const image = await fixture.image();
    await fixture.read(image);
    fixture.tree.fillIn(image);
    fixture.tree.onClosed(image);
    for (let round = 0; round < 10; round += 1) await settled();
    assert.ok(images.calls.to('describeVersion').length <= 5);
  });

  it('fetches what is pointed at, and what is selected', async () => {
    const version = await fixture.version(1);
    await fixture.tree.onPointedAt(version);
    assert.ok(version.facts);
    const other = await fixture.version(2);
    fixture.tree.onSelected([other]);
    await settled();
    assert.ok(other.facts);
  });

  describe('that has ended', () => {
    it('gives no rows that come late', async () => {
      const image = await fixture.image();
      const late = fixture.read(image);
      fixture.tree.end();
      assert.deepEqual(await late, []);
      assert.deepEqual(await fixture.read(), []);
      assert.ok(fixture.tree.isEnded);
      assert.deepEqual(fixture.failures, [], 'an end is no failure');
    });

    it('tells of nothing that comes late', async () => {
      images.pageSize = 1;
      images.add(anImage({ name: 'other' }));
      const image = await fixture.image();
      await fixture.read(image);
      fixture.tree.fillIn();
      fixture.tree.fillIn(image);
      fixture.tree.reloadVersions('notebook');
      const told = fixture.childrenChanges.length;
      fixture.tree.end();
      for (let round = 0; round < 10; round += 1) await settled();
      await fixture.pass(1);
      assert.equal(fixture.childrenChanges.length, told);
      assert.deepEqual(fixture.rowChanges, []);
      assert.deepEqual(fixture.failures, []);
    });

    it('looks at nothing any more', async () => {
      images.add(anImage({ status: 'UPDATING' }));
      await fixture.image();
      assert.equal(fixture.clock.waiting, 1);
      fixture.tree.end();
      fixture.tree.followChanging();
      assert.equal(fixture.clock.waiting, 0);
    });
  });
});
