import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What went wrong: a line for every failed test. */
  readonly failures: readonly string[];
}

export function addCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, counts) => ({
      passed: sum.passed + counts.passed,
      failed: sum.failed + counts.failed,
      skipped: sum.skipped + counts.skipped,
      failures: [...sum.failures, ...counts.failures],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  );
}

/** What a static check counts as: one test. */
export function countCheck(exitCode: number): Counts {
  const failed = exitCode === 0 ? 0 : 1;
  return { passed: 1 - failed, failed, skipped: 0, failures: [] };
}

/**
 * What a suite counts as: what its Mocha processes reported, and one failure more if it failed without a failed test, as
 * when the browser is missing. No test at all is a failure too: something must have kept them from being found.
 */
export function countSuite(exitCode: number, reported: readonly Counts[]): Counts {
  const counts = addCounts(reported);
  const ranNothing = counts.passed + counts.failed + counts.skipped === 0;
  return counts.failed === 0 && (exitCode !== 0 || ranNothing) ? { ...counts, failed: 1 } : counts;
}

/** `12 passed, 0 failed`, and the skipped ones if there are any. */
export function formatCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** `2 min 5 s` */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Reads what countingReporter.cjs left in a folder. */
export async function readCounts(folder: string): Promise<Counts[]> {
  const files = await readdir(folder);
  return Promise.all(
    files.map(async (file) => JSON.parse(await readFile(join(folder, file), 'utf8')) as Counts),
  );
}
