import type { Clock } from '../../src/core/ports.ts';

/** Where tests begin: any moment does, as long as it is always the same. */
const start = new Date('2026-01-02T03:04:05.000Z');

interface Waiting {
  readonly due: number;
  readonly resolve: () => void;
}

interface Happening {
  readonly due: number;
  readonly action: () => void;
}

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  #now = start.getTime();
  #waiting: Waiting[] = [];

  now(): Date {
    return new Date(this.#now);
  }

  /** How many are waiting now. */
  get waiting(): number {
    return this.#waiting.length;
  }

  delay(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { due: this.#now + milliseconds, resolve };
    this.#waiting.push(waiting);
    signal.addEventListener('abort', () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
      reject(signal.reason);
    });
    return promise;
  }

  /** Lets time pass, and then lets those who waited for it come as far as they can. */
  async advance(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    const due = this.#waiting.filter((waiting) => waiting.due <= this.#now);
    this.#waiting = this.#waiting.filter((waiting) => waiting.due > this.#now);
    for (const { resolve } of due) resolve();
    await settled();
  }
}

/** Time in which every delay is over at once, and which remembers the delays. */
export class InstantClock implements Clock {
  readonly delays: number[] = [];
  #now = start.getTime();
  #happenings: Happening[] = [];

  now(): Date {
    return new Date(this.#now);
  }

  /** Lets something happen when that much time has passed from now. */
  after(milliseconds: number, action: () => void): void {
    this.#happenings.push({ due: this.#now + milliseconds, action });
  }

  async delay(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.delays.push(milliseconds);
    this.#now += milliseconds;
    const due = this.#happenings.filter((happening) => happening.due <= this.#now);
    this.#happenings = this.#happenings.filter((happening) => happening.due > this.#now);
    for (const { action } of due) action();
    await Promise.resolve();
    signal.throwIfAborted();
  }
}

/** Resolves when everything that can go on without time passing has done so. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
