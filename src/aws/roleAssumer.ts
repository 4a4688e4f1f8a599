import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleCommandInput,
  type AssumeRoleCommandOutput,
  type AssumeRoleWithWebIdentityCommandInput,
} from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { accountOf } from '../core/arn.ts';
import { AppError, hasCode } from '../core/errors.ts';
import type { AskMfaCode } from '../core/ports.ts';
import { call, required, type Caller } from './call.ts';
import { createRoleClient, type Network } from './clients.ts';
import { HeldCredentials } from './heldCredentials.ts';

/** Which profile is being resolved, and how STS is reached. */
export interface RoleContext {
  readonly caller: Caller;
  readonly network: Network;
}

/**
 * Assumes roles for the SDK's providers, with this extension's endpoints and network, and asks for MFA codes: once per
 * role and life of its credentials, whichever profiles and regions use them.
 */
export class RoleAssumer {
  readonly #askMfaCode: AskMfaCode;
  readonly #withMfa = new Map<string, HeldCredentials>();

  constructor(askMfaCode: AskMfaCode) {
    this.#askMfaCode = askMfaCode;
  }

  async assume(
    source: AwsCredentialIdentity,
    role: AssumeRoleCommandInput,
    context: RoleContext,
  ): Promise<AwsCredentialIdentity> {
    try {
      return await (role.SerialNumber === undefined
        ? assumeRole(source, role, context)
        : this.#assumeWithMfa(source, role, context));
    } catch (error) {
      if (hasCode(error, 'auth.expired')) await this.reject(source);
      throw error;
    }
  }

  /** Forgets credentials that are over: the next use asks for a code again. */
  async reject(refused: AwsCredentialIdentity): Promise<void> {
    await Promise.all([...this.#withMfa.values()].map((held) => held.reject(refused)));
  }

  async #assumeWithMfa(
    source: AwsCredentialIdentity,
    role: AssumeRoleCommandInput,
    context: RoleContext,
  ): Promise<AwsCredentialIdentity> {
    const key = keyOf(source, role);
    const held =
      this.#withMfa.get(key) ??
      new HeldCredentials(async () =>
        assumeRole(source, { ...role, TokenCode: await this.#code(role, context) }, context),
      );
    this.#withMfa.set(key, held);
    return held.provide();
  }

  async #code({ SerialNumber, RoleArn }: AssumeRoleCommandInput, { caller }: RoleContext): Promise<string> {
    const { profile } = caller;
    const code = await this.#askMfaCode({ serial: SerialNumber ?? '', roleArn: RoleArn ?? '', profile });
    if (code === undefined) throw new AppError('auth.mfaCancelled', { profile });
    return code;
  }
}

export async function assumeRoleWithWebIdentity(
  role: AssumeRoleWithWebIdentityCommandInput,
  { caller, network }: RoleContext,
): Promise<AwsCredentialIdentity> {
  const client = createRoleClient(caller.region, undefined, network);
  const operation = 'AssumeRoleWithWebIdentity';
  const answer = await call(caller, { operation }, neverAborted, (options) =>
    client.send(new AssumeRoleWithWebIdentityCommand(role), options),
  );
  return credentialsOf(answer, operation);
}

/** The SDK's providers have no signal to pass on; the network gives up by itself. */
const neverAborted = new AbortController().signal;

async function assumeRole(
  source: AwsCredentialIdentity,
  role: AssumeRoleCommandInput,
  { caller, network }: RoleContext,
): Promise<AwsCredentialIdentity> {
  const client = createRoleClient(caller.region, source, network);
  const operation = 'AssumeRole';
  const subject = { operation, ...(role.SerialNumber && { mfaSerial: role.SerialNumber }) };
  const answer = await call(caller, subject, neverAborted, (options) =>
    client.send(new AssumeRoleCommand(role), options),
  );
  return credentialsOf(answer, operation);
}

/** The SDK makes up a new session name each time, unless the profile gives one. */
function keyOf(source: AwsCredentialIdentity, role: AssumeRoleCommandInput): string {
  const sessionName = role.RoleSessionName?.startsWith('aws-sdk-js-') ? '' : role.RoleSessionName;
  const { RoleArn, SerialNumber, ExternalId, DurationSeconds } = role;
  return [source.accessKeyId, RoleArn, SerialNumber, ExternalId, sessionName, DurationSeconds].join('\n');
}

function credentialsOf(
  answer: Pick<AssumeRoleCommandOutput, 'Credentials' | 'AssumedRoleUser'>,
  operation: string,
): AwsCredentialIdentity {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = required(answer.Credentials, operation);
  const accountId = accountOf(answer.AssumedRoleUser?.Arn ?? '');
  return {
    accessKeyId: required(AccessKeyId, operation),
    secretAccessKey: required(SecretAccessKey, operation),
    sessionToken: required(SessionToken, operation),
    ...(Expiration && { expiration: Expiration }),
    ...(accountId && { accountId }),
  };
}
