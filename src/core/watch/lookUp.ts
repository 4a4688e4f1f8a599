import { accountOf } from '../arn.ts';
import { AppError, hasCode, isKnownError, isPassing } from '../errors.ts';
import type { ImageDetails, VersionDetails } from '../model.ts';
import type { Session } from '../ports.ts';
import type { PendingChange } from './change.ts';

export interface LookContext {
  readonly session: Session;
  /** Whether this is the session that made the change, a moment ago. */
  readonly isMaker: boolean;
}

/**
 * Describes what is being changed.
 * @returns undefined when it is not there any more.
 * @throws AppError `account.unexpected` when the session is of another account now: what that one has, or does not
 *   have, says nothing.
 */
export async function lookUp(
  { change, choice }: Pick<PendingChange, 'change' | 'choice'>,
  { session, isMaker }: LookContext,
  signal: AbortSignal,
): Promise<VersionDetails | ImageDetails | undefined> {
  const { images, profile } = session;
  const check = (account: string | undefined): void => {
    const expected = choice.expectedAccount;
    if (account === undefined || expected === undefined || account === expected) return;
    throw new AppError('account.unexpected', { profile, account, expected });
  };
  try {
    const described =
      'ref' in change
        ? await images.describeVersion(change.ref.imageName, change.ref.number, signal)
        : await images.describeImage(change.imageName, signal);
    check(accountOf(described.arn));
    return described;
  } catch (error) {
    if (!hasCode(error, 'version.notFound', 'image.notFound')) throw error;
    check(await accountNow(session, isMaker, signal));
    return undefined;
  }
}

/** Where a network lets nobody through to STS, it is still known who has just made the change. */
async function accountNow(
  session: Session,
  isMaker: boolean,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await session.identify(signal)).accountId;
  } catch (error) {
    if (isMaker && isPassing(error)) return undefined;
    throw error;
  }
}

/**
 * Whether a failed look may succeed with other credentials, another configuration or another profile. Until one of
 * them changes there is no use in looking again.
 */
export function isForWantOfSession(error: unknown): boolean {
  return isKnownError(error) && lacking.test(error.code);
}

const lacking = /^(auth|account|profile|config)\.|^region\.missing$/;
