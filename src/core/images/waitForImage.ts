import { isPassing } from '../errors.ts';
import type { ImageDetails } from '../model.ts';
import { pollUntil, usualTiming, type PollTiming } from '../poll.ts';
import type { Clock, ImageStore } from '../ports.ts';

export interface WaitContext {
  readonly images: ImageStore;
  readonly clock: Clock;
  readonly timing?: PollTiming;
}

/** Waits until an image is no longer CREATING. @returns undefined when it still is when the time limit has passed. */
export async function waitForImage(
  name: string,
  { images, clock, timing = usualTiming }: WaitContext,
  signal: AbortSignal,
): Promise<ImageDetails | undefined> {
  const look = (stop: AbortSignal): Promise<ImageDetails> => images.describeImage(name, stop);
  const now = await look(signal).catch((error: unknown) => {
    if (!isPassing(error)) throw error;
    return undefined;
  });
  return now && isOver(now) ? now : pollUntil(look, isOver, clock, timing, signal);
}

function isOver({ status }: ImageDetails): boolean {
  return status !== 'CREATING';
}
