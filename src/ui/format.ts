import * as vscode from 'vscode';
import { once } from '../core/once.ts';

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

/** Making one takes longer than using it for a hundred rows. */
const relativeTime = once(() => new Intl.RelativeTimeFormat(vscode.env.language, { numeric: 'auto' }));

/** Loads what ages are written with: some 20 ms that the first rows would otherwise wait for. */
export function prepareAges(): void {
  relativeTime();
}

/** How long ago a moment was, such as "3 days ago". */
export function formatAge(then: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - then.getTime()) / 1000);
  const [unit, length] = ageUnits.find(([, unitLength]) => seconds >= unitLength) ?? ['second', 1];
  const count = Math.floor(seconds / length);
  const known = ages[unit][count];
  if (known !== undefined) return known;
  const age = relativeTime().format(-count, unit);
  ages[unit][count] = age;
  return age;
}

/** Ages as they were written before: ten thousand rows have a few different ones. */
const ages: Readonly<Record<(typeof ageUnits)[number][0], string[]>> = {
  year: [],
  month: [],
  week: [],
  day: [],
  hour: [],
  minute: [],
  second: [],
};

export function formatDate(date: Date): string {
  return new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    date,
  );
}

/** A text whose digests are cut to what is enough to tell one from another. */
export function shortDigests(text: string): string {
  return text.replace(/(sha256:[a-f0-9]{12})[a-f0-9]+/g, '$1');
}

/** An image URI with what tells it from others first: rows have no room for the registry and a whole digest. */
export function formatImageUri(uri: string): string {
  const [registry = '', ...path] = uri.split('/');
  return vscode.l10n.t('{0} in {1}', shortDigests(path.join('/')), registry);
}

/**
 * A sentence as a row shows it, which cuts off what is too long: what is wrong first, then what to do about it.
 * @returns the sentence up to its first colon, and what follows; all of it when it has none.
 */
export function splitSentence(sentence: string): { readonly problem: string; readonly cure: string } {
  const [problem = sentence, ...cure] = sentence.split(': ');
  return { problem, cure: capitalized(cure.join(': ')) };
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
