/** Who there is, the keys that they sign with, and the roles that they can take on. */

import { createHash, randomBytes } from 'node:crypto';
import type { Arns } from './arns.ts';
import { everything, type Policy } from './policies.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A user, or somebody in a role's session. */
export interface Principal {
  readonly arn: string;
  readonly userId: string;
  readonly accountId: string;
  /** Of the role whose session it is. */
  readonly roleArn?: string;
}

export interface AccessKey extends Credentials {
  /** What requests must carry beside the signature, if the key is a temporary one. */
  readonly sessionToken?: string;
  /** Milliseconds since the epoch; infinite for keys that nobody ends. */
  readonly expiresAt: number;
  readonly principal: Principal;
}

/** Keys of a session, as they are given out. */
export interface SessionCredentials extends Credentials {
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface NewUser {
  readonly name: string;
  /** The emulator's own, if not given. */
  readonly accountId?: string;
}

export interface NewRole {
  readonly name: string;
  /** Begins and ends with a slash; just one, if not given. */
  readonly path?: string;
  /** The emulator's own, if not given. */
  readonly accountId?: string;
  /** What whoever takes the role on must know. */
  readonly externalId?: string;
  readonly requiresMfa?: boolean;
  /** Who may take it on: ARNs of users, roles, sessions or account roots, or a condition. Anyone, if not given. */
  readonly trusts?: readonly string[] | ((caller: Principal) => boolean);
  /** What IAM tells as the trust policy, like that of a role for services; else it is made of `trusts`. */
  readonly trustPolicy?: object;
  /** What it may do; everything, if not given. */
  readonly policy?: Policy;
  readonly description?: string;
  /** Now, if not given. */
  readonly createdAt?: Date;
  /** One hour, if not given. */
  readonly maxSessionSeconds?: number;
}

export interface Role {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly accountId: string;
  readonly trustPolicy: object;
  readonly policy: Policy;
  readonly description: string | undefined;
  readonly createdAt: Date;
  readonly externalId: string | undefined;
  readonly requiresMfa: boolean;
  readonly maxSessionSeconds: number;
  trusts(caller: Principal): boolean;
}

export interface IdentitySettings {
  /** How long sessions live, whatever was asked for. */
  readonly sessionSeconds: number | undefined;
}

/** Whoever calls an operation that takes no signature. */
export const anonymous: Principal = { arn: 'anonymous', userId: 'anonymous', accountId: 'anonymous' };

export class Identities {
  readonly #arns: Arns;
  readonly #settings: IdentitySettings;
  readonly #keys = new Map<string, AccessKey>();
  readonly #roles = new Map<string, Role>();

  constructor(arns: Arns, settings: IdentitySettings) {
    this.#arns = arns;
    this.#settings = settings;
  }

  addKey(key: AccessKey): void {
    this.#keys.set(key.accessKeyId, key);
  }

  findKey(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  endKey(accessKeyId: string): void {
    const key = this.#keys.get(accessKeyId);
    if (key) this.addKey({ ...key, expiresAt: 0 });
  }

  /** Ends every session whose keys were given out. */
  endSessions(): void {
    for (const { accessKeyId, expiresAt } of this.#keys.values()) {
      if (expiresAt !== Number.POSITIVE_INFINITY) this.endKey(accessKeyId);
    }
  }

  /** Adds a user, or gives another pair of keys to one that exists. */
  addUser({ name, accountId = this.#arns.accountId }: NewUser): Credentials {
    const credentials = newKeyPair('AKIA');
    const principal = this.user(name, accountId);
    this.addKey({ ...credentials, expiresAt: Number.POSITIVE_INFINITY, principal });
    return credentials;
  }

  /** @returns the role's ARN */
  addRole({ name, path = '/', accountId = this.#arns.accountId, ...role }: NewRole): string {
    const arns = this.#arns.ofAccount(accountId);
    const arn = arns.role(`${path.slice(1)}${name}`);
    const { trusts = () => true } = role;
    const isList = typeof trusts !== 'function';
    this.#roles.set(arn, {
      name,
      path,
      arn,
      id: uniqueId('AROA', arn),
      accountId,
      trustPolicy: role.trustPolicy ?? trustPolicyOf({ AWS: isList ? trusts : arns.root() }),
      policy: role.policy ?? everything,
      description: role.description,
      createdAt: role.createdAt ?? new Date(),
      externalId: role.externalId,
      requiresMfa: role.requiresMfa ?? false,
      maxSessionSeconds: role.maxSessionSeconds ?? 3600,
      trusts: isList ? (caller) => this.#isListed(caller, trusts) : trusts,
    });
    return arn;
  }

  /** The roles of the emulator's own account, by name. */
  get roles(): readonly Role[] {
    return [...this.#roles.values()]
      .filter(({ accountId }) => accountId === this.#arns.accountId)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  findRole(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  user(name: string, accountId = this.#arns.accountId): Principal {
    const arn = this.#arns.ofAccount(accountId).user(name);
    return { arn, userId: uniqueId('AIDA', arn), accountId };
  }

  /** Whoever takes a role on; it need not have been added. */
  session(
    role: Pick<Role, 'name' | 'accountId'> & Partial<Pick<Role, 'arn'>>,
    sessionName: string,
  ): Principal {
    const arns = this.#arns.ofAccount(role.accountId);
    const roleArn = role.arn ?? arns.role(role.name);
    return {
      arn: arns.assumedRole(role.name, sessionName),
      userId: `${uniqueId('AROA', roleArn)}:${sessionName}`,
      accountId: role.accountId,
      roleArn,
    };
  }

  /** Gives out keys that live for so many seconds, unless the settings have another number. */
  issue(principal: Principal, seconds: number): SessionCredentials {
    const expiresAt = Date.now() + (this.#settings.sessionSeconds ?? seconds) * 1000;
    const sessionToken = randomBytes(180).toString('base64');
    const credentials = { ...newKeyPair('ASIA'), sessionToken, expiresAt };
    this.addKey({ ...credentials, principal });
    return credentials;
  }

  #isListed({ arn, roleArn, accountId }: Principal, arns: readonly string[]): boolean {
    const root = this.#arns.ofAccount(accountId).root();
    return arns.some((listed) => listed === arn || listed === roleArn || listed === root);
  }
}

/** A trust policy with one statement, which lets these principals take the role on. */
export function trustPolicyOf(principal: object): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  };
}

/** `AKIA` begins the ids of keys that last, `ASIA` those of a session's. */
function newKeyPair(prefix: 'AKIA' | 'ASIA'): Credentials {
  return {
    accessKeyId: prefix + randomBytes(8).toString('hex').toUpperCase(),
    secretAccessKey: randomBytes(30).toString('base64'),
  };
}

/** The id that a user or a role has beside its name: `AIDA…` or `AROA…`. */
function uniqueId(prefix: 'AIDA' | 'AROA', arn: string): string {
  return prefix + createHash('sha256').update(arn).digest('hex').toUpperCase().slice(0, 17);
}
