import assert from 'node:assert/strict';
import { retryInUse } from '../../../../src/core/images/retryInUse.ts';
import { InstantClock, ManualClock, settled } from '../../../support/clocks.ts';
import { expired, inUse } from './useWrites.ts';

const { signal } = new AbortController();

describe('retry while in use', () => {
  let clock: InstantClock;
  let tries: number;

  beforeEach(() => {
    clock = new InstantClock();
    tries = 0;
  });

  const failing =
    (times: number, error: Error): (() => Promise<string>) =>
    () => {
      tries += 1;
      return tries > times ? Promise.resolve('made') : Promise.reject(error);
    };

  it('waits longer from try to try', async () => {
    assert.equal(await retryInUse(failing(3, inUse), clock, signal), 'made');
    assert.deepEqual(clock.delays, [1_000, 2_000, 4_000]);
  });

  it('gives up after fifteen seconds', async () => {
    await assert.rejects(retryInUse(failing(9, inUse), clock, signal), inUse);
    assert.deepEqual(clock.delays, [1_000, 2_000, 4_000, 8_000]);
    assert.equal(tries, 5);
  });

  it('does not try again after any other error', async () => {
    await assert.rejects(retryInUse(failing(1, expired), clock, signal), expired);
    assert.equal(tries, 1);
  });

  it('can be cancelled while it waits', async () => {
    const abort = new AbortController();
    const result = retryInUse(failing(1, inUse), new ManualClock(), abort.signal);
    await settled();
    abort.abort();
    await assert.rejects(result, { name: 'AbortError' });
    assert.equal(tries, 1);
  });
});
