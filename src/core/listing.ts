import type { Pages } from './ports.ts';

/**
 * A listing that is read page by page while what has come is already shown. It tells when it has grown: after the
 * first page, and then whenever it has doubled, so that ten thousand rows are shown anew a few times, not a hundred.
 */
export class Listing<T> {
  readonly #items: T[] = [];
  readonly #onGrowth: () => void;
  #error: unknown;
  #shown = 0;

  /** Resolves when there is something to show: a first item, an error, or the knowledge that there is nothing. */
  readonly ready: Promise<void>;
  /** Resolves when every page has come or one has failed. */
  readonly complete: Promise<void>;

  constructor(pages: Pages<T>, onGrowth: () => void) {
    this.#onGrowth = onGrowth;
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

  /** Puts a newer state of an item in its place; false when there is no such item. */
  replace(item: T, isSame: (other: T) => boolean): boolean {
    const index = this.#items.findIndex(isSame);
    if (index === -1) return false;
    this.#items[index] = item;
    return true;
  }

  async #read(pages: Pages<T>, setReady: () => void): Promise<void> {
    try {
      for await (const page of pages) {
        this.#items.push(...page);
        if (this.#items.length === 0) continue;
        setReady();
        this.#tellGrowth();
      }
    } catch (error) {
      this.#error = error;
    }
    setReady();
    if (this.#shown > 0 && (this.#shown < this.#items.length || this.#error)) this.#onGrowth();
  }

  #tellGrowth(): void {
    const isFirst = this.#shown === 0;
    if (!isFirst && this.#items.length < this.#shown * 2) return;
    this.#shown = this.#items.length;
    if (!isFirst) this.#onGrowth();
  }
}
