import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { fromLoginCredentials, fromSSO } from '@aws-sdk/credential-providers';
import { clientSettings, identityOf, useEmulator } from './useEmulator.ts';
import { useHome } from './useHome.ts';

const accountId = '210987654321';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const profile = 'research';

function cacheName(key: string): string {
  return `${createHash('sha1').update(key).digest('hex')}.json`;
}

describe('emulator: the portal of IAM Identity Center', () => {
  const fixture = useEmulator();
  const homes = useHome();
  let sessions = 0;

  beforeEach(() => {
    // The SDK remembers by the session's name when it last refreshed a token.
    sessions += 1;
    const { emulator } = fixture;
    homes.home.write(
      '.aws/config',
      `[profile ${profile}]
sso_session = ${sessionName()}
sso_account_id = ${accountId}
sso_role_name = Reader
[sso-session ${sessionName()}]
sso_region = ${emulator.region}
sso_start_url = ${emulator.sso.startUrl}
`,
    );
  });

  const sessionName = () => `session-${sessions}`;
  const cacheFile = () => `.aws/sso/cache/${cacheName(sessionName())}`;
  const plant = (token: object) => homes.home.write(cacheFile(), JSON.stringify(token));
  const fromProfile = () => fromSSO({ profile, clientConfig: { endpoint: fixture.emulator.url } })();

  async function askPortal(query: string, accessToken?: string) {
    const response = await fetch(`${fixture.emulator.url}/federation/credentials?${query}`, {
      headers: accessToken === undefined ? {} : { 'x-amz-sso_bearer_token': accessToken },
    });
    return {
      status: response.status,
      type: response.headers.get('x-amzn-errortype'),
      body: await response.json(),
    };
  }

  it('gives credentials of an assigned role', async () => {
    const { emulator } = fixture;
    emulator.assignSsoRole({ accountId, roleName: 'Reader' });
    const token = emulator.sso.issueToken();
    plant(token);
    const credentials = await fromProfile();
    assert.equal(
      await identityOf(fixture, credentials),
      'arn:aws:sts::210987654321:assumed-role/AWSReservedSSO_Reader_0123456789abcdef/developer',
    );
    assert.ok(credentials.expiration && credentials.expiration.getTime() > Date.now() + 3_500_000);
    const { service, input } = await emulator.waitFor('GetRoleCredentials');
    assert.deepEqual(
      [service, input],
      ['sso', { roleName: 'Reader', accountId, accessToken: token.accessToken }],
    );
  });

  it('refuses a role that is not assigned', async () => {
    const { emulator } = fixture;
    emulator.assignSsoRole({ roleName: 'Reader' });
    const { accessToken } = emulator.sso.issueToken();
    const query = `role_name=Reader&account_id=${accountId}`;
    assert.deepEqual(await askPortal(query, accessToken), {
      status: 403,
      type: 'ForbiddenException',
      body: { message: 'No access' },
    });
    const ours = await askPortal('role_name=Reader&account_id=123456789012', accessToken);
    assert.equal(ours.status, 200);
  });

  it('refuses a token that nobody was given, and one whose time is up', async () => {
    const { emulator } = fixture;
    emulator.assignSsoRole({ accountId, roleName: 'Reader' });
    const query = `role_name=Reader&account_id=${accountId}`;
    const unauthorized = {
      status: 401,
      type: 'UnauthorizedException',
      body: { message: 'Session token not found or invalid' },
    };
    assert.deepEqual(await askPortal(query, 'made up'), unauthorized);
    const { accessToken } = emulator.sso.issueToken({ expiresInSeconds: -1 });
    assert.deepEqual(await askPortal(query, accessToken), unauthorized);
    assert.equal((await askPortal(query)).status, 400);
  });

  it('is refused to the SDK once everybody is logged out', async () => {
    const { emulator } = fixture;
    emulator.assignSsoRole({ accountId, roleName: 'Reader' });
    plant(emulator.sso.issueToken());
    await fromProfile();
    emulator.sso.expireTokens();
    await assert.rejects(fromProfile(), /Session token not found or invalid/);
  });

  it('meets faults under its own names', async () => {
    const { emulator } = fixture;
    const { accessToken } = emulator.sso.issueToken();
    const query = `role_name=Reader&account_id=${accountId}`;
    for (const [kind, status, type] of [
      ['throttle', 429, 'TooManyRequestsException'],
      ['expired', 401, 'UnauthorizedException'],
      ['denied', 403, 'ForbiddenException'],
      ['internal', 500, 'InternalFailure'],
    ] as const) {
      emulator.faults.inject({ operation: 'GetRoleCredentials', kind, times: 1 });
      assert.partialDeepStrictEqual(await askPortal(query, accessToken), { status, type });
    }
  });

  it('is reached by the SDK with a token that it refreshed', async () => {
    const { emulator } = fixture;
    emulator.assignSsoRole({ accountId, roleName: 'Reader' });
    const token = emulator.sso.issueToken({ expiresInSeconds: -1 });
    plant(token);
    await fromProfile();
    const { input } = await emulator.waitFor('CreateToken');
    assert.deepEqual([input['grantType'], input['refreshToken']], ['refresh_token', token.refreshToken]);
    const kept = JSON.parse(homes.home.read(cacheFile())) as { accessToken: string };
    assert.notEqual(kept.accessToken, token.accessToken);
  });
});

