import * as vscode from 'vscode';

/** A size in bytes as people read it, such as "1.2 GB" (powers of ten, as ECR's own console shows it). */
export function formatSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const unit = units[power] ?? 'byte';
  return new Intl.NumberFormat(vscode.env.language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: power > 2 ? 1 : 0,
  }).format(bytes / 1000 ** power);
}

const ageUnits = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** How long ago a moment was, such as "3 days ago". */
export function formatAge(then: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - then.getTime()) / 1000);
  const [unit, length] = ageUnits.find(([, unitLength]) => seconds >= unitLength) ?? ['second', 1];
  const format = new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' });
  return format.format(-Math.floor(seconds / length), unit);
}

export function formatDate(date: Date): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    date,
  );
}

/** Enough of a digest to tell it from another. */
export function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:[a-f0-9]{12})[a-f0-9]+$/, '$1');
}
