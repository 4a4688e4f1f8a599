/** What a benchmark reports, and how a figure is made of what was measured. */

/** The middle one of several measured values, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One line of the table: what was measured, as a ratio to what it is measured against. */
export interface Measurement {
  readonly what: string;
  /** What stands below the line of the ratio: a program that did the same in the same run, or a fixed limit. */
  readonly against: string;
  readonly ratio: Spread;
  /** The ratio that is aimed at, or less. */
  readonly goal: number;
  /** The figures that the ratio is made of, and where the time went. */
  readonly note: string;
}

export type Benchmark = (workshop: Workshop) => Promise<readonly Measurement[]>;

/** What all benchmarks share: the production build, and a folder that is gone after the run. */
export interface Workshop {
  /** An extension folder as it is shipped, its bundles in `dist`, the benchmarks' own programs beside them. */
  readonly extension: string;
  readonly scratch: string;
}

/** A benchmark can't be made here for want of a tool: the message says which. */
export class MissingToolError extends Error {
  override name = 'MissingToolError';
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const [low, high, min, max] = [Math.floor(middle), Math.ceil(middle), 0, sorted.length - 1].map(
    (index) => sorted[index],
  );
  if (low === undefined || high === undefined || min === undefined || max === undefined) {
    throw new Error('Nothing was measured.');
  }
  return { median: (low + high) / 2, min, max };
}

export function medianOf(values: readonly number[]): number {
  return spreadOf(values).median;
}

/** The ratios of values that were measured side by side: what slows down both leaves them as they are. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Spread {
  return spreadOf(ours.map((value, index) => value / (theirs[index] ?? Number.NaN)));
}

/** Milliseconds for a note. */
export function inMs(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}
