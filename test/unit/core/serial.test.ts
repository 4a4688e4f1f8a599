import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Serial } from '../../../src/core/serial.ts';
import { settled } from '../../support/clocks.ts';

describe('serial', () => {
  let serial: Serial;
  let events: string[];
  beforeEach(() => {
    serial = new Serial();
    events = [];
  });

  /** A task that runs until it is told to end. */
  function task(name: string): { run: () => Promise<string>; end: () => void; fail: (error: Error) => void } {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    return {
      run: async () => {
        events.push(`${name} begins`);
        await promise;
        events.push(`${name} ends`);
        return name;
      },
      end: resolve,
      fail: reject,
    };
  }

  it('begins a task when those before it with the same key have ended', async () => {
    const [one, two, three] = [task('one'), task('two'), task('three')];
    const results = [one, two, three].map(({ run }) => serial.run('image', run));
    three.end();
    two.end();
    await settled();
    assert.deepEqual(events, ['one begins']);
    one.end();
    assert.deepEqual(await Promise.all(results), ['one', 'two', 'three']);
    assert.deepEqual(events, [
      'one begins',
      'one ends',
      'two begins',
      'two ends',
      'three begins',
      'three ends',
    ]);
  });

  it('runs tasks of different keys side by side', async () => {
    const [one, other] = [task('one'), task('other')];
    const results = [serial.run('image', one.run), serial.run('other image', other.run)];
    await settled();
    assert.deepEqual(events, ['one begins', 'other begins']);
    one.end();
    other.end();
    await Promise.all(results);
  });

  it('goes on after a task that failed, and hands its error to its caller alone', async () => {
    const [one, two] = [task('one'), task('two')];
    const [first, second] = [serial.run('image', one.run), serial.run('image', two.run)];
    const error = new Error('refused');
    one.fail(error);
    two.end();
    await assert.rejects(first, error);
    assert.equal(await second, 'two');
  });

  it('goes on after a task that throws before it returns a promise', async () => {
    const error = new Error('thrown');
    const thrown = serial.run('image', () => {
      throw error;
    });
    await assert.rejects(thrown, error);
    assert.equal(await serial.run('image', () => Promise.resolve('next')), 'next');
  });

  it('keeps nothing of a key whose tasks have ended', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const result = new WeakRef(await serial.run('image', () => Promise.resolve({ big: 'result' })));
    await settled();
    collectGarbage();
    assert.equal(result.deref(), undefined);
  });
});
