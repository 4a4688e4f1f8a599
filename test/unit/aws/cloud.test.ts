import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createCloud } from '../../../src/aws/cloud.ts';
import { hasCode } from '../../../src/core/errors.ts';
import type { Session } from '../../../src/core/ports.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { AwsConfigFixture } from '../../support/awsConfig.ts';
import { cloudOptions } from '../../support/cloudOptions.ts';
import { rememberEnvironment } from '../../support/rememberEnvironment.ts';

const { signal } = new AbortController();

describe('the cloud', () => {
  const config = new AwsConfigFixture();
  const restoreEnvironment = rememberEnvironment();
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator();
    emulator.addImage({ name: 'churn-notebook' });
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, config.environment);
  });

  after(async () => {
    restoreEnvironment();
    config.dispose();
    await emulator.close();
  });

  beforeEach(() => {
    const { region, url, credentials } = emulator;
    config.write(
      {
        default: { region, endpointUrl: url, keys: credentials },
        demo: { region, endpointUrl: url, keys: credentials },
        'no-region': { endpointUrl: url, keys: credentials },
        'no-keys': { region, endpointUrl: url },
      },
      [
        '[sso-session corp]',
        'sso_region = eu-west-1',
        '[services local]',
        'sagemaker =',
        `  endpoint_url = ${url}`,
      ].join('\n'),
    );
  });

  describe('chooses the profile', () => {
    it('that is given', async () => {
      const session = await createCloud(cloudOptions({ environment: { AWS_PROFILE: 'other' } })).openSession({
        profile: 'demo',
      });
      assert.equal(session.profile, 'demo');
    });

    it('of AWS_PROFILE when none is given', async () => {
      const session = await createCloud(cloudOptions({ environment: { AWS_PROFILE: 'demo' } })).openSession(
        {},
      );
      assert.equal(session.profile, 'demo');
    });

    it('"default" when nothing names one', async () => {
      assert.equal((await createCloud(cloudOptions({ environment: {} })).openSession({})).profile, 'default');
    });

    it('and says so when the configuration does not have it', async () => {
      await assert.rejects(createCloud(cloudOptions()).openSession({ profile: 'gone' }), (error) =>
        hasCode(error, 'profile.unknown'),
      );
    });
  });

  describe('chooses the region', () => {
    const cases = [
      ['that is given', { profile: 'demo', region: 'eu-west-1' }, { AWS_REGION: 'sa-east-1' }, 'eu-west-1'],
      ['of the profile', { profile: 'demo' }, { AWS_REGION: 'sa-east-1' }, 'us-east-1'],
      ['of AWS_REGION', { profile: 'no-region' }, { AWS_REGION: 'sa-east-1' }, 'sa-east-1'],
      ['of AWS_DEFAULT_REGION', { profile: 'no-region' }, { AWS_DEFAULT_REGION: 'sa-east-1' }, 'sa-east-1'],
    ] as const;
    for (const [title, choice, environment, region] of cases) {
      it(title, async () => {
        assert.equal((await createCloud(cloudOptions({ environment })).openSession(choice)).region, region);
      });
    }

    it('and says so when nothing names one', async () => {
      await assert.rejects(
        createCloud(cloudOptions({ environment: {} })).openSession({ profile: 'no-region' }),
        (error) => hasCode(error, 'region.missing'),
      );
    });
  });

  it('lists profiles, and no other section of the configuration', async () => {
    const profiles = await createCloud(cloudOptions()).listProfiles();
    assert.deepEqual(
      profiles.map(({ name, kind, region }) => [name, kind, region]),
      [
        ['default', 'keys', 'us-east-1'],
        ['demo', 'keys', 'us-east-1'],
        ['no-keys', 'machine', 'us-east-1'],
        ['no-region', 'keys', undefined],
      ],
    );
  });

  it('says whose app of SageMaker Studio it is where nobody chose a profile', async () => {
    const studioMetadata = join(mkdtempSync(join(tmpdir(), 'studio-')), 'resource-metadata.json');
    const app = { DomainId: 'd-abc', UserProfileName: 'me', SpaceName: 'mine', ResourceName: 'default' };
    writeFileSync(studioMetadata, JSON.stringify(app));
    config.write({});
    const environment = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x', AWS_REGION: 'us-east-1' };
    const cloud = createCloud(cloudOptions({ environment, studioMetadata }));
    const studio = { domainId: 'd-abc', userProfile: 'me', space: 'mine' };
    assert.deepEqual(await cloud.findAmbient(), { kind: 'container', studio });
    const session = await cloud.openSession({});
    assert.deepEqual(session.studio, studio);
    assert.equal(session.profile, 'container');
  });

  it('signs with no other profile’s keys when the chosen one has none', async () => {
    const session = await createCloud(cloudOptions()).openSession({ profile: 'no-keys' });
    emulator.forgetRequests();
    await assert.rejects(firstImage(session), (error) => hasCode(error, 'auth.missing'));
    assert.deepEqual(emulator.requests, []);
  });

  it('uses the endpoint of a [services] section', async () => {
    config.write(
      { demo: { region: emulator.region, keys: emulator.credentials, services: 'local' } },
      `[services local]\nsagemaker =\n  endpoint_url = ${emulator.url}\n`,
    );
    const session = await createCloud(cloudOptions()).openSession({ profile: 'demo' });
    assert.equal(await firstImage(session), 'churn-notebook');
  });

  it('makes the clients of a session once, and anew after it forgot', async () => {
    const cloud = createCloud(cloudOptions());
    const session = await cloud.openSession({ profile: 'demo' });
    assert.equal(await cloud.openSession({ profile: 'demo' }), session);
    cloud.forget();
    assert.notEqual(await cloud.openSession({ profile: 'demo' }), session);
  });

  it('takes mended credentials without a new process', async () => {
    const { region, url, credentials } = emulator;
    const wrong = { ...credentials, secretAccessKey: 'not-the-secret' };
    config.write({ demo: { region, endpointUrl: url, keys: wrong } });
    const cloud = createCloud(cloudOptions());
    await assert.rejects(firstImage(await cloud.openSession({ profile: 'demo' })), (error) =>
      hasCode(error, 'auth.invalid'),
    );
    config.write({ demo: { region, endpointUrl: url, keys: credentials } });
    cloud.forget();
    assert.equal(await firstImage(await cloud.openSession({ profile: 'demo' })), 'churn-notebook');
  });

  it('knows who signs', async () => {
    const session = await createCloud(cloudOptions()).openSession({ profile: 'demo' });
    assert.equal((await session.identify(signal)).accountId, emulator.accountId);
  });

  it('says an ended session’s token has expired', async () => {
    const { region, url, sessionCredentials } = emulator;
    config.write({ demo: { region, endpointUrl: url, keys: sessionCredentials } });
    const session = await createCloud(cloudOptions()).openSession({ profile: 'demo' });
    assert.equal(await firstImage(session), 'churn-notebook');
    emulator.expireSession();
    await assert.rejects(firstImage(session), (error) => hasCode(error, 'auth.expired'));
  });

  it('logs calls without inputs, keys or tokens', async () => {
    const lines: string[] = [];
    const session = await createCloud(
      cloudOptions({ log: { debug: (line) => lines.push(line) } }),
    ).openSession({
      profile: 'demo',
    });
    await firstImage(session);
    assert.match(lines.join('\n'), /^\[aws\] ListImages in us-east-1, attempts 1, request: /);
    for (const secret of [emulator.credentials.accessKeyId, emulator.credentials.secretAccessKey]) {
      assert.ok(!lines.join('\n').includes(secret));
    }
  });
});

async function firstImage(session: Session): Promise<string | undefined> {
  for await (const [image] of session.images.listImages({ sortBy: 'name' }, signal)) return image?.name;
  return undefined;
}
