import assert from 'node:assert/strict';
import { KnownNodes, unique } from '../../../../src/core/explorer/knownNodes.ts';
import { factNodes, imageId, imageNode, versionId, type ErrorNode } from '../../../../src/core/tree.ts';
import { anImage, aVersion } from '../../../support/builders.ts';

describe('known nodes', () => {
  let nodes: KnownNodes;
  beforeEach(() => {
    nodes = new KnownNodes();
  });

  it('stay the same objects while what is known of them changes', () => {
    const image = nodes.putImage(anImage({ status: 'UPDATING' }));
    const version = nodes.putVersion(aVersion({ status: 'CREATING' }));
    image.latest = aVersion();
    assert.equal(nodes.putImage(anImage()), image);
    assert.equal(image.image.status, 'CREATED');
    assert.ok(image.latest, 'what else was known stays');
    assert.equal(nodes.putVersion(aVersion()), version);
    assert.equal(version.version.status, 'CREATED');
  });

  it('are found by what they stand for', () => {
    const image = nodes.putImage(anImage());
    const version = nodes.putVersion(aVersion({ number: 2 }));
    assert.equal(nodes.image('notebook'), image);
    assert.equal(nodes.version({ imageName: 'notebook', number: 2 }), version);
    assert.equal(nodes.image('other'), undefined);
    assert.equal(nodes.version({ imageName: 'notebook', number: 1 }), undefined);
  });

  it('know what they stand below', () => {
    const image = nodes.putImage(anImage());
    const version = nodes.putVersion(aVersion());
    const facts = factNodes(aVersion(), []);
    const error = new Error('no');
    const failed: ErrorNode = { kind: 'error', id: 'e', error, parentId: imageId('notebook') };
    nodes.add([...facts, failed]);
    assert.ok(facts.every((fact) => nodes.parentOf(fact) === version));
    assert.equal(nodes.parentOf(version), image);
    assert.equal(nodes.parentOf(failed), image);
    assert.equal(nodes.parentOf({ ...failed, parentId: undefined }), undefined);
    assert.equal(nodes.parentOf(image), undefined);
  });

  it('are forgotten with what stands below them, and with nothing else', () => {
    const facts = factNodes(aVersion({ number: 1 }), []);
    nodes.putImage(anImage());
    nodes.putVersion(aVersion({ number: 1 }));
    nodes.add(facts);
    const eleventh = nodes.putVersion(aVersion({ number: 11 }));
    const other = nodes.putImage(anImage({ name: 'notebook-2' }));

    nodes.delete(versionId({ imageName: 'notebook', number: 1 }));
    assert.equal(nodes.version({ imageName: 'notebook', number: 1 }), undefined);
    assert.ok(facts.every(({ id }) => nodes.get(id) === undefined));
    assert.equal(nodes.version({ imageName: 'notebook', number: 11 }), eleventh);

    nodes.delete(imageId('notebook'));
    assert.equal(nodes.version({ imageName: 'notebook', number: 11 }), undefined);
    assert.equal(nodes.image('notebook-2'), other);
  });

  it('are shown once, though a listing names them twice', () => {
    const twice = [imageNode(anImage()), imageNode(anImage({ name: 'other' })), imageNode(anImage())];
    assert.deepEqual(
      unique(twice).map(({ image }) => image.name),
      ['notebook', 'other'],
    );
  });
});
