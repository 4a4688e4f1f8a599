import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { KnownNodes } from '../../../../src/core/explorer/knownNodes.ts';
import { RowDetails } from '../../../../src/core/explorer/rowDetails.ts';
import type { ImageVersion } from '../../../../src/core/model.ts';
import type { TreeNode } from '../../../../src/core/tree.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { settled } from '../../../support/clocks.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

const dropped = new AppError('network.dropped', { operation: 'DescribeImageVersion' });
const numbers = Array.from({ length: 40 }, (_, index) => 40 - index);

describe('the details of rows', () => {
  let images: InMemoryImageStore;
  let nodes: KnownNodes;
  let details: RowDetails;
  let rowChanges: TreeNode[];
  let otherStates: ImageVersion[];
  let failures: unknown[];
  const { signal } = new AbortController();
  const versions = numbers.map((number) => aVersion({ number }));
  beforeEach(() => {
    images = new InMemoryImageStore().add(anImage(), ...versions);
    nodes = new KnownNodes();
    [rowChanges, otherStates, failures] = [[], [], []];
    details = new RowDetails({
      nodes,
      store: () => Promise.resolve(images),
      onRowChange: (node) => rowChanges.push(node),
      onOtherState: (version) => otherStates.push(version),
      onFailure: (error) => failures.push(error),
    });
  });

  it('are fetched for the versions in view, and shown in their rows', async () => {
    const [row] = versions.map((version) => nodes.putVersion(version));
    details.fillInVersions(versions, signal);
    for (let round = 0; round < 10; round += 1) await settled();
    assert.equal(images.calls.to('describeVersion').length, 30);
    assert.equal(rowChanges.length, 30);
    assert.ok(row?.facts);
    assert.equal(details.knownFacts(row.version), row.facts);
  });

  it('are fetched for the images in view, and shown when they are others than before', async () => {
    const row = nodes.putImage(anImage());
    details.fillInImages([anImage()], signal);
    await settled();
    assert.equal(row.latest?.number, 40);
    assert.deepEqual(rowChanges, [row]);
    details.noteLatest('notebook', aVersion({ number: 40 }));
    assert.deepEqual(rowChanges, [row], 'it says the same');
    details.noteLatest('notebook', null);
    assert.deepEqual(rowChanges, [row, row]);
    assert.equal(details.knownLatest('notebook'), null);
  });

  it('do not show a row anew that is pointed at', async () => {
    const row = nodes.putVersion(aVersion({ number: 1 }));
    await details.pointAt(row, signal);
    assert.ok(row.facts);
    assert.deepEqual(rowChanges, []);
    details.expire(row.version);
    await details.facts(row.version, signal);
    assert.deepEqual(rowChanges, [row], 'it is pointed at no longer');
  });

  it('leave a row that is pointed at when they can not be fetched', async () => {
    const row = nodes.putImage(anImage());
    images.calls.fail('findLatestVersion', dropped);
    await details.pointAt(row, signal);
    assert.deepEqual(failures, [dropped]);
    await details.pointAt(row, AbortSignal.abort());
    assert.equal(failures.length, 1, 'an end is no failure');
  });

  it('are fetched for what is selected, but not for hundreds', async () => {
    const rows = versions.map((version) => nodes.putVersion(version));
    await details.select([nodes.putImage(anImage()), ...rows], signal);
    assert.equal(images.calls.to('describeVersion').length, 30);
    assert.deepEqual(images.calls.to('findLatestVersion'), []);
  });

  it('tell of a state that is not the listed one', async () => {
    const row = nodes.putVersion(aVersion({ number: 1, status: 'CREATING' }));
    await details.facts(row.version, signal);
    assert.deepEqual(
      otherStates.map(({ number, status }) => [number, status]),
      [[1, 'CREATED']],
    );
  });

  it('are fetched again where they were known', async () => {
    nodes.putImage(anImage());
    details.refreshLatest('notebook', signal);
    await settled();
    assert.deepEqual(images.calls.operations, [], 'nobody has asked for it yet');
    details.noteLatest('notebook', aVersion());
    details.refreshLatest('notebook', signal);
    await settled();
    assert.equal(details.knownLatest('notebook')?.number, 40);
    details.forgetLatest('notebook');
    assert.equal(details.knownLatest('notebook'), undefined);
  });
});
