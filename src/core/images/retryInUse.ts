import { hasCode } from '../errors.ts';
import type { Clock } from '../ports.ts';

/** Somebody else's change of the image is usually over within seconds. */
const delaysMs = [1_000, 2_000, 4_000, 8_000];

/** Tries again for a while when somebody else is changing the image. @throws the last error. */
export async function retryInUse<T>(make: () => Promise<T>, clock: Clock, signal: AbortSignal): Promise<T> {
  for (const delayMs of delaysMs) {
    try {
      return await make();
    } catch (error) {
      if (!hasCode(error, 'image.inUse')) throw error;
    }
    await clock.delay(delayMs, signal);
  }
  return make();
}
