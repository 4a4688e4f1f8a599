import { pollUntil, usualTiming, type PollTiming } from '../poll.ts';
import type { Clock } from '../ports.ts';

/** Something that SageMaker is changing. */
export interface Changing {
  /** One of the same id is the same. */
  readonly id: string;
  /** @returns whether it is still changing */
  look(signal: AbortSignal): Promise<boolean>;
}

/**
 * As many are looked at again and again. Hardly ever are there more, and those get their turn as the others finish:
 * a listing full of them must not become a storm.
 */
const pollersAtMost = 20;

export interface PollersContext {
  readonly clock: Clock;
  readonly timing?: PollTiming;
  /** Told of a look that failed for good. */
  readonly onFailure: (error: unknown) => void;
}

/** Looks at what is changing until it no longer is, each with its own growing pauses, and at nothing else. */
export class Pollers {
  readonly #context: PollersContext;
  /** Also those that gave up: they are not begun again before they were gone from what is to be followed. */
  readonly #pollers = new Map<string, AbortController>();

  constructor(context: PollersContext) {
    this.#context = context;
  }

  /** Follows these, and no longer any other. What is followed already goes on as it is. */
  follow(changing: readonly Changing[]): void {
    const followed = changing.slice(0, pollersAtMost);
    const ids = new Set(followed.map(({ id }) => id));
    for (const id of this.#pollers.keys()) if (!ids.has(id)) this.#end(id);
    for (const one of followed) if (!this.#pollers.has(one.id)) void this.#poll(one);
  }

  stop(): void {
    this.follow([]);
  }

  #end(id: string): void {
    this.#pollers.get(id)?.abort();
    this.#pollers.delete(id);
  }

  async #poll(changing: Changing): Promise<void> {
    const { clock, timing = usualTiming, onFailure } = this.#context;
    const ended = new AbortController();
    this.#pollers.set(changing.id, ended);
    try {
      await pollUntil(
        (signal) => changing.look(signal),
        (isChanging) => !isChanging,
        clock,
        timing,
        ended.signal,
      );
    } catch (error) {
      if (!ended.signal.aborted) onFailure(error);
    }
  }
}
