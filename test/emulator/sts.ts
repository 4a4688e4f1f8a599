/** AWS STS: who signed a request, and the roles that they can take on. */

import { anonymous } from './identities.ts';
import type { Identities, Principal, Role } from './identities.ts';
import { stsOperations } from './identityConstraints.ts';
import type { Handlers, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import { describeProblems } from './validation.ts';
import type { Problem } from './validation.ts';

type Table = typeof stsOperations;
type Input<Operation extends keyof Table> = ValueOf<Table[Operation]['input']>;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;

export interface StsSettings {
  /** The only device that there is. */
  readonly mfaSerial: string;
  /** What it shows. */
  readonly mfaCode: string;
  /** The only token of another identity provider that is good. */
  readonly webIdentityToken: string;
}

const defaultDuration = 3600;
const maxChainedDuration = 3600;

export class Sts implements Service {
  readonly name = 'sts';
  readonly wire = {
    protocol: 'query',
    version: '2011-06-15',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  } as const;
  readonly servesAllAccounts = true;
  readonly operations = stsOperations;
  readonly handlers: Handlers<Table> = {
    GetCallerIdentity: (_input, { userId, accountId, arn }) => ({
      UserId: userId,
      Account: accountId,
      Arn: arn,
    }),
    AssumeRole: (input, caller) => this.#assumeRole(input, caller),
    AssumeRoleWithWebIdentity: (input) => this.#assumeRoleWithWebIdentity(input),
  };
  readonly #identities: Identities;
  readonly #settings: StsSettings;

  constructor(identities: Identities, settings: StsSettings) {
    this.#identities = identities;
    this.#settings = settings;
  }

  refusal(problems: readonly Problem[]): ServiceError {
    return invalid(describeProblems(problems));
  }

  resourceOf(_operation: string, { RoleArn: roleArn }: Readonly<Record<string, unknown>>): string {
    return typeof roleArn === 'string' ? roleArn : '*';
  }

  #assumeRole(input: Input<'AssumeRole'>, caller: Principal): Output<'AssumeRole'> {
    const hasMfa = this.#checkMfa(input);
    const role = this.#identities.findRole(input.RoleArn);
    const isAdmitted =
      role?.trusts(caller) &&
      (role.externalId === undefined || role.externalId === input.ExternalId) &&
      (hasMfa || !role.requiresMfa);
    if (!role || !isAdmitted) {
      throw denied(
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
      );
    }
    if (caller.roleArn !== undefined) checkChainedDuration(input);
    return this.#session(role, input);
  }

  #assumeRoleWithWebIdentity(input: Input<'AssumeRoleWithWebIdentity'>): Output<'AssumeRoleWithWebIdentity'> {
    if (input.WebIdentityToken !== this.#settings.webIdentityToken) {
      throw new ServiceError(
        'InvalidIdentityTokenException',
        'The web identity token that was passed could not be validated by AWS.',
      );
    }
    const role = this.#identities.findRole(input.RoleArn);
    if (!role?.trusts(anonymous)) throw denied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
    return {
      ...this.#session(role, input),
      SubjectFromWebIdentityToken: 'developer',
      Audience: 'sts.amazonaws.com',
    };
  }

  /** @returns whether a code was given, which is then a good one */
  #checkMfa({ SerialNumber: serial, TokenCode: code }: Input<'AssumeRole'>): boolean {
    if (serial === undefined && code === undefined) return false;
    if (serial === undefined || code === undefined) {
      throw mfaFailed(', must provide both MFA serial number and one time pass code.');
    }
    if (serial !== this.#settings.mfaSerial) {
      throw mfaFailed(
        ', unable to validate MFA code.  ' +
          'Please verify your MFA serial number is valid and associated with this user.',
      );
    }
    if (code !== this.#settings.mfaCode) throw mfaFailed(' with invalid MFA one time pass code.');
    return true;
  }

  #session(
    role: Role,
    { RoleSessionName: sessionName, DurationSeconds: seconds = defaultDuration }: Input<'AssumeRole'>,
  ): Output<'AssumeRole'> {
    if (seconds > role.maxSessionSeconds) {
      throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
    }
    const principal = this.#identities.session(role, sessionName);
    const credentials = this.#identities.issue(principal, seconds);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiresAt / 1000,
      },
      AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    };
  }
}

/** A session that was begun from within another role's is a short one. */
function checkChainedDuration({ DurationSeconds: seconds = defaultDuration }: Input<'AssumeRole'>): void {
  if (seconds <= maxChainedDuration) return;
  throw invalid(
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  );
}

function mfaFailed(how: string): ServiceError {
  return denied(`MultiFactorAuthentication failed${how}`);
}

function denied(message: string): ServiceError {
  return new ServiceError('AccessDeniedException', message);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
