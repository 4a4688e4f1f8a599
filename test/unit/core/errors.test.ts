import assert from 'node:assert/strict';
import { AppError, hasCode, isCancellation, isKnownError, isPassing } from '../../../src/core/errors.ts';

const throttled = new AppError('request.throttled', { operation: 'X' });
const dropped = new AppError('network.dropped', { operation: 'X' });
const expired = new AppError('auth.expired', { profile: 'default' });
const unreachable = new AppError('network.unreachable', { host: undefined });
const failed = new AppError('service.failed', { operation: 'X', status: 500 });
const silent = new AppError('network.silent', { operation: 'X', seconds: 30 });
const notAws = new AppError('network.notAws', { status: 503 });

describe('errors', () => {
  it('are known by name, since another bundle has its own copy of the class', () => {
    class AppErrorOfAnotherBundle extends Error {
      override readonly name = 'AppError';
      readonly code = 'auth.expired';
    }
    const error = new AppErrorOfAnotherBundle();
    assert.ok(isKnownError(error));
    assert.ok(hasCode(error, 'auth.missing', 'auth.expired'));
    assert.ok(!hasCode(error, 'auth.missing'));
    assert.ok(!isKnownError(new Error('AppError')));
    assert.ok(!isKnownError({ name: 'AppError', code: 'auth.expired' }));
  });

  for (const [error, passes] of [
    [throttled, true],
    [unreachable, true],
    [dropped, true],
    [silent, true],
    [notAws, true],
    [failed, true],
    [expired, false],
    [new Error('unforeseen'), false],
  ] as const) {
    it(`${passes ? 'may' : 'do not'} pass: ${error.message}`, () => {
      assert.equal(isPassing(error), passes);
    });
  }

  it('tell a cancellation from a failure', () => {
    assert.ok(isCancellation(AbortSignal.abort().reason));
    assert.ok(!isCancellation(expired));
  });
});
