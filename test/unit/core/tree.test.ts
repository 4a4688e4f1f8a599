import assert from 'node:assert/strict';
import {
  factNodes,
  imageActions,
  imageNode,
  isChanging,
  versionActions,
  versionNode,
  type Fact,
  type FactNode,
} from '../../../src/core/tree.ts';
import { anImage, aVersion, digestOf, host } from '../../support/builders.ts';

function valueOf(nodes: readonly FactNode[], fact: Fact): FactNode['value'] | undefined {
  return nodes.find((node) => node.fact === fact)?.value;
}

describe('tree', () => {
  it('gives every row an id of its own, which says where it is', () => {
    const version = aVersion({ number: 3 });
    assert.equal(imageNode(anImage()).id, 'image/notebook');
    assert.equal(versionNode(version).id, 'image/notebook/3');
    const ids = factNodes(version, []).map(({ id }) => id);
    assert.equal(ids[0], 'image/notebook/3/status');
    assert.equal(new Set(ids).size, ids.length);
  });

  it('shows the facts of a version in their order', () => {
    const nodes = factNodes(
      aVersion({
        baseImage: `${host}/notebook:1.0`,
        containerImage: `${host}/notebook@${digestOf('a')}`,
        jobType: 'TRAINING',
        processor: 'GPU',
      }),
      ['latest', '1.0'],
    );
    assert.deepEqual(
      nodes.map(({ fact, value }) => [fact, value]),
      [
        ['status', 'CREATED'],
        ['baseImage', `${host}/notebook:1.0`],
        ['containerImage', digestOf('a')],
        ['aliases', 'latest, 1.0'],
        ['jobType', 'TRAINING'],
        ['processor', 'GPU'],
        ['created', aVersion().createdAt],
      ],
    );
  });

  it('shows what a version does not have as none', () => {
    const nodes = factNodes(aVersion(), []);
    for (const fact of ['baseImage', 'containerImage', 'aliases', 'jobType', 'processor'] as const) {
      assert.equal(valueOf(nodes, fact), null, fact);
    }
  });

  it('shows why a version failed, below its status', () => {
    const nodes = factNodes(aVersion({ status: 'CREATE_FAILED', failureReason: 'No such image.' }), []);
    assert.deepEqual(
      nodes.slice(0, 2).map(({ fact, value }) => [fact, value]),
      [
        ['status', 'CREATE_FAILED'],
        ['failureReason', 'No such image.'],
      ],
    );
  });

  it('shows a status, job type and processor that did not exist when it was written', () => {
    const nodes = factNodes(aVersion({ status: 'QUEUED', jobType: 'EVALUATION', processor: 'NEURON' }), []);
    assert.equal(valueOf(nodes, 'status'), 'QUEUED');
    assert.equal(valueOf(nodes, 'jobType'), 'EVALUATION');
    assert.equal(valueOf(nodes, 'processor'), 'NEURON');
  });

  it('shows a container image without a digest as it is', () => {
    const nodes = factNodes(aVersion({ containerImage: `${host}/notebook:1.0` }), []);
    assert.equal(valueOf(nodes, 'containerImage'), `${host}/notebook:1.0`);
  });

  it('shows no aliases where they could not be listed', () => {
    assert.equal(valueOf(factNodes(aVersion(), undefined), 'aliases'), undefined);
  });

  describe('says what may be done', () => {
    const images = {
      CREATED: ['canCreateVersion', 'canUpdate', 'canDelete'],
      CREATING: [],
      CREATE_FAILED: ['canDelete'],
      UPDATING: [],
      UPDATE_FAILED: ['canUpdate', 'canDelete'],
      DELETING: [],
      DELETE_FAILED: ['canDelete'],
      HIBERNATING: ['canDelete'],
    };
    for (const [status, actions] of Object.entries(images)) {
      it(`with an image that is ${status}`, () => {
        const node = imageNode(anImage({ status }));
        assert.deepEqual(imageActions(node), actions);
        assert.deepEqual(imageActions({ ...node, versionsShown: 100 }), [...actions, 'canLoadMore']);
      });
    }

    const versions = {
      CREATED: ['canUpdate', 'canDelete'],
      CREATING: [],
      CREATE_FAILED: ['canDelete', 'canExplain'],
      DELETING: [],
      DELETE_FAILED: ['canDelete'],
    };
    for (const [status, actions] of Object.entries(versions)) {
      it(`with a version that is ${status}`, () => {
        assert.deepEqual(versionActions(versionNode(aVersion({ status }))), actions);
      });
    }
  });

  it('knows what changes by itself', () => {
    const changing = ['CREATED', 'CREATING', 'CREATE_FAILED', 'UPDATING', 'DELETING', 'HIBERNATING'].filter(
      (status) => isChanging({ status }),
    );
    assert.deepEqual(changing, ['CREATING', 'UPDATING', 'DELETING']);
  });
});
