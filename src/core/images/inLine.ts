import { orAborted } from '../abort.ts';
import type { Serial } from '../serial.ts';

/**
 * Runs a write to an image when those before it are over. Whoever stands in line can give up at once; a task that has
 * begun decides for itself what to do about the signal.
 */
export async function inLine<T>(
  imageName: string,
  writes: Serial,
  signal: AbortSignal,
  task: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const waiting = new AbortController();
  const giveUp = (): void => waiting.abort(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  const result = writes.run(imageName, () => {
    signal.throwIfAborted();
    signal.removeEventListener('abort', giveUp);
    return task();
  });
  return orAborted(result, waiting.signal);
}
