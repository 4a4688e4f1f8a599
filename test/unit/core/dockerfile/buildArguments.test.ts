import assert from 'node:assert/strict';
import { readOutline } from '../../../../src/core/dockerfile.ts';
import { argumentsOf, lookUpGlobals, openArguments } from '../../../../src/core/dockerfile/buildArguments.ts';

const openIn = (lines: readonly string[], target: string | null = null): readonly string[] =>
  openArguments(readOutline(lines.join('\n')), target);

describe('build arguments that have to be asked for', () => {
  for (const [title, lines, expected] of [
    ['none without ARG', ['FROM a', 'RUN b'], []],
    ['one of the stage without a default', ['FROM a', 'ARG X'], ['X']],
    ['none with a default', ['FROM a', 'ARG X=1', 'ARG Y='], []],
    ['none whose default comes later', ['FROM a', 'ARG X', 'ARG X=1'], []],
    ['none that has its default before the first FROM', ['ARG X=1', 'FROM a', 'ARG X'], []],
    ['one that has none there either', ['ARG X', 'FROM a', 'ARG X'], ['X']],
    ['none that no stage uses', ['ARG X', 'FROM a'], []],
    ['one that FROM uses', ['ARG X', 'FROM a:$X'], ['X']],
    ['one that the platform of FROM uses', ['ARG X', 'FROM --platform=$X a'], ['X']],
    ['none with a stand-in', ['ARG X', 'FROM a:${X:-1}'], []],
    ['one that a stand-in uses', ['ARG X', 'ARG Y', 'FROM ${X:-$Y}'], ['Y']],
    ['one that a default uses', ['ARG X', 'ARG Y=$X/b', 'FROM $Y'], ['X']],
    ['one that a default of a default uses', ['ARG X', 'ARG Y=$X', 'ARG Z=$Y', 'FROM $Z'], ['X']],
    ['one that a default uses which a stage takes over', ['ARG X', 'ARG Y=$X/b', 'FROM a', 'ARG Y'], ['X']],
    ['none that a default uses which is not used', ['ARG X', 'ARG Y=$X/b', 'FROM a'], []],
    ['none that is used by itself', ['ARG X=${X}', 'FROM $X'], []],
    ['none that is no ARG', ['FROM a:$X'], []],
    [
      'none of the engine’s own',
      ['ARG TARGETPLATFORM', 'FROM --platform=$BUILDPLATFORM a', 'ARG TARGETARCH'],
      [],
    ],
    ['no proxies', ['FROM a', 'ARG HTTP_PROXY', 'ARG http_proxy', 'ARG NO_PROXY', 'ARG BUILDKIT_SYNTAX'], []],
    ['each once', ['ARG X', 'FROM a:$X AS b', 'ARG X', 'FROM b', 'ARG X'], ['X']],
    ['one of a stage that is needed', ['FROM a AS b', 'ARG X', 'FROM b', 'ARG Y'], ['X', 'Y']],
    ['none of a stage that is not needed', ['FROM a AS b', 'ARG X', 'FROM c', 'ARG Y'], ['Y']],
    ['none where the other stage has the default', ['FROM a AS b', 'ARG X=1', 'FROM b', 'ARG X'], ['X']],
  ] as const) {
    it(title, () => assert.deepEqual(openIn(lines), expected));
  }

  it('are those of the target', () => {
    const lines = ['FROM a AS b', 'ARG X', 'FROM c', 'ARG Y'];
    assert.deepEqual(openIn(lines, 'b'), ['X']);
    assert.deepEqual(openIn(lines, 'nowhere'), []);
  });

  it('are found in no time, however defaults build on each other', () => {
    const doubling = Array.from({ length: 60 }, (_, at) => `ARG A${at + 1}=$A${at}$A${at}`);
    assert.deepEqual(openIn(['ARG A0', ...doubling, 'FROM $A60']), ['A0']);
    assert.equal(openIn(['ARG A0=xx', ...doubling, 'FROM $A60']).length, 0);
  });
});

describe('all build arguments', () => {
  it('are those of the target, with the first default', () => {
    const outline = readOutline('ARG X=1\nARG HTTPS_PROXY\nFROM a AS b\nARG Z\nFROM c\nARG X\nARG Y');
    assert.deepEqual(argumentsOf(outline, null), [
      { name: 'X', defaultValue: '1' },
      { name: 'Y', defaultValue: undefined },
    ]);
    assert.deepEqual(
      argumentsOf(outline, 'b').map(({ name }) => name),
      ['X', 'Z'],
    );
  });

  it('stand for their answer, then for their default', () => {
    const { globalArgs } = readOutline('ARG X=1\nARG Y=$X-y\nARG Z\nFROM a');
    const lookUp = lookUpGlobals(globalArgs, { X: '2', Z: null });
    assert.deepEqual(['X', 'Y', 'Z', 'toString'].map(lookUp), ['2', '2-y', undefined, undefined]);
  });
});
