import type { Pages } from '../../../src/core/ports.ts';
import { roundTrip } from './roundTrip.ts';

/** Pages that come when a test says so. */
export class HeldPages<T> {
  /** How often reading them has begun. */
  reads = 0;
  /** The signal of the last read. */
  signal: AbortSignal | undefined;
  readonly #slots: PromiseWithResolvers<readonly T[] | undefined>[] = [];
  #given = 0;
  #taken = 0;

  /** Lets a page arrive, and then what it brings about. */
  async give(page: readonly T[]): Promise<void> {
    this.#slot(this.#given++).resolve(page);
    await roundTrip();
  }

  /** Says that there are no more pages. */
  async end(): Promise<void> {
    this.#slot(this.#given++).resolve(undefined);
    await roundTrip();
  }

  async fail(error: Error): Promise<void> {
    this.#slot(this.#given++).reject(error);
    await roundTrip();
  }

  readonly read = (signal: AbortSignal): Pages<T> => {
    this.reads += 1;
    this.signal = signal;
    return this.#pages();
  };

  async *#pages(): Pages<T> & AsyncGenerator<readonly T[]> {
    for (let page = await this.#take(); page; page = await this.#take()) yield page;
  }

  #take(): Promise<readonly T[] | undefined> {
    return this.#slot(this.#taken++).promise;
  }

  #slot(index: number): PromiseWithResolvers<readonly T[] | undefined> {
    return (this.#slots[index] ??= unhurried());
  }
}

/** A promise whose failure may be looked at later. */
function unhurried<T>(): PromiseWithResolvers<T> {
  const slot = Promise.withResolvers<T>();
  slot.promise.catch(() => undefined);
  return slot;
}
