import assert from 'node:assert/strict';
import { merged } from '../../../src/core/merged.ts';

async function* of<T>(...steps: readonly (T | Promise<T>)[]): AsyncGenerator<T> {
  for (const step of steps) yield await step;
}

async function all<T>(sources: readonly AsyncIterable<T>[]): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of merged(sources)) items.push(item);
  return items;
}

describe('Several sources', () => {
  it('are read side by side, each as it comes', async () => {
    const late = Promise.withResolvers<string>();
    const items: string[] = [];
    for await (const item of merged([of(late.promise, 'after'), of('one', 'other')])) {
      items.push(item);
      if (item === 'other') late.resolve('late');
    }
    assert.deepEqual(items, ['one', 'other', 'late', 'after']);
  });

  it('end with the last of them', async () => {
    assert.deepEqual(await all([]), []);
    assert.deepEqual(await all([of<number>(), of(1)]), [1]);
  });

  it('fail with the first of them that fails, and leave the others alone', async () => {
    const failure = new Error('broken');
    const never = Promise.withResolvers<number>();
    await assert.rejects(all([of(Promise.reject(failure)), of(never.promise)]), failure);
    never.reject(new Error('and this, unseen'));
  });
});
