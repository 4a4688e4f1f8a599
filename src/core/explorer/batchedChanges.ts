import type { Clock } from '../ports.ts';

/** So often can rows be shown anew without the sidebar flickering; a person sees no delay. */
const intervalMs = 50;

/** Collects what changes shortly one after the other, so that it is shown anew in one go. */
export class BatchedChanges<T> {
  readonly #clock: Clock;
  readonly #show: (changed: readonly T[]) => void;
  readonly #changed = new Set<T>();
  #waiting: AbortController | undefined;

  constructor(clock: Clock, show: (changed: readonly T[]) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  add(changed: T): void {
    this.#changed.add(changed);
    if (!this.#waiting) void this.#showLater();
  }

  /** Forgets what was not shown: all of it is shown anew in another way, or not any more. */
  clear(): void {
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#changed.clear();
  }

  async #showLater(): Promise<void> {
    const waiting = new AbortController();
    this.#waiting = waiting;
    await this.#clock.delay(intervalMs, waiting.signal).catch(() => undefined);
    if (waiting.signal.aborted) return;
    this.#waiting = undefined;
    const changed = [...this.#changed];
    this.#changed.clear();
    this.#show(changed);
  }
}
