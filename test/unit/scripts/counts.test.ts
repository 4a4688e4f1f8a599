import assert from 'node:assert/strict';

import { addCounts, countCheck, countSuite, formatCounts, formatDuration } from '../../../scripts/counts.ts';

const passing = { passed: 3, failed: 0, skipped: 1, failures: [] };
const failing = { passed: 1, failed: 2, skipped: 0, failures: ['one: broke', 'two: broke'] };

describe('Counting tests', () => {
  it('adds up the Mocha processes of a suite', () => {
    assert.deepEqual(countSuite(1, [passing, failing]), {
      passed: 4,
      failed: 2,
      skipped: 1,
      failures: ['one: broke', 'two: broke'],
    });
    assert.deepEqual(addCounts([]), { passed: 0, failed: 0, skipped: 0, failures: [] });
  });

  it('counts a static check as one test', () => {
    assert.deepEqual(countCheck(0), { passed: 1, failed: 0, skipped: 0, failures: [] });
    assert.deepEqual(countCheck(2), { passed: 0, failed: 1, skipped: 0, failures: [] });
  });

  it('never takes a suite for passed whose process failed, or that ran nothing', () => {
    assert.deepEqual(countSuite(1, [passing]), { passed: 3, failed: 1, skipped: 1, failures: [] });
    assert.deepEqual(countSuite(0, []), { passed: 0, failed: 1, skipped: 0, failures: [] });
  });

  it('mentions skipped tests only where there are some', () => {
    assert.equal(formatCounts(failing), '1 passed, 2 failed');
    assert.equal(formatCounts(passing), '3 passed, 0 failed, 1 skipped');
  });

  it('says how long a suite took', () => {
    assert.equal(formatDuration(59_400), '59 s');
    assert.equal(formatDuration(59_600), '1 min 0 s');
    assert.equal(formatDuration(125_000), '2 min 5 s');
  });
});
