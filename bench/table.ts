/** The results as people read them. */
import type { Measurement, Spread } from './measurement.ts';

/** What became of one benchmark. */
export type Result =
  | { readonly name: string; readonly kind: 'measured'; readonly measurements: readonly Measurement[] }
  | { readonly name: string; readonly kind: 'skipped' | 'failed'; readonly reason: string };

const HEADINGS = ['what', 'against', 'ratio', 'min–max', 'goal', '', 'figures'];

export function formatTable(results: readonly Result[]): string {
  const rows = [HEADINGS, ...results.flatMap(rowsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}

function rowsOf(result: Result): string[][] {
  if (result.kind === 'measured') return result.measurements.map(rowOf);
  return [[result.name, '', '', '', '', result.kind, result.reason]];
}

function rowOf({ what, against, ratio, goal, note }: Measurement): string[] {
  return [
    what,
    against,
    shortened(ratio.median),
    formatRange(ratio),
    `≤ ${goal}`,
    isMet({ ratio, goal }) ? 'ok' : 'over',
    note,
  ];
}

/** The median decides. */
export function isMet({ ratio, goal }: Pick<Measurement, 'ratio' | 'goal'>): boolean {
  return ratio.median <= goal;
}

function formatRange({ min, max }: Spread): string {
  return min === max ? '' : `${shortened(min)}–${shortened(max)}`;
}

function shortened(ratio: number): string {
  return ratio !== 0 && Math.abs(ratio) < 0.01 ? ratio.toPrecision(1) : ratio.toFixed(2);
}
