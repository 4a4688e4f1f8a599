import { hasCode, isCancellation } from '../errors.ts';
import { ObstacleError } from '../preflight/evidence.ts';
import type { Obstacle } from '../preflight/finding.ts';
import type { Obstacles, Unchecked } from './evidence.ts';

/** Looks at this and that, each of which may not be there to be seen, and remembers what stood in the way. */
export class Looks {
  readonly #signal: AbortSignal;
  readonly #obstacles: Partial<Record<Unchecked, Obstacle>> = {};

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get obstacles(): Obstacles {
    return this.#obstacles;
  }

  /**
   * @param what the obstacle is remembered for.
   * @returns undefined when it could not be seen.
   * @throws AbortError when nobody waits any more, and nothing else.
   */
  async at<T>(what: Unchecked, look: Promise<T>): Promise<T | undefined> {
    try {
      return await look;
    } catch (error) {
      this.#signal.throwIfAborted();
      if (isCancellation(error)) throw error;
      // What stood in the way first is why the rest was not to be seen either.
      this.#obstacles[what] ??= obstacleOf(error);
      return undefined;
    }
  }
}

function obstacleOf(error: unknown): Obstacle {
  if (error instanceof ObstacleError) return error.obstacle;
  return hasCode(error, 'repository.notFound') ? { kind: 'missing' } : { kind: 'error', error };
}
