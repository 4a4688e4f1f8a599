import assert from 'node:assert/strict';
import { inLine } from '../../../../src/core/images/inLine.ts';
import { Serial } from '../../../../src/core/serial.ts';
import { settled } from '../../../support/clocks.ts';

const { signal } = new AbortController();

describe('a write in line', () => {
  let writes: Serial;
  let abort: AbortController;

  beforeEach(() => {
    writes = new Serial();
    abort = new AbortController();
  });

  it('gives what its task gives, or fails as it does', async () => {
    assert.equal(await inLine('notebook', writes, signal, () => Promise.resolve(1)), 1);
    const failure = new Error('no');
    await assert.rejects(
      inLine('notebook', writes, signal, () => Promise.reject(failure)),
      failure,
    );
  });

  it('can be given up at once, and is then never made', async () => {
    const earlier = Promise.withResolvers<void>();
    const busy = inLine('notebook', writes, signal, () => earlier.promise);
    let isMade = false;
    const waiting = inLine('notebook', writes, abort.signal, () => Promise.resolve((isMade = true)));
    abort.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    earlier.resolve();
    await busy;
    await settled();
    assert.ok(!isMade);
  });

  it('is not made when it was given up before', async () => {
    await assert.rejects(
      inLine('notebook', writes, AbortSignal.abort(), () => assert.fail()),
      { name: 'AbortError' },
    );
  });

  it('that has only just begun goes on to its end', async () => {
    const result = inLine('notebook', writes, abort.signal, () => {
      abort.abort();
      return Promise.resolve('done');
    });
    assert.equal(await result, 'done');
  });

  it('that has begun goes on to its end', async () => {
    const work = Promise.withResolvers<string>();
    const result = inLine('notebook', writes, abort.signal, () => work.promise);
    await settled();
    abort.abort();
    work.resolve('done');
    assert.equal(await result, 'done');
  });
});
