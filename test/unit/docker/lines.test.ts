import assert from 'node:assert/strict';
import { LastLines } from '../../../src/docker/lastLines.ts';
import { LineSplitter } from '../../../src/docker/lineSplitter.ts';

function split(...chunks: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

describe('the line splitter', () => {
  it('cuts at every kind of line end, wherever the chunks end', () => {
    const text = 'one\ntwo\r\nthree\rfour\n\nfive\r\n';
    const expected = ['one', 'two', 'three', 'four', '', 'five'];
    assert.deepEqual(split(text), expected);
    assert.deepEqual(split(...text.split('')), expected);
  });

  it('gives out what comes after the last line end', () => {
    assert.deepEqual(split('one\ntw', 'o'), ['one', 'two']);
    assert.deepEqual(split('50%\r', '60%\r'), ['50%', '60%']);
    assert.deepEqual(split(''), []);
  });

  it('does not keep a line for ever', () => {
    const lines = split(...Array.from({ length: 50 }, () => 'x'.repeat(100_000)));
    assert.ok(lines.length > 1);
    assert.equal(lines.join('').length, 5_000_000);
  });
});

describe('the last lines', () => {
  it('are as many as have room', () => {
    const last = new LastLines(20);
    for (let at = 0; at < 1000; at++) last.push(`line ${at}`);
    assert.deepEqual(last.all, ['line 998', 'line 999']);
    assert.deepEqual(last.all, ['line 998', 'line 999']);
  });

  it('have the end of a line that is too long', () => {
    const last = new LastLines(5);
    last.push('short');
    last.push('a very long one');
    assert.deepEqual(last.all, ['g one']);
  });
});
