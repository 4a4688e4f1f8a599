import assert from 'node:assert/strict';
import { expand } from '../../../../src/core/dockerfile/variables.ts';
import { harmfulParts, randomTexts } from '../../../support/randomTexts.ts';

const values: Readonly<Record<string, string>> = { A: 'a', EMPTY: '', HOST: 'registry.example', B_1: 'b' };
const lookUp = (name: string): string | undefined => (Object.hasOwn(values, name) ? values[name] : undefined);

describe('Dockerfile variables', () => {
  for (const [word, text, unset] of [
    ['plain', 'plain', []],
    ['$A', 'a', []],
    ['${A}', 'a', []],
    ['x$A-y', 'xa-y', []],
    ['$B_1/${A}', 'b/a', []],
    ['$NO', '', ['NO']],
    ['${NO}/$NO', '/', ['NO']],
    ['${NO:-default}', 'default', []],
    ['${NO-default}', 'default', []],
    ['${A:-default}', 'a', []],
    ['${EMPTY:-default}', 'default', []],
    ['${EMPTY-default}', '', []],
    ['${NO:-}', '', []],
    ['${NO:-$A/x}', 'a/x', []],
    ['${NO:-${HOST}/y}', 'registry.example/y', []],
    ['${NO:-${NONE:-z}}', 'z', []],
    ['${NO:-${NONE}}', '', ['NONE']],
    ['${A:-${NONE}}', 'a', []],
    ['${A:+other}', 'other', []],
    ['${NO:+other}', '', []],
    ['${EMPTY:+other}', '', []],
    ['${EMPTY+other}', 'other', []],
    ['${NO:?must be set}', '', ['NO']],
    ['${A:?must be set}', 'a', []],
    ['${A#x}', 'a', []],
    ['${A/x/y}', 'a', []],
    ['"$A"', 'a', []],
    ["'$A'", '$A', []],
    ['"${NO:-"x"}"', 'x', []],
    [String.raw`\$A`, '$A', []],
    ['$', '$', []],
    ['$$A', '$a', []],
    ['${', '', ['']],
    ['${A', 'a', []],
    ['${NO:-x', 'x', []],
    ["'open", 'open', []],
    ['\\', '', []],
    ['$__proto__', '', ['__proto__']],
  ] as const) {
    it(`${word} is ${text}${unset.length > 0 ? `, without ${unset.join(', ')}` : ''}`, () => {
      assert.deepEqual(expand(word, lookUp), { text, unset });
    });
  }

  it('of any word can be replaced', () => {
    const parts = [...harmfulParts, '${', '}', ':-', '$A', '${NO:-', "'", '"', '\\'];
    for (const word of randomTexts(parts, { count: 5_000, longest: 20 })) {
      assert.doesNotThrow(() => expand(word, lookUp), JSON.stringify(word));
    }
  });

  it('can be as deep as anybody likes', () => {
    assert.equal(expand(`${'${NO:-'.repeat(1_000)}x${'}'.repeat(1_000)}`, lookUp).text, 'x');
  });
});
