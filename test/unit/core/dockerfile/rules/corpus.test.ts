import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParsedDockerfile } from '../../../../../src/core/dockerfile.ts';
import type { Finding } from '../../../../../src/core/dockerfile/rules/finding.ts';
import { ruleIds } from '../../../../../src/core/dockerfile/rules/ruleIds.ts';
import { edited, rowsOf, textAt, today } from '../../../../support/dockerfileChecks.ts';

const folder = join(import.meta.dirname, '../../../../fixtures/dockerfiles');

interface Case {
  readonly name: string;
  readonly text: string;
  /** `LINE RULE`, lines counted from 1. */
  readonly expected: readonly string[];
}

const cases: readonly Case[] = readdirSync(folder)
  .filter((name) => name.endsWith('.Dockerfile'))
  .map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const [, table = ''] = text.split(/^# expected:/m);
    return {
      name,
      text,
      expected: [...table.matchAll(/^#\s+(\d+ [a-z-]+)\s*$/gm)].map(([, row = '']) => row),
    };
  });

const findingsOf = (text: string): readonly Finding[] => new ParsedDockerfile(text).check({ today }).findings;

describe('The corpus of Dockerfiles', () => {
  for (const { name, text, expected } of cases) {
    it(`${name}: ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, () => {
      assert.deepEqual(rowsOf({ findings: findingsOf(text) }), expected);
    });
  }

  it('has at least sixty, at least half of them right', () => {
    const right = cases.filter(({ expected }) => expected.length === 0);
    assert.ok(cases.length >= 60 && right.length * 2 >= cases.length, `${right.length} of ${cases.length}`);
  });

  it('has every rule that is on, and files of other kinds', () => {
    const found = new Set(cases.flatMap(({ expected }) => expected.map((row) => row.split(' ')[1])));
    assert.deepEqual(
      ruleIds.filter((id) => !found.has(id)),
      ['platform-missing'],
    );
    const [bom, crlf] = [/^\uFEFF/, /\r\n/].map((mark) => cases.filter(({ text }) => mark.test(text)));
    assert.ok(bom?.length && crlf?.length);
  });

  it('says what it expects of each', () => {
    for (const { name, text } of cases) assert.match(text, /^# expected:(?: nothing\r?$|\r?\n#)/m, name);
  });
});

describe('A fix of a finding', () => {
  for (const { name, text } of cases) {
    for (const finding of findingsOf(text)) {
      for (const fix of finding.fixes) {
        it(`${name}: ${finding.rule} at "${textAt(text, finding)}" is gone after ${JSON.stringify(fix.kind)}`, () => {
          const before = findingsOf(text);
          const after = findingsOf(edited(text, fix.edits));
          assert.ok(countOf(finding, after) < countOf(finding, before));
          // Nothing else comes in its place.
          assert.ok(after.length < before.length, rowsOf({ findings: after }).join(', '));
        });
      }
    }
  }
});

/** How often the same is found. */
function countOf({ rule, problem }: Finding, findings: readonly Finding[]): number {
  const text = JSON.stringify([rule, problem]);
  return findings.filter((one) => JSON.stringify([one.rule, one.problem]) === text).length;
}
