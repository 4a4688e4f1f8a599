/** Milliseconds that asynchronous work takes, or `manual` when only `settle()` ends it. */
export type TransitionDelay = number | 'manual';

/** The work that goes on after an answer: an image that becomes CREATED, a version that disappears. */
export class Transitions {
  delay: TransitionDelay;
  readonly #pending = new Map<() => void, NodeJS.Timeout | undefined>();

  constructor(delay: TransitionDelay) {
    this.delay = delay;
  }

  /** Has the work done after the delay. */
  schedule(work: () => void): void {
    const timer = this.delay === 'manual' ? undefined : setTimeout(() => this.#finish(work), this.delay);
    this.#pending.set(work, timer);
  }

  /** Ends all pending work now. */
  settle(): void {
    for (const work of this.#pending.keys()) this.#finish(work);
  }

  /** Forgets all pending work. */
  cancel(): void {
    for (const timer of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  #finish(work: () => void): void {
    clearTimeout(this.#pending.get(work));
    this.#pending.delete(work);
    work();
  }
}
