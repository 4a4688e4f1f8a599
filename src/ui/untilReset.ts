import type { ActiveSession } from './activeSession.ts';

/** A walk ends with its session: what was listed with one profile is not written with another. */
export async function untilReset<T>(
  activeSession: Pick<ActiveSession, 'onDidReset'>,
  walk: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const subscription = activeSession.onDidReset(() => ended.abort());
  try {
    return await walk(ended.signal);
  } finally {
    subscription.dispose();
  }
}
