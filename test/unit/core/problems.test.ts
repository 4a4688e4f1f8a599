import assert from 'node:assert/strict';
import type { ConstraintName } from '../../../src/core/constraints.ts';
import { formatTags, parseAliases, parseTags, problemOf } from '../../../src/core/problems.ts';

describe('problem of a value', () => {
  it('is none for a value that is right but for white space around it', () => {
    assert.equal(problemOf('ImageName', ' notebook\n'), undefined);
  });

  it('has what the sentence needs', () => {
    assert.deepEqual(problemOf('ImageName', ` ${'n'.repeat(64)} `), {
      code: 'value',
      of: 'ImageName',
      violation: 'tooLong',
      length: 64,
      max: 63,
    });
  });

  it('is that it is empty when there is only white space', () => {
    const problem = problemOf('ImageName', ' \t ');
    assert.equal(problem?.code === 'value' && problem.violation, 'empty');
  });

  for (const [name, text, code] of [
    ['ImageName', 'note book', 'value.whitespace'],
    ['RoleArn', 'arn:aws:iam::123456789012:role/a b', 'value.whitespace'],
    ['ClientToken', 'a\nb', 'value.whitespace'],
    ['SageMakerImageVersionAlias', 'a b', 'value.whitespace'],
    ['ImageName', 'note_book', 'value'],
    ['MLFramework', 'PyTorch  2.4', 'value'],
    ['ProgrammingLang', 'Python three', 'value'],
    ['ReleaseNotes', 'one\ntwo', 'value'],
  ] as const satisfies readonly (readonly [ConstraintName, string, string])[]) {
    it(`is ${code} for ${name} ${JSON.stringify(text)}`, () => {
      assert.equal(problemOf(name, text)?.code, code);
    });
  }
});

describe('aliases', () => {
  for (const [text, expected] of [
    ['', []],
    [' , ', []],
    ['latest', ['latest']],
    ['latest, 1.0', ['latest', '1.0']],
    ['latest 1.0\tstable\n', ['latest', '1.0', 'stable']],
    [',latest,,1.0,', ['latest', '1.0']],
    ['Latest latest', ['Latest', 'latest']],
  ] as const) {
    it(`are read from ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseAliases(text), { ok: true, value: expected });
    });
  }

  it('are refused when one is there twice', () => {
    assert.deepEqual(parseAliases('a, b, a'), { ok: false, problem: { code: 'alias.twice', alias: 'a' } });
  });

  it('are refused for the first that is wrong', () => {
    const result = parseAliases('good .bad -worse');
    assert.ok(!result.ok);
    assert.deepEqual(result.problem, {
      code: 'value',
      of: 'SageMakerImageVersionAlias',
      violation: 'pattern',
      length: 4,
      max: 128,
    });
  });
});

describe('tags', () => {
  for (const [text, expected] of [
    ['', []],
    [' , ', []],
    ['team=research', [{ key: 'team', value: 'research' }]],
    [
      'team = research, cost center=12=34,',
      [
        { key: 'team', value: 'research' },
        { key: 'cost center', value: '12=34' },
      ],
    ],
    ['empty=', [{ key: 'empty', value: '' }]],
  ] as const) {
    it(`are read from ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseTags(text), { ok: true, value: expected });
    });
  }

  for (const [text, code] of [
    ['team', 'tag.form'],
    ['a=1, team', 'tag.form'],
    ['=value', 'value'],
    ['a;b=value', 'value'],
    [`key=${'v'.repeat(257)}`, 'value'],
    [`${'k'.repeat(129)}=value`, 'value'],
    ['aws:team=x', 'tag.reserved'],
    ['AWS:team=x', 'tag.reserved'],
    ['a=1, a=2', 'tag.twice'],
    [Array.from({ length: 51 }, (_, index) => `k${index}=v`).join(','), 'tag.tooMany'],
  ] as const) {
    it(`are refused: ${text.slice(0, 30)}`, () => {
      const parsed = parseTags(text);
      assert.equal(!parsed.ok && parsed.problem.code, code);
    });
  }

  it('are written as they are read', () => {
    const text = 'team=research, empty=';
    const parsed = parseTags(text);
    assert.ok(parsed.ok);
    assert.equal(formatTags(parsed.value), text);
  });
});
