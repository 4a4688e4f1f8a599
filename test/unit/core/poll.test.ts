import assert from 'node:assert/strict';
import { AppError } from '../../../src/core/errors.ts';
import { pollUntil, usualTiming, type PollTiming } from '../../../src/core/poll.ts';
import { InstantClock, ManualClock, settled } from '../../support/clocks.ts';

const { signal } = new AbortController();
const timing: PollTiming = { firstDelayMs: 100, longestDelayMs: 300, growth: 2, limitMs: 10_000 };
const pending = (): Promise<string> => Promise.resolve('pending');
const zero = (): Promise<number> => Promise.resolve(0);
const isDone = (seen: string): boolean => seen === 'done';

/** Gives one of these after the other; an error is thrown. */
function looks(...results: readonly (string | Error)[]): () => Promise<string> {
  const queue = [...results];
  return () => {
    const next = queue.shift() ?? assert.fail('looked too often');
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
}

describe('poll', () => {
  let clock: InstantClock;
  beforeEach(() => {
    clock = new InstantClock();
  });

  it('waits longer each time, up to the longest delay, and gives what it saw last', async () => {
    const seen = await pollUntil(looks('1', '2', '3', '4', 'done'), isDone, clock, timing, signal);
    assert.equal(seen, 'done');
    assert.deepEqual(clock.delays, [100, 200, 300, 300, 300]);
  });

  it('usually asks after a second and then no more than every ten', async () => {
    const looksBefore = Array.from({ length: 9 }, () => 'pending');
    await pollUntil(looks(...looksBefore, 'done'), isDone, clock, usualTiming, signal);
    assert.equal(clock.delays[0], 1_000);
    assert.equal(clock.delays[1], 1_500);
    assert.equal(clock.delays.at(-1), 10_000);
    assert.equal(Math.max(...clock.delays), 10_000);
  });

  it('does not look before the first delay is over', async () => {
    const manual = new ManualClock();
    let looked = 0;
    const result = pollUntil(
      () => {
        looked += 1;
        return Promise.resolve('done');
      },
      isDone,
      manual,
      timing,
      signal,
    );
    await manual.advance(99);
    assert.equal(looked, 0);
    await manual.advance(1);
    assert.equal(looked, 1);
    assert.equal(await result, 'done');
  });

  it('gives undefined when the time limit passes first', async () => {
    assert.equal(await pollUntil(pending, isDone, clock, { ...timing, limitMs: 1_000 }, signal), undefined);
    assert.deepEqual(clock.delays, [100, 200, 300, 300, 300]);
  });

  it('takes a falsy look for what it is', async () => {
    assert.equal(await pollUntil(zero, (seen) => seen === 0, clock, timing, signal), 0);
    assert.equal(clock.delays.length, 1);
  });

  it('goes on after errors that waiting may cure', async () => {
    const throttled = new AppError('request.throttled', { operation: 'Describe' });
    const unreachable = new AppError('network.unreachable', { host: undefined });
    const look = looks(throttled, unreachable, 'done');
    assert.equal(await pollUntil(look, isDone, clock, timing, signal), 'done');
    assert.deepEqual(clock.delays, [100, 200, 300]);
  });

  for (const error of [new AppError('auth.expired', { profile: 'default' }), new Error('unforeseen')]) {
    it(`stops at an error that waiting does not cure: ${error.message}`, async () => {
      await assert.rejects(pollUntil(looks('1', error), isDone, clock, timing, signal), error);
      assert.deepEqual(clock.delays, [100, 200]);
    });
  }

  it('ends at once with the reason when it is aborted while it waits', async () => {
    const manual = new ManualClock();
    const abort = new AbortController();
    const result = pollUntil(looks('1'), isDone, manual, timing, abort.signal);
    await settled();
    const reason = new Error('window closed');
    abort.abort(reason);
    await assert.rejects(result, reason);
    assert.equal(manual.waiting, 0);
  });

  it('ends when it is aborted while it looks', async () => {
    const abort = new AbortController();
    const look = (stop: AbortSignal): Promise<string> => {
      abort.abort();
      return Promise.reject(stop.reason as Error);
    };
    await assert.rejects(pollUntil(look, isDone, clock, timing, abort.signal), { name: 'AbortError' });
  });
});
