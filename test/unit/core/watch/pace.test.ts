import assert from 'node:assert/strict';
import { delayBeforeLook, isHopeless, isLate, isOutdated } from '../../../../src/core/watch/pace.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const tell = (ageMs: number): readonly boolean[] => [isLate(ageMs), isHopeless(ageMs), isOutdated(ageMs)];

describe('The pace of looking', () => {
  it('is quick at first, and slows down to ten seconds', () => {
    const delays = Array.from({ length: 9 }, (_, looks) => Math.round(delayBeforeLook(looks, 0)));
    assert.deepEqual(delays, [1_000, 1_500, 2_250, 3_375, 5_063, 7_594, 10_000, 10_000, 10_000]);
  });

  it('is one look in five minutes after the usual time limit, however few looks there were', () => {
    assert.equal(delayBeforeLook(100, 20 * minute - 1), 10_000);
    assert.equal(delayBeforeLook(100, 20 * minute), 5 * minute);
    assert.equal(delayBeforeLook(0, day), 5 * minute);
  });

  it('has no number of looks or clock put back that it cannot deal with', () => {
    assert.equal(delayBeforeLook(1_000_000, 0), 10_000);
    assert.equal(delayBeforeLook(0, -day), 1_000);
  });

  it('tells what is late, hopeless and outdated', () => {
    assert.deepEqual(tell(20 * minute - 1), [false, false, false]);
    assert.deepEqual(tell(20 * minute), [true, false, false]);
    assert.deepEqual(tell(7 * day), [true, true, false]);
    assert.deepEqual(tell(90 * day), [true, true, true]);
  });
});
