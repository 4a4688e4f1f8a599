/** How a program logs in to IAM Identity Center: it shows a code, a person approves it in a browser. */

import type { IdentityCenter, Login } from './identityCenter.ts';
import { ssoOidcOperations } from './identityConstraints.ts';
import type { Handlers, RestWire, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import { describeProblems } from './validation.ts';
import type { Problem } from './validation.ts';

type Table = typeof ssoOidcOperations;
type Input<Operation extends keyof Table> = ValueOf<Table[Operation]['input']>;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const devicePath = '/device';

export class SsoOidc implements Service {
  readonly name = 'sso-oidc';
  readonly wire: RestWire = {
    protocol: 'rest',
    routes: {
      RegisterClient: { method: 'POST', path: /^\/client\/register$/ },
      StartDeviceAuthorization: { method: 'POST', path: /^\/device_authorization$/ },
      CreateToken: { method: 'POST', path: /^\/token$/ },
      OpenDevicePage: {
        method: 'GET',
        path: /^\/device$/,
        query: { user_code: 'userCode' },
        text: { member: 'page', type: 'text/html' },
      },
    },
    errorBody: ({ code, message }) => ({ error: oauthName(code), error_description: message }),
  };
  readonly operations = ssoOidcOperations;
  readonly handlers: Handlers<Table> = {
    RegisterClient: (input) => this.#registerClient(input),
    StartDeviceAuthorization: (input) => this.#startDeviceAuthorization(input),
    CreateToken: (input) => this.#createToken(input),
    OpenDevicePage: ({ userCode }) => ({ page: devicePage(this.#center.approveCode(userCode)) }),
  };
  readonly #center: IdentityCenter;
  readonly #baseUrl: () => string;

  /** @param baseUrl where the page to approve at is */
  constructor(center: IdentityCenter, baseUrl: () => string) {
    this.#center = center;
    this.#baseUrl = baseUrl;
  }

  refusal(problems: readonly Problem[]): ServiceError {
    return new ServiceError('InvalidRequestException', describeProblems(problems));
  }

  #registerClient({ clientType, scopes = [] }: Input<'RegisterClient'>): Output<'RegisterClient'> {
    if (clientType !== 'public') {
      throw new ServiceError('InvalidClientMetadataException', 'The client type must be public');
    }
    const client = this.#center.registerClient(scopes.length > 0);
    return {
      clientId: client.id,
      clientSecret: client.secret,
      clientIdIssuedAt: wholeSeconds(client.issuedAt),
      clientSecretExpiresAt: wholeSeconds(client.expiresAt),
    };
  }

  #startDeviceAuthorization(input: Input<'StartDeviceAuthorization'>): Output<'StartDeviceAuthorization'> {
    this.#checkClient(input);
    if (withoutEnding(input.startUrl) !== withoutEnding(this.#center.startUrl)) {
      throw new ServiceError('InvalidRequestException', 'Invalid start URL provided');
    }
    const { deviceCode, userCode } = this.#center.requestAuthorization(input.clientId);
    const verificationUri = this.#baseUrl() + devicePath;
    return {
      deviceCode,
      userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
      expiresIn: this.#center.expiresIn,
      interval: this.#center.interval,
    };
  }

  #createToken(input: Input<'CreateToken'>): Output<'CreateToken'> {
    this.#checkClient(input);
    const { accessToken, expiresAt, refreshToken } = this.#grant(input);
    const expiresIn = wholeSeconds(expiresAt - Date.now());
    return { accessToken, tokenType: 'Bearer', expiresIn, refreshToken };
  }

  #grant(input: Input<'CreateToken'>): Login {
    switch (input.grantType) {
      case deviceGrant:
        return this.#grantToDevice(input);
      case 'refresh_token':
        if (!this.#center.isGoodToRefresh(input.refreshToken)) throw invalidGrant('refresh token');
        return this.#center.logIn(input.clientId);
      default:
        throw new ServiceError('UnsupportedGrantTypeException', `Unsupported grant type ${input.grantType}`);
    }
  }

  #grantToDevice({ clientId, deviceCode }: Input<'CreateToken'>): Login {
    const request = this.#center.findRequest(deviceCode);
    if (request?.clientId !== clientId) throw invalidGrant('device code');
    if (this.#center.takeSlowDown()) throw new ServiceError('SlowDownException', 'Slow down');
    if (request.expiresAt <= Date.now()) {
      throw new ServiceError('ExpiredTokenException', 'The device code has expired');
    }
    switch (request.decision) {
      case 'pending':
        throw new ServiceError('AuthorizationPendingException', 'The authorization is not approved yet');
      case 'denied':
        throw new ServiceError('AccessDeniedException', 'The authorization was denied');
      case 'approved':
        return this.#center.redeem(request);
    }
  }

  #checkClient({
    clientId,
    clientSecret,
  }: {
    readonly clientId: string;
    readonly clientSecret: string;
  }): void {
    if (this.#center.hasClient(clientId, clientSecret)) return;
    throw new ServiceError('InvalidClientException', 'Invalid client ID or secret provided', 401);
  }
}

function invalidGrant(what: string): ServiceError {
  return new ServiceError('InvalidGrantException', `Invalid ${what} provided`);
}

/** OAuth's own name of an error: `authorization_pending` for AuthorizationPendingException. */
function oauthName(code: string): string {
  return code
    .replace(/Exception$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase();
}

/** The same start page is known with and without a slash, and with what the browser puts behind it. */
function withoutEnding(startUrl: string): string {
  return startUrl.replace(/\/?(?:#\/?)?$/, '');
}

function wholeSeconds(ms: number): number {
  return Math.round(ms / 1000);
}

function devicePage(isApproved: boolean): string {
  const [title, text] = isApproved
    ? ['Request approved', 'You can close this window.']
    : ['Invalid code', 'Nothing waits to be approved with this code.'];
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>` +
    `<body><h1>${title}</h1><p>${text}</p></body></html>\n`
  );
}
