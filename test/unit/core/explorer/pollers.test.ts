import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { Pollers, type Changing } from '../../../../src/core/explorer/pollers.ts';
import { ManualClock } from '../../../support/clocks.ts';

const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });
const dropped = new AppError('network.dropped', { operation: 'DescribeImageVersion' });

describe('pollers', () => {
  let clock: ManualClock;
  let looks: string[];
  let failures: unknown[];
  let pollers: Pollers;
  /** How often each is still changing when it is looked at. */
  let left: Map<string, number>;
  beforeEach(() => {
    clock = new ManualClock();
    looks = [];
    failures = [];
    left = new Map();
    pollers = new Pollers({ clock, onFailure: (error) => failures.push(error) });
  });

  const row = (id: string, look?: () => Promise<boolean>): Changing => ({
    id,
    look:
      look ??
      (async () => {
        looks.push(id);
        const times = (left.get(id) ?? Number.POSITIVE_INFINITY) - 1;
        left.set(id, times);
        return times > 0;
      }),
  });

  it('do nothing while nothing is changing', async () => {
    pollers.follow([]);
    assert.equal(clock.waiting, 0);
    await clock.advance(60_000);
    assert.deepEqual(looks, []);
  });

  it('look soon, then less and less often', async () => {
    pollers.follow([row('a')]);
    await clock.advance(1_000);
    assert.equal(looks.length, 1);
    await clock.advance(1_000);
    assert.equal(looks.length, 1);
    await clock.advance(500);
    assert.equal(looks.length, 2);
  });

  it('stop when it no longer changes', async () => {
    left.set('a', 2);
    pollers.follow([row('a')]);
    for (let second = 0; second < 60; second += 1) await clock.advance(1_000);
    assert.equal(looks.length, 2);
    assert.equal(clock.waiting, 0);
  });

  it('look at each row once, however often they are told to follow it', async () => {
    for (let time = 0; time < 5; time += 1) pollers.follow([row('a'), row('b')]);
    assert.equal(clock.waiting, 2);
    await clock.advance(1_000);
    assert.deepEqual(looks, ['a', 'b']);
  });

  it('stop looking at what is out of view', async () => {
    pollers.follow([row('a'), row('b')]);
    pollers.follow([row('b')]);
    await clock.advance(1_000);
    assert.deepEqual(looks, ['b']);
    pollers.stop();
    assert.equal(clock.waiting, 0);
  });

  it('look at so many and no more, and at the others when those are done', async () => {
    const all = Array.from({ length: 2_000 }, (_, index) => row(`row ${index}`));
    pollers.follow(all);
    assert.equal(clock.waiting, 20);
    pollers.follow(all.slice(15));
    assert.equal(clock.waiting, 20);
  });

  it('wait longer for a connection that breaks', async () => {
    let times = 0;
    pollers.follow([
      row('a', async () => {
        times += 1;
        if (times === 1) throw dropped;
        return false;
      }),
    ]);
    await clock.advance(1_000);
    await clock.advance(1_500);
    assert.equal(times, 2);
    assert.deepEqual(failures, []);
  });

  it('give up what may not be looked at, and do not begin again', async () => {
    const failing = row('a', () => Promise.reject(denied));
    pollers.follow([failing]);
    await clock.advance(1_000);
    assert.deepEqual(failures, [denied]);
    pollers.follow([failing]);
    assert.equal(clock.waiting, 0);
    pollers.stop();
    pollers.follow([failing]);
    assert.equal(clock.waiting, 1, 'once the sidebar was closed and opened');
  });
});
