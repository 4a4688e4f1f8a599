/** IAM Identity Center: who logged in through a browser, and which roles were assigned to them. */

import { randomBytes, randomUUID } from 'node:crypto';
import { formatTimestamp } from './timestamp.ts';

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly deviceCode: string;
  readonly userCode: string;
  readonly expiresAt: number;
  decision: 'pending' | 'approved' | 'denied';
}

/** What a login gives. */
export interface Login {
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly refreshToken: string | undefined;
}

interface Client {
  readonly id: string;
  readonly secret: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** A client that asked for no scopes is one of the old kind, which can not refresh its tokens. */
  readonly canRefresh: boolean;
}

/** A login in the spelling of the file that the AWS CLI keeps it in, in `~/.aws/sso/cache`. */
export interface CachedSsoToken {
  readonly startUrl: string;
  readonly region: string;
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationExpiresAt: string;
  readonly refreshToken: string;
}

export interface SsoRole {
  /** The emulator's own, if not given. */
  readonly accountId?: string;
  readonly roleName: string;
}

/** What tests decide in the place of a person, and of an administrator. */
export type SsoControls = Pick<
  IdentityCenter,
  | 'startUrl'
  | 'interval'
  | 'expiresIn'
  | 'tokenSeconds'
  | 'autoApprove'
  | 'approve'
  | 'deny'
  | 'slowDownNext'
  | 'issueToken'
  | 'expireTokens'
>;

const registrationMs = 90 * 24 * 60 * 60 * 1000;

export class IdentityCenter {
  startUrl = 'https://example.awsapps.com/start';
  /** Seconds that a client is told to wait from question to question. */
  interval = 1;
  /** Seconds that a person has to approve. */
  expiresIn = 600;
  /** Seconds that an access token lives. */
  tokenSeconds = 28_800;
  /** Approves every authorization as soon as it is asked for. */
  autoApprove = false;
  readonly #region: string;
  readonly #clients = new Map<string, Client>();
  readonly #requests = new Map<string, AuthorizationRequest>();
  readonly #accessTokens = new Map<string, number>();
  readonly #refreshTokens = new Set<string>();
  readonly #assignments = new Set<string>();
  #slowsDownNext = false;

  constructor(region: string) {
    this.#region = region;
  }

  /** Approves all authorizations that wait for it. */
  approve(): void {
    for (const request of this.#requests.values()) decide(request, 'approved');
  }

  /** Denies all authorizations that wait to be approved. */
  deny(): void {
    for (const request of this.#requests.values()) decide(request, 'denied');
  }

  /** Finds the next question for a token to come too early. */
  slowDownNext(): void {
    this.#slowsDownNext = true;
  }

  /** Logs in without a browser; with less than 0 seconds, some time ago. */
  issueToken({
    expiresInSeconds = this.tokenSeconds,
  }: { readonly expiresInSeconds?: number } = {}): CachedSsoToken {
    const client = this.registerClient(true);
    const { accessToken, expiresAt, refreshToken = '' } = this.logIn(client.id, expiresInSeconds);
    return {
      startUrl: this.startUrl,
      region: this.#region,
      accessToken,
      expiresAt: formatTimestamp(expiresAt),
      clientId: client.id,
      clientSecret: client.secret,
      registrationExpiresAt: formatTimestamp(client.expiresAt),
      refreshToken,
    };
  }

  /** Logs everybody out: neither access tokens nor refresh tokens are good any more. */
  expireTokens(): void {
    this.#accessTokens.clear();
    this.#refreshTokens.clear();
  }

  assignRole(accountId: string, roleName: string): void {
    this.#assignments.add(`${accountId} ${roleName}`);
  }

  isAssigned(accountId: string, roleName: string): boolean {
    return this.#assignments.has(`${accountId} ${roleName}`);
  }

  isLoggedIn(accessToken: string): boolean {
    return (this.#accessTokens.get(accessToken) ?? 0) > Date.now();
  }

  registerClient(canRefresh: boolean): Client {
    const issuedAt = Date.now();
    const expiresAt = issuedAt + registrationMs;
    const client = { id: randomUUID(), secret: newToken('secret'), issuedAt, expiresAt, canRefresh };
    this.#clients.set(client.id, client);
    return client;
  }

  hasClient(id: string, secret: string): boolean {
    return this.#clients.get(id)?.secret === secret;
  }

  requestAuthorization(clientId: string): AuthorizationRequest {
    const request: AuthorizationRequest = {
      clientId,
      deviceCode: newToken('device'),
      userCode: newUserCode(),
      expiresAt: Date.now() + this.expiresIn * 1000,
      decision: this.autoApprove ? 'approved' : 'pending',
    };
    this.#requests.set(request.deviceCode, request);
    return request;
  }

  findRequest(deviceCode: string | undefined): AuthorizationRequest | undefined {
    return deviceCode === undefined ? undefined : this.#requests.get(deviceCode);
  }

  /** Approves one authorization. @returns whether it was there to be approved */
  approveCode(userCode: string | undefined): boolean {
    const request = [...this.#requests.values()].find((candidate) => candidate.userCode === userCode);
    if (!request || request.expiresAt <= Date.now()) return false;
    decide(request, 'approved');
    return request.decision === 'approved';
  }

  /** Whether to answer that a question came too early, which is done once. */
  takeSlowDown(): boolean {
    const slowsDown = this.#slowsDownNext;
    this.#slowsDownNext = false;
    return slowsDown;
  }

  /** Uses an approved authorization up. */
  redeem({ clientId, deviceCode }: AuthorizationRequest): Login {
    this.#requests.delete(deviceCode);
    return this.logIn(clientId);
  }

  isGoodToRefresh(refreshToken: string | undefined): boolean {
    return refreshToken !== undefined && this.#refreshTokens.has(refreshToken);
  }

  logIn(clientId: string, seconds = this.tokenSeconds): Login {
    const login = {
      accessToken: newToken('access'),
      expiresAt: Date.now() + seconds * 1000,
      refreshToken: this.#clients.get(clientId)?.canRefresh ? newToken('refresh') : undefined,
    };
    this.#accessTokens.set(login.accessToken, login.expiresAt);
    if (login.refreshToken !== undefined) this.#refreshTokens.add(login.refreshToken);
    return login;
  }
}

function decide(request: AuthorizationRequest, decision: 'approved' | 'denied'): void {
  if (request.decision === 'pending') request.decision = decision;
}

function newToken(kind: string): string {
  return `${kind}-${randomBytes(32).toString('base64url')}`;
}

/** `3F9A-07BC` */
function newUserCode(): string {
  const code = randomBytes(4).toString('hex').toUpperCase();
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