describe('emulator: the device grant of IAM Identity Center', () => {
  const fixture = useEmulator();
  const scopes = ['sso:account:access'];

  const oidc = () => new SSOOIDCClient(clientSettings(fixture.emulator));

  async function register(input: { scopes?: string[] } = { scopes }) {
    const command = new RegisterClientCommand({ clientName: 'test', clientType: 'public', ...input });
    const { clientId, clientSecret } = await oidc().send(command);
    assert.ok(clientId && clientSecret);
    return { clientId, clientSecret };
  }

  async function start(client: { clientId: string; clientSecret: string }) {
    const { startUrl } = fixture.emulator.sso;
    const device = await oidc().send(new StartDeviceAuthorizationCommand({ ...client, startUrl }));
    const poll = () =>
      oidc().send(
        new CreateTokenCommand({ ...client, grantType: deviceGrant, deviceCode: device.deviceCode }),
      );
    return { ...device, poll };
  }

  it('gives tokens once a person approved', async () => {
    const { emulator } = fixture;
    const client = await register();
    const { poll, interval, expiresIn, verificationUri, verificationUriComplete, userCode } =
      await start(client);
    assert.deepEqual([interval, expiresIn], [1, 600]);
    assert.match(userCode ?? '', /^[0-9A-F]{4}-[0-9A-F]{4}$/);
    assert.equal(verificationUri, `${emulator.url}/device`);
    assert.equal(verificationUriComplete, `${verificationUri}?user_code=${userCode}`);
    await assert.rejects(poll(), { name: 'AuthorizationPendingException', error: 'authorization_pending' });
    emulator.sso.approve();
    const token = await poll();
    assert.partialDeepStrictEqual(token, { tokenType: 'Bearer', expiresIn: 28_800 });
    emulator.assignSsoRole({ roleName: 'Reader' });
    const query = `role_name=Reader&account_id=${emulator.accountId}`;
    const portal = await fetch(`${emulator.url}/federation/credentials?${query}`, {
      headers: { 'x-amz-sso_bearer_token': token.accessToken! },
    });
    assert.equal(portal.status, 200);
    await assert.rejects(poll(), { name: 'InvalidGrantException' });
    assert.deepEqual(
      emulator.requests.map(({ service, operation, status }) => [service, operation, status]),
      [
        ['sso-oidc', 'RegisterClient', 200],
        ['sso-oidc', 'StartDeviceAuthorization', 200],
        ['sso-oidc', 'CreateToken', 400],
        ['sso-oidc', 'CreateToken', 200],
        ['sso', 'GetRoleCredentials', 200],
        ['sso-oidc', 'CreateToken', 400],
      ],
    );
  });

  it('is approved by whoever opens the page', async () => {
    const { emulator } = fixture;
    const mine = await start(await register());
    const another = await start(await register());
    const page = await fetch(mine.verificationUriComplete!);
    assert.equal(page.headers.get('content-type'), 'text/html');
    assert.match(await page.text(), /^<!doctype html>.*Request approved/s);
    await mine.poll();
    await assert.rejects(another.poll(), { name: 'AuthorizationPendingException' });
    assert.match(await (await fetch(mine.verificationUri!)).text(), /Invalid code/);
    await emulator.waitFor('OpenDevicePage', { count: 2 });
  });

  it('can be approved from the start', async () => {
    fixture.emulator.sso.autoApprove = true;
    const { poll } = await start(await register());
    await poll();
  });

  it('ends when it is denied, and when nobody approves in time', async () => {
    const { emulator } = fixture;
    const denied = await start(await register());
    emulator.sso.deny();
    emulator.sso.approve();
    await assert.rejects(denied.poll(), { name: 'AccessDeniedException', error: 'access_denied' });
    Object.assign(emulator.sso, { expiresIn: 0, interval: 5 });
    const late = await start(await register());
    assert.deepEqual([late.expiresIn, late.interval], [0, 5]);
    emulator.sso.approve();
    await assert.rejects(late.poll(), { name: 'ExpiredTokenException', error: 'expired_token' });
    assert.match(await (await fetch(late.verificationUriComplete!)).text(), /Invalid code/);
  });

  it('asks for patience, once', async () => {
    const { emulator } = fixture;
    const { poll } = await start(await register());
    emulator.sso.approve();
    emulator.sso.slowDownNext();
    await assert.rejects(poll(), { name: 'SlowDownException', error: 'slow_down' });
    await poll();
  });

  it('has errors in the form that AWS has', async () => {
    const client = await register();
    const { deviceCode } = await start(client);
    const response = await fetch(`${fixture.emulator.url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...client, grantType: deviceGrant, deviceCode }),
    });
    assert.equal(response.status, 400);
    assert.equal(response.headers.get('x-amzn-errortype'), 'AuthorizationPendingException');
    assert.deepEqual(await response.json(), {
      error: 'authorization_pending',
      error_description: 'The authorization is not approved yet',
    });
  });

  it('refuses strangers, other start pages, other grants and other kinds of client', async () => {
    const { startUrl } = fixture.emulator.sso;
    const client = await register();
    const { deviceCode } = await start(client);
    const stranger = { ...client, clientSecret: 'guessed' };
    await assert.rejects(oidc().send(new StartDeviceAuthorizationCommand({ ...stranger, startUrl })), {
      name: 'InvalidClientException',
    });
    const elsewhere = { ...client, startUrl: 'https://elsewhere.awsapps.com/start' };
    await assert.rejects(oidc().send(new StartDeviceAuthorizationCommand(elsewhere)), {
      name: 'InvalidRequestException',
    });
    await oidc().send(new StartDeviceAuthorizationCommand({ ...client, startUrl: `${startUrl}/#/` }));
    const another = await register();
    for (const [input, name] of [
      [{ ...client, grantType: 'password' }, 'UnsupportedGrantTypeException'],
      [{ ...client, grantType: deviceGrant }, 'InvalidGrantException'],
      [{ ...another, grantType: deviceGrant, deviceCode }, 'InvalidGrantException'],
      [{ ...client, grantType: 'refresh_token', refreshToken: 'made up' }, 'InvalidGrantException'],
    ] as const) {
      await assert.rejects(oidc().send(new CreateTokenCommand(input)), { name });
    }
    const secretive = new RegisterClientCommand({ clientName: 'test', clientType: 'confidential' });
    await assert.rejects(oidc().send(secretive), { name: 'InvalidClientMetadataException' });
  });

  it('refreshes for clients with scopes, until everybody is logged out', async () => {
    const { sso } = fixture.emulator;
    sso.autoApprove = true;
    sso.tokenSeconds = 60;
    const client = await register();
    const { refreshToken } = await (await start(client)).poll();
    const refresh = () =>
      oidc().send(new CreateTokenCommand({ ...client, grantType: 'refresh_token', refreshToken }));
    const { accessToken, expiresIn } = await refresh();
    assert.ok(accessToken);
    assert.equal(expiresIn, 60);
    sso.expireTokens();
    await assert.rejects(refresh(), { name: 'InvalidGrantException' });
    const old = await (await start(await register({}))).poll();
    assert.equal(old.refreshToken, undefined);
  });

  it('meets faults', async () => {
    const { faults } = fixture.emulator;
    faults.inject({ service: 'sso-oidc', operation: 'RegisterClient', kind: 'denied', times: 1 });
    await assert.rejects(register(), { name: 'AccessDeniedException' });
    faults.inject({ operation: 'RegisterClient', kind: 'dropBefore', times: 1 });
    await assert.rejects(register(), { code: 'ECONNRESET' });
    await register();
  });
});

describe('emulator: aws login', () => {
  const fixture = useEmulator();
  const homes = useHome();

  beforeEach(() => {
    const { login, region } = fixture.emulator;
    homes.home.write(
      '.aws/config',
      `[profile ${profile}]\nlogin_session = ${login.session}\nregion = ${region}\n`,
    );
  });

  function plant(login: object): string {
    const name = createHash('sha256').update(fixture.emulator.login.session).digest('hex');
    homes.home.write(`.aws/login/cache/${name}.json`, JSON.stringify(login));
    return `.aws/login/cache/${name}.json`;
  }

  /** @returns the status, and which error it is */
  async function ask(grantType: string, headers: Record<string, string>) {
    const { refreshToken } = fixture.emulator.login.issueToken();
    const response = await fetch(`${fixture.emulator.url}/v1/token`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ clientId: 'test', grantType, refreshToken }),
    });
    return [response.status, ((await response.json()) as { error?: string }).error];
  }

  const fromLogin = () => fromLoginCredentials({ profile, clientConfig: clientSettings(fixture.emulator) })();

  it('has credentials of the user in its file', async () => {
    plant(fixture.emulator.login.issueToken());
    assert.equal(await identityOf(fixture, await fromLogin()), fixture.emulator.login.session);
    assert.equal(fixture.emulator.login.session, 'arn:aws:iam::123456789012:user/developer');
  });

  it('renews them', async () => {
    const { emulator } = fixture;
    const login = emulator.login.issueToken({ expiresInSeconds: -1 });
    await assert.rejects(identityOf(fixture, login.accessToken), { name: 'ExpiredToken' });
    const file = plant(login);
    assert.equal(await identityOf(fixture, await fromLogin()), emulator.login.session);
    const { service, input } = await emulator.waitFor('CreateOAuth2Token');
    assert.equal(service, 'signin');
    assert.equal(input['refreshToken'], login.refreshToken);
    assert.match(String(input['dpop']), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    const kept = JSON.parse(homes.home.read(file)) as typeof login;
    assert.notEqual(kept.refreshToken, login.refreshToken);
  });

  it('does not renew a session that ended, or that may not be renewed', async () => {
    const { emulator } = fixture;
    plant(emulator.login.issueToken({ expiresInSeconds: -1 }));
    emulator.faults.inject({ operation: 'CreateOAuth2Token', kind: 'denied', times: 1 });
    await assert.rejects(fromLogin(), /insufficient permissions/);
    emulator.login.expireTokens();
    await assert.rejects(fromLogin(), /Your session has expired/);
  });

  it('refuses other grants, and requests without a proof', async () => {
    const proof = { DPoP: 'proof' };
    assert.deepEqual(await ask('refresh_token', proof), [200, undefined]);
    assert.deepEqual(await ask('refresh_token', {}), [400, 'INVALID_REQUEST']);
    assert.deepEqual(await ask('authorization_code', proof), [400, 'INVALID_REQUEST']);
  });
});
