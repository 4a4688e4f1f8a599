/** The credentials that machines are given for their role, in the spelling that containers and instances share. */

import type { Identities, Role } from './identities.ts';
import { formatTimestamp } from './timestamp.ts';

export interface WorkloadCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  readonly Expiration: string;
}

const sessionSeconds = 6 * 60 * 60;

/** @param sessionName names the machine. */
export function issueToWorkload(
  identities: Identities,
  role: Pick<Role, 'name' | 'accountId'>,
  sessionName: string,
): WorkloadCredentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = identities.issue(
    identities.session(role, sessionName),
    sessionSeconds,
  );
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: formatTimestamp(expiresAt),
  };
}
