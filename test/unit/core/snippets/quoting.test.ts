import assert from 'node:assert/strict';
import { isLegible, quoted, quotedForHcl, shellWord } from '../../../../src/core/snippets/quoting.ts';

describe('snippet: quoting', () => {
  it('spells out what can not be seen, and leaves the rest', () => {
    for (const [text, literal] of [
      ['', '""'],
      ['a b', '"a b"'],
      [`it's "so" \\`, String.raw`"it's \"so\" \\"`],
      ['é 日本 😀', '"é 日本 😀"'],
      ['\n\r\t\0\u001B\u007F\u0085', String.raw`"\n\r\t\u0000\u001b\u007f\u0085"`],
      ['\u2028\u2029\u202E\u200D\uFEFF\uFFFE', String.raw`"\u2028\u2029\u202e\u200d\ufeff\ufffe"`],
      ['\uD800', '"\uFFFD"'],
    ] as const) {
      assert.equal(quoted(text), literal);
      assert.equal(JSON.parse(literal), text.toWellFormed());
    }
  });

  it('takes the markers of templates for what they are', () => {
    for (const [text, literal] of [
      ['${a} %{a}', '"$${a} %%{a}"'],
      ['$${a} %%%{a}', String.raw`"$\u0024{a} %%\u0025{a}"`],
      ['$a {$} 5 %', '"$a {$} 5 %"'],
    ] as const) {
      assert.equal(quotedForHcl(text), literal);
    }
  });

  it('makes one word for a shell', () => {
    assert.equal(shellWord(`it's $(x)`), String.raw`'it'\''s $(x)'`);
    assert.equal(shellWord(''), "''");
  });

  it('tells what can be read as it is', () => {
    for (const text of ['', 'a', '日本 😀']) assert.ok(isLegible(text));
    for (const text of ['\t', 'a\u202E', '\uD800']) assert.ok(!isLegible(text));
  });
});
