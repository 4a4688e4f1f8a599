import assert from 'node:assert/strict';
import { execFormIn, shellCommandsIn, wordsIn } from '../../../../../src/core/dockerfile/facts/words.ts';

const textsOf = (words: readonly { readonly text: string }[]): readonly string[] =>
  words.map(({ text }) => text);

describe('The words of a Dockerfile', () => {
  it('end at white space, outside of quotes', () => {
    assert.deepEqual(textsOf(wordsIn(' a  "b c"d\t\'e "f\' g\\ h && #i')), [
      'a',
      '"b c"d',
      "'e \"f'",
      'g\\ h',
      '&&',
      '#i',
    ]);
  });

  it('are where they say they are', () => {
    const text = ' USER   "a b"  c';
    for (const { text: word, start, end } of wordsIn(text)) assert.equal(text.slice(start, end), word);
  });

  it('are cut into commands where they are a shell’s', () => {
    for (const [script, commands] of [
      ['a b && c | d; e', ['a b', 'c', 'd', 'e']],
      ['(a) || b & c', ['a', 'b', 'c']],
      ['a 2>&1 && b &> c', ['a 2>&1', 'b &> c']],
      ['a "b; c" \'d && e\'', ['a "b; c" \'d && e\'']],
      ['a # b; c\nd', ['a', 'd']],
      ['a \\\n  b\r\nc', ['a b', 'c']],
      ['a"b', ['a"b']],
      ['', []],
    ] as const) {
      assert.deepEqual(
        shellCommandsIn(script).map((words) => textsOf(words).join(' ')),
        commands,
        script,
      );
    }
  });

  it('of the exec form are texts, each with its place', () => {
    const text = ' ["a", "b \\"c\\"" ]';
    const words = execFormIn(text) ?? assert.fail();
    assert.deepEqual(textsOf(words), ['a', 'b "c"']);
    assert.deepEqual(
      words.map(({ start, end }) => text.slice(start, end)),
      ['a', 'b \\"c\\"'],
    );
    for (const other of ["['a']", '[1]', '["a"', 'a ["b"]', '{}'])
      assert.equal(execFormIn(other), undefined, other);
  });
});
