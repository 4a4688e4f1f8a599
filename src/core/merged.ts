/** What several sources yield, each as it comes, until the last of them ends or one fails. */
export async function* merged<T>(sources: readonly AsyncIterable<T>[]): AsyncGenerator<T, void, undefined> {
  const pending = new Map<AsyncIterator<T>, Promise<Step<T>>>();
  const goOn = (iterator: AsyncIterator<T>): void => {
    const step = iterator.next().then((result) => ({ iterator, result }));
    // Those that nobody reads any more may fail unseen.
    step.catch(() => undefined);
    pending.set(iterator, step);
  };
  for (const source of sources) goOn(source[Symbol.asyncIterator]());
  while (pending.size > 0) {
    const { iterator, result } = await Promise.race(pending.values());
    if (result.done) {
      pending.delete(iterator);
    } else {
      goOn(iterator);
      yield result.value;
    }
  }
}

interface Step<T> {
  readonly iterator: AsyncIterator<T>;
  readonly result: IteratorResult<T>;
}
