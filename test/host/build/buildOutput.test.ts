import assert from 'node:assert/strict';
import { BuildOutput } from '../../../src/ui/build/buildOutput.ts';
import { OutputTerminal } from '../../../src/ui/build/outputTerminal.ts';
import { ManualClock, settled } from '../../support/clocks.ts';

describe('The output of a build', () => {
  let clock: ManualClock;
  let output: BuildOutput;
  let written: string[];
  beforeEach(() => {
    clock = new ManualClock();
    output = new BuildOutput(clock);
    written = [];
    output.onDidWrite((text) => written.push(text));
  });
  afterEach(() => output.dispose());

  it('gathers lines, and writes them together', async () => {
    for (const line of ['one', 'two', 'three']) output.write(line);
    assert.deepEqual(written, []);
    await clock.advance(100);
    assert.deepEqual(written, ['one\r\ntwo\r\nthree\r\n']);
    output.write('four');
    await clock.advance(100);
    assert.deepEqual(written.slice(1), ['four\r\n']);
  });

  it('writes what is much at once, and few times', () => {
    for (let line = 0; line < 100_000; line += 1)
      output.write(`#7 1.234 line ${line} of what pip has to say`);
    output.flush();
    assert.ok(written.length < 100, `${written.length} writes`);
    assert.equal(written.join('').split('\r\n').length, 100_001);
  });

  it('keeps the end of it, from the beginning of a line', () => {
    for (let line = 0; line < 100_000; line += 1)
      output.write(`#7 1.234 line ${line} of what pip has to say`);
    output.flush();
    assert.ok(output.text.length <= 1024 * 1024, `${output.text.length} characters`);
    assert.match(output.text, /^#7 1\.234 line \d+ /);
    assert.ok(output.text.endsWith('line 99999 of what pip has to say\r\n'));
  });

  it('takes out what would steer the terminal', () => {
    output.write('\u001B]0;title\u0007 a\tb \u009B31m');
    output.flush();
    assert.deepEqual(written, [']0;title a\tb 31m\r\n']);
  });

  it('begins anew with an empty screen', () => {
    output.write('before');
    output.clear();
    output.write('after');
    output.flush();
    assert.equal(output.text, 'after\r\n');
    assert.ok(written[1]?.startsWith('\u001B[2J'));
  });

  it('waits for nothing once it is over', async () => {
    output.write('last words');
    output.dispose();
    await settled();
    assert.equal(clock.waiting, 0);
  });

  describe('in a terminal', () => {
    it('is there from the start, also when that is opened late and again', () => {
      const closed: string[] = [];
      output.write('one');
      const first = new OutputTerminal(output, { onClose: () => closed.push('first') });
      const seen: string[] = [];
      first.onDidWrite((text) => seen.push(text));
      first.open();
      output.write('two');
      output.flush();
      assert.deepEqual(seen, ['one\r\n', 'two\r\n']);

      first.close();
      output.write('three');
      output.flush();
      assert.equal(seen.length, 2);
      assert.deepEqual(closed, ['first']);

      const second = new OutputTerminal(output, { onClose: () => undefined });
      const seenAgain: string[] = [];
      second.onDidWrite((text) => seenAgain.push(text));
      second.open();
      assert.deepEqual(seenAgain, ['one\r\ntwo\r\nthree\r\n']);
    });
  });
});
