import { isPassing } from './errors.ts';
import type { Clock } from './ports.ts';

export interface PollTiming {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  readonly growth: number;
  readonly limitMs: number;
}

/** SageMaker's own waiters ask every 60 s, though a version is often there after one: ask soon, then back off. */
export const usualTiming: PollTiming = {
  firstDelayMs: 1_000,
  longestDelayMs: 10_000,
  growth: 1.5,
  limitMs: 20 * 60_000,
};

/**
 * Looks until `isDone` holds. Failures that waiting may cure (network, throttling) only make it wait longer.
 * @returns the last look, or undefined when the time limit passed first.
 * @throws the look's error when waiting cannot cure it, and the signal's reason when it aborts.
 */
export async function pollUntil<T>(
  look: (signal: AbortSignal) => Promise<T>,
  isDone: (seen: T) => boolean,
  clock: Clock,
  timing: PollTiming,
  signal: AbortSignal,
): Promise<T | undefined> {
  const deadline = clock.now().getTime() + timing.limitMs;
  let delayMs = timing.firstDelayMs;
  while (clock.now().getTime() < deadline) {
    await clock.delay(delayMs, signal);
    delayMs = Math.min(delayMs * timing.growth, timing.longestDelayMs);
    const seen = await lookOnce(look, signal);
    if (seen && isDone(seen.value)) return seen.value;
  }
  return undefined;
}

async function lookOnce<T>(
  look: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<{ value: T } | undefined> {
  try {
    return { value: await look(signal) };
  } catch (error) {
    if (!isPassing(error)) throw error;
    return undefined;
  }
}
