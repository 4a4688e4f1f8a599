/**
 * Mocha's usual output, and how many tests passed, failed and were skipped, with what went wrong in the failed ones, as a
 * file in $TEST_COUNTS for test.ts to add up. CommonJS because it must load in VS Code's extension host too.
 */
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      const failures = this.failures.map((test) => `${test.fullTitle()}: ${firstLine(test.err?.message)}`);
      const file = join(process.env.TEST_COUNTS, `${process.pid}-${Date.now()}.json`);
      writeFileSync(file, JSON.stringify({ passed, failed, skipped, failures }));
    });
  }
};

function firstLine(text = '') {
  return text.trim().split('\n', 1)[0];
}
