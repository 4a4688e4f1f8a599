import { hasCode, isPassing } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { retryInUse } from './retryInUse.ts';

/** A write that has the same effect once and many times, and an effect that can be seen. */
export interface Write {
  make(): Promise<void>;
  /**
   * Whether what is wanted is there.
   * @throws an error of `hindrances` when what is there can not become what is wanted.
   */
  isDone(): Promise<boolean>;
}

/** What SageMaker says also to the second try of what the first, whose answer was lost, has done. */
const echoes = ['image.inUse', 'image.notFound', 'version.notFound', 'request.invalid'] as const;

const hindrances = ['alias.taken', 'image.notFound', 'version.notFound', 'version.notReady'] as const;

/**
 * Makes a write until what is wanted is there. Answers get lost, and the SDK tries again by itself: after a failure,
 * what is there decides what is said, and whether to try again.
 * @throws AppError: of the write when it did not happen, or when nobody knows.
 */
export function carryOut(write: Write, clock: Clock, signal: AbortSignal): Promise<void> {
  return retryInUse(() => makeUnlessDone(write), clock, signal);
}

async function makeUnlessDone(write: Write): Promise<void> {
  try {
    await write.make();
  } catch (error) {
    const mayBeDone = isPassing(error) || hasCode(error, ...echoes);
    if (!mayBeDone || !(await isDoneAfter(error, write))) throw error;
  }
}

async function isDoneAfter(error: unknown, write: Write): Promise<boolean> {
  try {
    return await write.isDone();
  } catch (problem) {
    throw hasCode(problem, ...hindrances) ? problem : error;
  }
}
