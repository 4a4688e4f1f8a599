import assert from 'node:assert/strict';
import type { RuleId } from '../../src/core/dockerfile/rules/ruleIds.ts';
import type { CheckedFor } from '../../src/core/dockerfile/rules/targets.ts';
import { checkLines, textAt } from './dockerfileChecks.ts';

interface Expect {
  /** The rule finds one thing in these lines, at this text. */
  readonly speaks: (title: string, lines: readonly string[], at: string) => void;
  readonly isSilent: (title: string, lines: readonly string[]) => void;
}

/** Tests of one rule; what others find in the same lines is left aside. */
export function expect(rule: RuleId, target: CheckedFor): Expect {
  const found = (lines: readonly string[]): readonly string[] =>
    checkLines(target, lines)
      .findings.filter((finding) => finding.rule === rule)
      .map((finding) => textAt(lines.join('\n'), finding));
  return {
    speaks(title, lines, at) {
      it(`${rule} speaks ${title}`, () => assert.deepEqual(found(lines), [at]));
    },
    isSilent(title, lines) {
      it(`${rule} is silent ${title}`, () => assert.deepEqual(found(lines), []));
    },
  };
}
