/** Who there is for the profiles' tables: people, roles and sign-ins of one emulated account, and all of their secrets. */

import { createHash, randomBytes } from 'node:crypto';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { startEmulator, type Emulator } from '../../../emulator/emulator.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const account = '123456789012';
export const otherAccount = '210987654321';

/** @returns the ARN of a user */
export function user(name: string, accountId = account): string {
  return `arn:aws:iam::${accountId}:user/${name}`;
}

/** @returns the ARN of a role's session; `*` stands for a name that was made up for it. */
export function assumed(role: string, sessionName = '*', accountId = account): string {
  return `arn:aws:sts::${accountId}:assumed-role/${role}/${sessionName}`;
}

/** Puts `*` in the place of a session name that the SDK, the CLI or the emulator made up. */
export function withoutMadeUpName(arn: string): string {
  return arn.replace(/\/(?:aws-sdk-js-(?:session-)?\d+|botocore-session-\d+|[\da-f]{32})$/, '/*');
}

export class World {
  readonly emulator: Emulator;
  /** Two users. */
  readonly ann: Keys;
  readonly bob: Keys;
  /** A session that goes on, and one that is over. */
  readonly session: Keys;
  readonly ended: Keys;
  /** What no log line and no error may say. */
  readonly secrets = new Set<string>();

  /** Use `createWorld`. */
  constructor(emulator: Emulator, ended: Keys) {
    this.emulator = emulator;
    this.ann = this.#remember(emulator.addUser({ name: 'ann' }));
    this.bob = this.#remember(emulator.addUser({ name: 'bob' }));
    this.session = this.#remember(emulator.sessionCredentials);
    this.ended = this.#remember(ended);
    this.secret(emulator.webIdentityToken);
    this.secret(emulator.mfaCode);
  }

  get url(): string {
    return this.emulator.url;
  }

  role(name: string, accountId = account): string {
    return `arn:aws:iam::${accountId}:role/${name}`;
  }

  /** @returns a secret that is planted somewhere, and must not come up elsewhere. */
  secret(text = `planted-${randomBytes(12).toString('hex')}`): string {
    this.secrets.add(text);
    return text;
  }

  /** A profile's settings for IAM Identity Center, its session and the file of a token. */
  sso({ token = this.ssoToken(), sessionName = newSessionName(), role = 'Developer' } = {}): SsoFixture {
    const { startUrl } = this.emulator.sso;
    return {
      sessionName,
      profile: `sso_session = ${sessionName}\nsso_account_id = ${otherAccount}\nsso_role_name = ${role}\n`,
      session: `[sso-session ${sessionName}]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\n`,
      files: { [ssoTokenFile(sessionName)]: token },
    };
  }

  ssoToken(expiresInSeconds = 28_800): string {
    return this.#text(this.emulator.sso.issueToken({ expiresInSeconds }));
  }

  /** A profile's settings for `aws login`, and the file of its session. */
  login({ session = this.loginSession() } = {}): Pick<SsoFixture, 'profile' | 'files'> {
    const { session: name } = this.emulator.login;
    return {
      profile: `login_session = ${name}\n`,
      files: { [`.aws/login/cache/${createHash('sha256').update(name).digest('hex')}.json`]: session },
    };
  }

  loginSession(expiresInSeconds = 900): string {
    return this.#text(this.emulator.login.issueToken({ expiresInSeconds }));
  }

  #text(token: object): string {
    this.rememberToken(token);
    return JSON.stringify(token);
  }

  /** Adds what is secret in the file of a sign-in. */
  rememberToken(token: object): void {
    for (const [name, value] of Object.entries(token) as [string, unknown][]) {
      if (typeof value === 'object' && value !== null) this.rememberToken(value);
      else if (/token$|secret|key$/i.test(name) && name !== 'accessKeyId' && typeof value === 'string') {
        this.secret(value);
      }
    }
  }

  #remember<T extends Keys>(keys: T): T {
    this.secret(keys.secretAccessKey);
    if (keys.sessionToken !== undefined) this.secret(keys.sessionToken);
    return keys;
  }
}

interface SsoFixture {
  readonly sessionName: string;
  readonly profile: string;
  readonly session: string;
  readonly files: Readonly<Record<string, string>>;
}

/** @param key the name of the `sso-session`, or the older profiles' start URL */
export function ssoTokenFile(key: string): string {
  return `.aws/sso/cache/${createHash('sha1').update(key).digest('hex')}.json`;
}

/** The SDK remembers by a session's name when it last refreshed its token, for all tests of this process. */
function newSessionName(): string {
  return `corp-${randomBytes(8).toString('hex')}`;
}

/** Keys as both configuration files spell them. */
export function keysText({ accessKeyId, secretAccessKey, sessionToken }: Keys): string {
  const token = sessionToken === undefined ? '' : `aws_session_token = ${sessionToken}\n`;
  return `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${token}`;
}

/** Keys as the environment spells them. */
export function keysInEnvironment({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: Keys): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
  };
}

export async function createWorld(): Promise<World> {
  const emulator = await startEmulator({ transitionDelay: 'manual' });
  emulator.mfaCode = '864209';
  emulator.addRole({ name: 'Reader', maxSessionSeconds: 7200 });
  emulator.addRole({ name: 'Vendor', externalId: 'tenant-7' });
  emulator.addRole({ name: 'Admin', requiresMfa: true });
  emulator.addRole({ name: 'UsersOnly', trusts: [`arn:aws:iam::${account}:root`] });
  const first = emulator.addRole({ name: 'First', accountId: otherAccount });
  const second = emulator.addRole({ name: 'Second', accountId: '333333333333', trusts: [first] });
  emulator.addRole({ name: 'Third', trusts: [second] });
  const ofSso = `arn:aws:iam::${otherAccount}:role/AWSReservedSSO_Developer_0123456789abcdef`;
  emulator.addRole({ name: 'Deployer', trusts: [ofSso] });
  emulator.assignSsoRole({ accountId: otherAccount, roleName: 'Developer' });
  // Both are there all the time; the environment decides who looks for them.
  emulator.containerRole = 'TaskRole';
  emulator.instanceRole = 'StudioHost';
  const ended = await endedSession(emulator);
  emulator.forgetRequests();
  return new World(emulator, ended);
}

async function endedSession(emulator: Emulator): Promise<Keys> {
  const { region, url, credentials } = emulator;
  const sts = new STSClient({ region, endpoint: url, credentials });
  emulator.sessionSeconds = -60;
  const command = new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${account}:role/Reader`,
    RoleSessionName: 'ended',
  });
  const { Credentials: issued } = await sts.send(command);
  emulator.sessionSeconds = undefined;
  return {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
}
