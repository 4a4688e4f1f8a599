import type { AwsCredentialIdentity } from '@smithy/types';
import type { Log, Pages } from '../core/ports.ts';
import { orAborted } from '../core/abort.ts';
import { AppError, hasCode } from '../core/errors.ts';
import { translateError, type CallContext } from './errors.ts';
import type { HeldCredentials } from './heldCredentials.ts';

/** What the adapters of one session share. */
export interface Caller {
  readonly profile: string;
  readonly region: string;
  readonly log: Log;
}

type RefusedBecause = 'auth.expired' | 'auth.invalid';

/** A caller whose credentials can be renewed when AWS refuses them. */
export interface SignedCaller extends Caller {
  readonly credentials: Pick<HeldCredentials, 'provide'> & {
    reject(refused: AwsCredentialIdentity, why: RefusedBecause): Promise<void>;
  };
}

interface Answer {
  readonly $metadata: { readonly requestId?: string; readonly attempts?: number };
}

/** Goes before a call that changes something, and refuses it by rejecting. */
export type BeforeWrite = (signal: AbortSignal) => Promise<void>;

/**
 * Makes one call with the session's credentials. Those that AWS refuses may have been renewed elsewhere, or be renewed
 * without anybody's help: it is called once more with what there is then, before the user is told.
 * @param beforeWrite goes before each of the two: renewed credentials can be those of another account.
 */
export async function signedCall<T extends Answer>(
  caller: SignedCaller,
  subject: Omit<CallContext, 'profile' | 'region'>,
  signal: AbortSignal,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  beforeWrite?: BeforeWrite,
): Promise<T> {
  const { credentials } = caller;
  let used: AwsCredentialIdentity | undefined;
  const attempt = async (): Promise<T> => {
    used = await orAborted(credentials.provide(), signal);
    return call(caller, subject, signal, send);
  };
  const check = async (): Promise<void> => beforeWrite && orAborted(beforeWrite(signal), signal);

  await check();
  try {
    return await attempt();
  } catch (error) {
    if (!hasCode(error, 'auth.expired', 'auth.invalid')) throw error;
    if (used) await credentials.reject(used, error.code);
    await check();
    return attempt();
  }
}

/**
 * Makes one call: logs that it was made, translates its error, and stops waiting as soon as the signal aborts (the SDK
 * itself does not look at the signal between two tries).
 */
export async function call<T extends Answer>(
  caller: Caller,
  subject: Omit<CallContext, 'profile' | 'region'>,
  signal: AbortSignal,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const { log, profile, region } = caller;
  signal.throwIfAborted();
  try {
    const answer = await orAborted(send({ abortSignal: signal }), signal);
    const { requestId, attempts } = answer.$metadata;
    log.debug(`[aws] ${subject.operation} in ${region}, attempts ${attempts}, request: ${requestId}`);
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    const name = error instanceof Error ? error.name : typeof error;
    log.debug(`[aws] ${subject.operation} in ${region} failed: ${name}`);
    throw translateError(error, { ...subject, profile, region });
  }
}

/** Follows a listing's tokens from page to page. */
export async function* pages<T>(
  fetchPage: (token: string | undefined) => Promise<{ items: readonly T[]; token: string | undefined }>,
): Pages<T> {
  let token: string | undefined;
  do {
    const page = await fetchPage(token);
    token = page.token;
    yield page.items;
  } while (token);
}

/** A member that the service promises and the SDK's types do not. */
export function required<T>(value: T | undefined, operation: string): T {
  if (value === undefined) throw new AppError('service.failed', { operation, status: undefined });
  return value;
}
