import type { Pages } from './ports.ts';

/**
 * A listing that is read page by page while what has come is already shown. It tells when it has grown: after the
 * first page, and then whenever it has doubled, so that ten thousand rows are shown anew a few times, not a hundred.
 * One that pauses reads on only when it is told to, and tells of every page.
 */
export class Listing<T> {
  readonly #items: T[] = [];
  readonly #onGrowth: () => void;
  #pauseAt: number;
  #paused: PromiseWithResolvers<void> | undefined;
  #reached = Promise.withResolvers<void>();
  #error: unknown;
  #shown = 0;

  /** Resolves when there is something to show: a first item, an error, or the knowledge that there is nothing. */
  readonly ready: Promise<void>;
  /** Resolves when every page has come or one has failed. */
  readonly complete: Promise<void>;

  /** @param pauseAt how many items are read, give or take a page, before it waits to be told to read more. */
  constructor(pages: Pages<T>, onGrowth: () => void, pauseAt = Number.POSITIVE_INFINITY) {
    this.#onGrowth = onGrowth;
    this.#pauseAt = pauseAt;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ready = promise;
    this.complete = this.#read(pages, resolve);
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** Why reading stopped before the end; what had come until then stays. */
  get error(): unknown {
    return this.#error;
  }

  /** Whether there may be more, which nobody has asked for. */
  get isPaused(): boolean {
    return this.#paused !== undefined;
  }

  /** Resolves when as many were read as are wanted until now, or the end or an error has come. */
  get reached(): Promise<void> {
    return this.#reached.promise;
  }

  /** Reads on until there are so many more. @returns when they, the end or an error have come */
  readMore(count: number): Promise<void> {
    if (this.#paused) {
      this.#pauseAt = this.#items.length + count;
      this.#reached = Promise.withResolvers();
      this.#paused.resolve();
      this.#paused = undefined;
    }
    return this.reached;
  }

  /** Puts a newer state of an item in its place; false when there is no such item. */
  replace(item: T, isSame: (other: T) => boolean): boolean {
    const index = this.#items.findIndex(isSame);
    if (index === -1) return false;
    this.#items[index] = item;
    return true;
  }

  /** Takes out an item that is no more. */
  remove(isSame: (other: T) => boolean): void {
    const index = this.#items.findIndex(isSame);
    if (index !== -1) this.#items.splice(index, 1);
  }

  async #read(pages: Pages<T>, setReady: () => void): Promise<void> {
    try {
      for await (const page of pages) {
        this.#items.push(...page);
        if (this.#items.length === 0) continue;
        // Before anybody hears of the items: whether there are more is shown with them.
        const paused = this.#items.length >= this.#pauseAt ? Promise.withResolvers<void>() : undefined;
        this.#paused = paused;
        setReady();
        if (paused) this.#reached.resolve();
        this.#tellGrowth();
        await paused?.promise;
      }
    } catch (error) {
      this.#error = error;
    }
    setReady();
    this.#reached.resolve();
    if (this.#shown > 0 && (this.#shown < this.#items.length || this.#error)) this.#onGrowth();
  }

  #tellGrowth(): void {
    const isFirst = this.#shown === 0;
    const waitsForMore = this.#pauseAt === Number.POSITIVE_INFINITY && this.#items.length < this.#shown * 2;
    if (!isFirst && waitsForMore) return;
    this.#shown = this.#items.length;
    if (!isFirst) this.#onGrowth();
  }
}
