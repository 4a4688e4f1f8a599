import type { Session } from './ports.ts';

/** With which profile and where something is written: no account is written to by surprise. */
export interface Destination {
  readonly profile: string;
  readonly region: string;
  /** Undefined until it is known; null where it can not be found out. */
  readonly accountId?: string | null;
}

export function destinationOf({ profile, region }: Pick<Session, 'profile' | 'region'>): Destination {
  return { profile, region };
}

/** Whoever is shown the account here has it held to: the session writes to no other from then on. */
export async function withAccount<D extends Destination>(
  destination: D,
  session: Pick<Session, 'identify'>,
  signal: AbortSignal,
): Promise<D> {
  const identity = await session.identify(signal).catch(() => null);
  signal.throwIfAborted();
  return { ...destination, accountId: identity && identity.accountId };
}
