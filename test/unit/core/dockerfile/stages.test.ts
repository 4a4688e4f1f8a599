import assert from 'node:assert/strict';
import { readOutline } from '../../../../src/core/dockerfile.ts';
import { findStage, lineOf, neededStages, targetsOf } from '../../../../src/core/dockerfile/stages.ts';

const outline = readOutline(
  [
    'FROM python AS base',
    'FROM base AS deps',
    'FROM node AS assets',
    'FROM alpine AS unused',
    'FROM base AS final',
    'COPY --from=deps a b',
    'COPY --from=2 c d',
  ].join('\n'),
);
const fromOf = (target: string | null | undefined): string | undefined => findStage(outline, target)?.name;
const needed = (target: string | null): readonly (string | undefined)[] =>
  neededStages(outline, target).map(({ name }) => name);

describe('stages', () => {
  it('are found by name in any case, by number, and the final one without either', () => {
    assert.deepEqual(['deps', 'DEPS', '0', 'nowhere', '9', null, undefined].map(fromOf), [
      'deps',
      'deps',
      'base',
      undefined,
      undefined,
      'final',
      'final',
    ]);
  });

  it('of the same name are the last of them, as a target', () => {
    const twice = readOutline('FROM a AS x\nFROM b AS x\nFROM c');
    assert.equal(findStage(twice, 'x')?.from, 'b');
  });

  it('can be chosen among: the final one, and the others by name', () => {
    assert.deepEqual(targetsOf(outline), [null, 'base', 'deps', 'assets', 'unused']);
    assert.deepEqual(targetsOf(readOutline('FROM a')), [null]);
    assert.deepEqual(targetsOf(readOutline('FROM a\nFROM b')), [null]);
    assert.deepEqual(targetsOf(readOutline('FROM a AS b\nFROM b')), [null, 'b']);
    assert.deepEqual(targetsOf(readOutline('FROM a AS x\nFROM b AS y\nFROM c AS x')), [null, 'y']);
    assert.deepEqual(targetsOf(readOutline('')), []);
  });

  it('that a target needs are those it is made from and copies from, and no others', () => {
    assert.deepEqual(needed(null), ['base', 'deps', 'assets', 'final']);
    assert.deepEqual(needed('deps'), ['base', 'deps']);
    assert.deepEqual(needed('assets'), ['assets']);
    assert.deepEqual(needed('nowhere'), []);
  });

  it('are no images of the same name', () => {
    const same = readOutline('FROM python AS python\nRUN a\nFROM python\nRUN b');
    assert.equal(neededStages(same, null).length, 2);
    assert.equal(neededStages(same, 'python').length, 1);
  });

  it('that need one another in a circle have an end', () => {
    const circle = readOutline('FROM a AS x\nCOPY --from=y 1 2\nFROM b AS y\nCOPY --from=x 1 2');
    assert.equal(neededStages(circle, null).length, 2);
  });

  it('have a line, counted from 1', () => {
    assert.equal(lineOf(outline, null), 5);
    assert.equal(lineOf(outline, 'base'), 1);
    assert.equal(lineOf(outline, 'nowhere'), undefined);
    assert.equal(lineOf(readOutline(''), null), undefined);
  });
});
