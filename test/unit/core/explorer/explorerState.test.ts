import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { usualQuery, withFilter } from '../../../../src/core/explorer/explorerQuery.ts';
import { stateOf } from '../../../../src/core/explorer/explorerState.ts';
import { imageNode } from '../../../../src/core/tree.ts';
import { anImage } from '../../../support/builders.ts';

const nodes = [imageNode(anImage())];
const filtered = withFilter(usualQuery, 'note', []);

describe('the state of the sidebar', () => {
  it('is that of its images, or of what failed', () => {
    assert.equal(stateOf({ nodes }, usualQuery), 'images');
    const error = new AppError('network.dropped', { operation: 'ListImages' });
    const failed = { kind: 'error', id: '/error', error, parentId: undefined } as const;
    assert.equal(stateOf({ nodes: [failed], error }, filtered), 'images');
  });

  it('tells an account without images from a filter that none of them matches', () => {
    assert.equal(stateOf({ nodes: [] }, usualQuery), 'empty');
    assert.equal(stateOf({ nodes: [] }, filtered), 'noMatch');
  });

  it('is signed out, whatever was listed before', () => {
    const error = new AppError('auth.expired', { profile: 'default' });
    assert.equal(stateOf({ nodes, error }, usualQuery), 'signedOut');
    assert.equal(stateOf({ nodes: [], error }, filtered), 'signedOut');
  });
});
