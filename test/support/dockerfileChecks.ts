import { ParsedDockerfile } from '../../src/core/dockerfile.ts';
import type { CheckOptions, CheckResult } from '../../src/core/dockerfile/rules/check.ts';
import type { Finding, TextEdit } from '../../src/core/dockerfile/rules/finding.ts';
import type { CheckedFor } from '../../src/core/dockerfile/rules/targets.ts';

/** After the last end of support that is known. */
export const today = new Date('2026-01-15');

/** Checks the lines of a Dockerfile for a target. */
export function checkLines(
  target: CheckedFor | undefined,
  lines: readonly string[],
  options: Partial<CheckOptions> = {},
): CheckResult {
  return new ParsedDockerfile(lines.join('\n')).check({ today, target, ...options });
}

/** The findings as `LINE RULE`, lines counted from 1. */
export function rowsOf({ findings }: Pick<CheckResult, 'findings'>): readonly string[] {
  return findings.map(({ rule, range }) => `${range.start.line + 1} ${rule}`);
}

/** What a finding is about, as it stands there. */
export function textAt(text: string, { range }: Finding): string {
  return text.slice(offsetOf(text, range.start), offsetOf(text, range.end));
}

/** A text after edits, which are applied from its end. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const sorted = edits.toSorted(
    (one, other) => offsetOf(text, other.range.start) - offsetOf(text, one.range.start),
  );
  return sorted.reduce(
    (before, { range: { start, end }, text: added }) =>
      before.slice(0, offsetOf(text, start)) + added + before.slice(offsetOf(text, end)),
    text,
  );
}

function offsetOf(text: string, { line, character }: TextEdit['range']['start']): number {
  const ends = [...text.matchAll(/\r\n|\r|\n/g)];
  const before = line === 0 ? undefined : ends[line - 1];
  return (before ? before.index + before[0].length : 0) + character;
}
