import { usualTiming } from '../poll.ts';

const { firstDelayMs, longestDelayMs, growth, limitMs } = usualTiming;

/** Nobody waits in front of the screen any more, and a change that took this long is not over a moment later. */
const slowDelayMs = 5 * 60_000;

const dayMs = 24 * 60 * 60_000;

/**
 * How long to wait before a change is looked at: often while somebody may be waiting for it, seldom after the usual
 * time limit.
 * @param looks how often it was looked at since following it began or went on.
 */
export function delayBeforeLook(looks: number, ageMs: number): number {
  if (isLate(ageMs)) return slowDelayMs;
  return Math.min(firstDelayMs * growth ** looks, longestDelayMs);
}

/** Whether it takes longer than changes usually do. */
export function isLate(ageMs: number): boolean {
  return ageMs >= limitMs;
}

/** Whether it is time to stop looking: SageMaker will hardly come to an end with it any more. */
export function isHopeless(ageMs: number): boolean {
  return ageMs >= 7 * dayMs;
}

/** Whether nobody wants to know any more. */
export function isOutdated(ageMs: number): boolean {
  return ageMs >= 90 * dayMs;
}
