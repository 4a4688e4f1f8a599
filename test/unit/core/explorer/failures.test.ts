import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { goneAs, isCuredElsewhere, isSignedOut } from '../../../../src/core/explorer/failures.ts';

const expired = new AppError('auth.expired', { profile: 'default' });
const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });
const noRegion = new AppError('region.missing', { profile: 'default' });
const dropped = new AppError('network.dropped', { operation: 'ListImages' });
const gone = new AppError('version.notFound', { name: 'notebook', number: 1 });

describe('a failure in the sidebar', () => {
  it('may be cured by other credentials or another configuration', () => {
    for (const error of [expired, denied, noRegion]) assert.ok(isCuredElsewhere(error), error.code);
    for (const error of [dropped, gone, new Error('auth.expired')]) assert.ok(!isCuredElsewhere(error));
  });

  it('may say that nobody is signed in, which a refusal of one call does not', () => {
    for (const error of [expired, noRegion]) assert.ok(isSignedOut(error), error.code);
    for (const error of [denied, dropped, undefined]) assert.ok(!isSignedOut(error));
  });

  it('may say that something is gone, which is no failure then', () => {
    assert.equal(goneAs('version.notFound')(gone), undefined);
    assert.throws(() => goneAs('image.notFound')(gone), gone);
    assert.throws(() => goneAs('version.notFound')(dropped), dropped);
  });
});
