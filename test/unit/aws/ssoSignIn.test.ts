import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createCloud } from '../../../src/aws/cloud.ts';
import { hasCode } from '../../../src/core/errors.ts';
import type { Cloud, DeviceRequest } from '../../../src/core/ports.ts';
import { InstantClock } from '../../support/clocks.ts';
import { cloudOptions } from '../../support/cloudOptions.ts';
import { useEmulator } from '../emulator/useEmulator.ts';
import { useHome } from '../emulator/useHome.ts';

const never = new AbortController().signal;
const accountId = '210987654321';

function tokenFile(key: string): string {
  return join('.aws/sso/cache', `${createHash('sha1').update(key).digest('hex')}.json`);
}

describe('sign-in with a device', () => {
  const fixture = useEmulator();
  const homes = useHome();
  let clock: InstantClock;
  let cloud: Cloud;
  let shown: DeviceRequest[];
  const show = (request: DeviceRequest): void => void shown.push(request);

  beforeEach(() => {
    clock = new InstantClock();
    shown = [];
    const { region, url, sso } = fixture.emulator;
    const ssoSettings = `sso_region = ${region}\nsso_start_url = ${sso.startUrl}\n`;
    const account = `sso_account_id = ${accountId}\nsso_role_name = Reader\n`;
    homes.home.write(
      '.aws/config',
      `[profile modern]\nregion = ${region}\nendpoint_url = ${url}\nsso_session = corp\n${account}` +
        `[profile legacy]\nregion = ${region}\nendpoint_url = ${url}\n${ssoSettings}${account}` +
        `[sso-session corp]\n${ssoSettings}sso_registration_scopes = sso:account:access\n`,
    );
    fixture.emulator.assignSsoRole({ accountId, roleName: 'Reader' });
    cloud = createCloud(cloudOptions({ clock }));
  });

  async function whoIs(profile: string): Promise<string> {
    return (await (await cloud.openSession({ profile })).identify(never)).arn;
  }

  for (const [profile, key] of [
    ['modern', () => 'corp'],
    ['legacy', () => fixture.emulator.sso.startUrl],
  ] as const) {
    it(`leaves a token that the SDK finds, of a ${profile} profile`, async () => {
      await assert.rejects(whoIs(profile), (error) => hasCode(error, 'auth.signedOut'));
      fixture.emulator.sso.autoApprove = true;
      await cloud.signIn(profile, show, never);
      assert.match(await whoIs(profile), /^arn:aws:sts::210987654321:assumed-role\/AWSReservedSSO_Reader_/);

      const file = tokenFile(key());
      assert.equal(statSync(join(homes.home.folder, file)).mode & 0o777, 0o600);
      const token = JSON.parse(homes.home.read(file)) as Record<string, string>;
      const { startUrl, region, expiresAt = '', registrationExpiresAt = '' } = token;
      assert.deepEqual(
        { startUrl, region },
        { startUrl: fixture.emulator.sso.startUrl, region: 'us-east-1' },
      );
      for (const time of [expiresAt, registrationExpiresAt]) {
        assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        assert.ok(Date.parse(time) > Date.now());
      }
      assert.ok(token['accessToken'] && token['clientId'] && token['clientSecret']);
    });
  }

  it('is said of the profiles in the list', async () => {
    const signedIn = async () => (await cloud.listProfiles()).map((profile) => profile.isSignedIn);
    assert.deepEqual(await signedIn(), [false, false]);
    fixture.emulator.sso.autoApprove = true;
    await cloud.signIn('modern', show, never);
    assert.deepEqual(await signedIn(), [false, true], 'legacy, then modern');
  });

  it('shows the code and where to confirm it, and asks as often as it is told', async () => {
    const { emulator } = fixture;
    emulator.sso.interval = 3;
    emulator.sso.slowDownNext();
    clock.after(12_000, () => emulator.sso.approve());
    await cloud.signIn('modern', show, never);
    const [request] = shown;
    assert.equal(shown.length, 1);
    assert.ok(request?.url.includes(request.code), 'the page knows the code');
    assert.deepEqual(clock.delays.slice(0, 2), [3_000, 8_000], 'slower after slow_down');
  });

  it('fails when it is refused, or not confirmed in time', async () => {
    fixture.emulator.sso.expiresIn = 0;
    await assert.rejects(cloud.signIn('modern', show, never), (error) => hasCode(error, 'signIn.expired'));
    fixture.emulator.sso.expiresIn = 600;
    clock.after(1_000, () => fixture.emulator.sso.deny());
    await assert.rejects(cloud.signIn('modern', show, never), (error) => hasCode(error, 'signIn.failed'));
  });

  it('can be cancelled, and leaves nothing behind', async () => {
    const cancel = new AbortController();
    const signingIn = cloud.signIn('modern', () => cancel.abort(), cancel.signal);
    await assert.rejects(signingIn, { name: 'AbortError' });
    assert.throws(() => homes.home.read(tokenFile('corp')), { code: 'ENOENT' });
  });

  it('is not for profiles without one', async () => {
    homes.home.write('.aws/credentials', '[plain]\naws_access_key_id = x\naws_secret_access_key = y\n');
    await assert.rejects(cloud.signIn('plain', show, never), (error) => hasCode(error, 'auth.missing'));
  });
});
