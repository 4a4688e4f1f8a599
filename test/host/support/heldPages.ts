import type { Pages } from '../../../src/core/ports.ts';
import { roundTrip } from './roundTrip.ts';

/** Pages that come when a test says so. */
export class HeldPages<T> {
  /** How often reading them has begun. */
  reads = 0;
  /** The signal of the last read. */
  signal: AbortSignal | undefined;
  #next = Promise.withResolvers<readonly T[] | undefined>();

  /** Lets a page arrive, and then what it brings about. */
  async give(page: readonly T[]): Promise<void> {
    await this.#settle(({ resolve }) => resolve(page));
  }

  /** Says that there are no more pages. */
  async end(): Promise<void> {
    await this.#settle(({ resolve }) => resolve(undefined));
  }

  async fail(error: Error): Promise<void> {
    await this.#settle(({ reject }) => reject(error));
  }

  readonly read = async function* (this: HeldPages<T>, signal: AbortSignal): Pages<T> {
    this.reads += 1;
    this.signal = signal;
    for (;;) {
      const page = await this.#next.promise;
      if (!page) return;
      yield page;
    }
  }.bind(this);

  async #settle(settle: (next: PromiseWithResolvers<readonly T[] | undefined>) => void): Promise<void> {
    const now = this.#next;
    this.#next = Promise.withResolvers();
    this.#next.promise.catch(() => undefined);
    settle(now);
    await roundTrip();
  }
}
