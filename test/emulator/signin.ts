/** AWS Sign-In: keeps the session of `aws login` alive. */

import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Identities, SessionCredentials } from './identities.ts';
import { signinOperations } from './identityConstraints.ts';
import type { Handlers, RestWire, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import { formatTimestamp } from './timestamp.ts';

type Operation = (typeof signinOperations)['CreateOAuth2Token'];

/** A session in the spelling of the file that the AWS CLI keeps it in, in `~/.aws/login/cache`. */
export interface CachedLogin {
  readonly accessToken: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly accountId: string;
    readonly expiresAt: string;
  };
  readonly tokenType: string;
  readonly clientId: string;
  readonly refreshToken: string;
  /** The private key that requests for new credentials prove themselves with. */
  readonly dpopKey: string;
}

/** What tests decide in the place of a person. */
export type LoginControls = Pick<Signin, 'session' | 'issueToken' | 'expireTokens'>;

const tokenType = 'aws_sigv4';
const sessionSeconds = 900;

export class Signin implements Service {
  readonly name = 'signin';
  readonly wire: RestWire = {
    protocol: 'rest',
    routes: {
      CreateOAuth2Token: { method: 'POST', path: /^\/v1\/token$/, headers: { dpop: 'dpop' } },
    },
    errorNames: {
      ExpiredTokenException: ['AccessDeniedException', 400],
      ThrottlingException: ['TooManyRequestsError', 429],
    },
    errorBody: ({ code, message }) => ({ error: reasons[code] ?? 'SERVER_ERROR', message }),
  };
  readonly operations = signinOperations;
  readonly handlers: Handlers<typeof signinOperations> = {
    CreateOAuth2Token: (input) => this.#createOAuth2Token(input),
  };
  readonly #identities: Identities;
  readonly #refreshTokens = new Set<string>();

  constructor(identities: Identities) {
    this.#identities = identities;
  }

  /** What a profile names as its `login_session`: whoever logged in. */
  get session(): string {
    return this.#identities.user('developer').arn;
  }

  /** Logs in without a browser; with less than 0 seconds, some time ago. */
  issueToken({
    expiresInSeconds = sessionSeconds,
  }: { readonly expiresInSeconds?: number } = {}): CachedLogin {
    const { expiresAt, ...credentials } = this.#issue(expiresInSeconds);
    const { accountId } = this.#identities.user('developer');
    return {
      accessToken: { ...credentials, accountId, expiresAt: formatTimestamp(expiresAt) },
      tokenType,
      clientId: 'arn:aws:signin:::devtools/same-device',
      refreshToken: this.#newRefreshToken(),
      dpopKey: newDpopKey(),
    };
  }

  /** Ends all sessions: no refresh token is good any more. */
  expireTokens(): void {
    this.#refreshTokens.clear();
  }

  #createOAuth2Token({
    grantType,
    refreshToken = '',
  }: ValueOf<Operation['input']>): ValueOf<Operation['output']> {
    if (grantType !== 'refresh_token') {
      throw new ServiceError('ValidationException', `Unsupported grant type ${grantType}`);
    }
    if (!this.#refreshTokens.has(refreshToken)) {
      throw new ServiceError('ExpiredTokenException', 'The refresh token has expired');
    }
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = this.#issue(sessionSeconds);
    return {
      accessToken: { accessKeyId, secretAccessKey, sessionToken },
      tokenType,
      expiresIn: Math.round((expiresAt - Date.now()) / 1000),
      refreshToken: this.#newRefreshToken(),
    };
  }

  #issue(seconds: number): SessionCredentials {
    return this.#identities.issue(this.#identities.user('developer'), seconds);
  }

  #newRefreshToken(): string {
    const token = `refresh-${randomUUID()}`;
    this.#refreshTokens.add(token);
    return token;
  }
}

/** What the service says beside an error's name. */
const reasons: Readonly<Record<string, string>> = {
  AccessDeniedException: 'INSUFFICIENT_PERMISSIONS',
  ExpiredTokenException: 'TOKEN_EXPIRED',
  ValidationException: 'INVALID_REQUEST',
};

function newDpopKey(): string {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  return privateKey;
}
