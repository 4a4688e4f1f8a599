import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { hasCode } from '../../../../src/core/errors.ts';
import type { MfaDevice, Session } from '../../../../src/core/ports.ts';
import type { OperationName } from '../../../emulator/faults.ts';
import { useWorld } from './useWorld.ts';
import { account, assumed, keysText, otherAccount, user, withoutMadeUpName, type World } from './world.ts';

const { signal } = new AbortController();

async function arnOf(session: Session): Promise<string> {
  return withoutMadeUpName((await session.identify(signal)).arn);
}

function requestsFor({ emulator }: World, operation: string): number {
  return emulator.requests.filter((request) => request.operation === operation).length;
}

function reader(world: World, settings = ''): string {
  return `[profile work]\nrole_arn = ${world.role('Reader')}\nsource_profile = base\n${settings}`;
}

describe('an MFA code', () => {
  const fixture = useWorld();

  it('is asked for once by all profiles and regions with the same role', async () => {
    const { world } = fixture;
    const role = [
      `role_arn = ${world.role('Admin')}\nsource_profile = base`,
      `mfa_serial = ${world.emulator.mfaSerial}\n`,
    ].join('\n');
    fixture.moveTo({
      config: `[profile work]\nregion = us-east-1\n${role}[profile again]\nregion = us-east-1\n${role}`,
      credentials: `[base]\n${keysText(world.ann)}`,
    });
    const asked: MfaDevice[] = [];
    const cloud = fixture.newCloud({
      askMfaCode: (device) => {
        asked.push(device);
        return Promise.resolve(world.emulator.mfaCode);
      },
    });
    const sessions = await Promise.all([
      cloud.openSession({ profile: 'work' }),
      cloud.openSession({ profile: 'work', region: 'eu-west-1' }),
      cloud.openSession({ profile: 'again' }),
    ]);
    // The emulator refuses who calls another region, as a region does that is not enabled.
    const answers = await Promise.allSettled(sessions.map(arnOf));
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.equal(requestsFor(world, 'AssumeRole'), 1);
    assert.deepEqual(
      asked.map(({ serial, roleArn }) => [serial, roleArn]),
      [[world.emulator.mfaSerial, world.role('Admin')]],
    );
  });
});

describe('a program of the configuration', () => {
  const fixture = useWorld();

  for (const profile of ['work', 'top']) {
    it(`is not run in a workspace that nobody trusts, and is once it is trusted (${profile})`, async () => {
      const { world } = fixture;
      const { accessKeyId, secretAccessKey } = world.ann;
      const answer = { Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
      const home = fixture.moveTo({
        config: [
          `[profile top]\nrole_arn = ${world.role('Reader')}\nsource_profile = work`,
          '[profile work]\ncredential_process = sh ~/credentials.sh\n',
        ].join('\n'),
        files: { 'credentials.sh': `touch ~/ran\necho '${JSON.stringify(answer)}'\n` },
      });
      let isTrusted = false;
      const cloud = fixture.newCloud({ mayRunPrograms: () => isTrusted });
      await cloud.listProfiles();
      const session = await cloud.openSession({ profile });
      await assert.rejects(session.identify(signal), (error) => hasCode(error, 'auth.processUntrusted'));
      assert.equal(existsSync(home.path('ran')), false);
      isTrusted = true;
      await session.identify(signal);
      assert.equal(existsSync(home.path('ran')), true);
    });
  }
});

describe('a token that is over', () => {
  const fixture = useWorld();

  it('is renewed in its file, without a word', async () => {
    const { world } = fixture;
    const token = world.ssoToken(-60);
    const { profile, session, files } = world.sso({ token });
    const home = fixture.moveTo({ config: `[profile work]\n${profile}${session}`, files });
    const cloud = fixture.newCloud();
    assert.equal((await cloud.listProfiles())[0]?.isSignedIn, true);
    await (await cloud.openSession({ profile: 'work' })).identify(signal);
    const [file = ''] = Object.keys(files);
    const before = JSON.parse(token) as Record<string, string>;
    const after = JSON.parse(home.read(file)) as Record<string, string>;
    assert.notEqual(after['accessToken'], before['accessToken']);
    assert.ok(Date.parse(after['expiresAt']!) > Date.now());
    assert.equal(after['clientId'], before['clientId']);
  });
});

describe('keys that are rotated', () => {
  const fixture = useWorld();

  it('sign the next call of the same session', async () => {
    const { world } = fixture;
    const home = fixture.moveTo({ credentials: `[work]\n${keysText(world.ann)}` });
    const cloud = fixture.newCloud();
    const session = await cloud.openSession({ profile: 'work' });
    assert.equal(await arnOf(session), user('ann'));
    home.write('.aws/credentials', `[work]\n${keysText(world.bob)}`);
    assert.equal(await cloud.openSession({ profile: 'work' }), session);
    assert.equal(await arnOf(session), user('bob'));
  });

  it('of a source sign for the next role', async () => {
    const { world } = fixture;
    const home = fixture.moveTo({ config: reader(world), credentials: `[base]\n${keysText(world.ended)}` });
    const cloud = fixture.newCloud();
    const session = await cloud.openSession({ profile: 'work' });
    await assert.rejects(session.identify(signal), (error) => hasCode(error, 'auth.expired'));
    home.write('.aws/credentials', `[base]\n${keysText(world.ann)}`);
    assert.equal(await cloud.openSession({ profile: 'work' }), session);
    assert.equal(await arnOf(session), assumed('Reader'));
  });

  it('are found when AWS refuses the old ones, without opening the session again', async () => {
    const { world } = fixture;
    const home = fixture.moveTo({ credentials: `[work]\n${keysText(world.session)}` });
    const session = await fixture.newCloud().openSession({ profile: 'work' });
    await session.images.listImages({ sortBy: 'name' }, signal)[Symbol.asyncIterator]().next();
    world.emulator.expireSession();
    home.write('.aws/credentials', `[work]\n${keysText(world.ann)}`);
    assert.equal(await arnOf(session), user('ann'));
  });

  it('are another session when anything else changes', async () => {
    const { world } = fixture;
    const home = fixture.moveTo({ config: reader(world), credentials: `[base]\n${keysText(world.ann)}` });
    const cloud = fixture.newCloud();
    const session = await cloud.openSession({ profile: 'work' });
    home.write('.aws/config', reader(world).replace('Reader', 'Vendor'));
    assert.notEqual(await cloud.openSession({ profile: 'work' }), session);
  });
});

describe('credentials that end before their time', () => {
  const fixture = useWorld();

  const shapes: readonly (readonly [string, (world: World) => Parameters<typeof fixture.moveTo>[0]])[] = [
    ['of a role', (world) => ({ config: reader(world), credentials: `[base]\n${keysText(world.ann)}` })],
    [
      'of a container',
      (world) => ({
        config: '[profile work]\nregion = us-east-1\n',
        environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${world.url}/container-credentials` },
      }),
    ],
    [
      'of an instance',
      (world) => ({
        config: '[profile work]\nregion = us-east-1\n',
        environment: {
          AWS_EC2_METADATA_DISABLED: undefined,
          AWS_EC2_METADATA_SERVICE_ENDPOINT: `${world.url}/`,
        },
      }),
    ],
    [
      'of a role with a code',
      (world) => ({
        config: reader(world, `mfa_serial = ${world.emulator.mfaSerial}\n`),
        credentials: `[base]\n${keysText(world.ann)}`,
      }),
    ],
    [
      'of a web identity',
      (world) => ({
        config: `[profile work]\nrole_arn = ${world.role('Reader')}\nweb_identity_token_file = ~/token\n`,
        files: { token: world.emulator.webIdentityToken },
      }),
    ],
  ];

  for (const [title, given] of shapes) {
    it(`${title} are renewed once, and one version is created`, async () => {
      const { world } = fixture;
      const { emulator } = world;
      fixture.moveTo(given(world));
      emulator.addImage({ name: 'churn' });
      emulator.addContainerImage({ repository: 'churn', tags: ['1'] });
      const askMfaCode = (): Promise<string> => Promise.resolve(emulator.mfaCode);
      const session = await fixture.newCloud({ askMfaCode }).openSession({ profile: 'work' });
      await session.identify(signal);
      emulator.expireIssuedCredentials();
      emulator.forgetRequests();
      const { number } = await session.images.createVersion(
        {
          imageName: 'churn',
          baseImage: `${emulator.registryHost}/churn:1`,
          clientToken: 'c0ffee00-0000-4000-8000-000000000000',
        },
        signal,
      );
      assert.equal(number, 1);
      const creates = emulator.requests.filter(({ operation }) => operation === 'CreateImageVersion');
      assert.deepEqual(
        creates.map(({ status }) => status),
        [400, 200],
      );
      assert.equal(new Set(creates.map(({ clientToken }) => clientToken)).size, 1);
      assert.equal((await session.images.findLatestVersion('churn', signal))?.number, 1);
    });
  }

  it('are an error when they can not be renewed', async () => {
    const { world } = fixture;
    fixture.moveTo({ credentials: `[work]\n${keysText(world.ended)}` });
    const session = await fixture.newCloud().openSession({ profile: 'work' });
    await assert.rejects(session.identify(signal), (error) => hasCode(error, 'auth.expired'));
    assert.equal(requestsFor(world, 'GetCallerIdentity'), 2);
  });
});

async function createImage(session: Session): Promise<void> {
  const image = { name: 'churn', roleArn: `arn:aws:iam::${account}:role/SageMakerImageRole` };
  await session.images.createImage(image, signal);
}

async function createRepository({ registry }: Session): Promise<void> {
  await registry.createRepository({ name: 'churn', scanOnPush: true, immutableTags: false }, signal);
}

function wrote({ emulator }: World): boolean {
  return emulator.requests.some(({ service }) => service === 'sagemaker');
}

describe('a write', () => {
  const fixture = useWorld();

  it('goes to the account that is expected', async () => {
    const { world } = fixture;
    fixture.moveTo({ credentials: `[work]\n${keysText(world.ann)}` });
    await createImage(await fixture.newCloud().openSession({ profile: 'work', expectedAccount: account }));
    assert.ok(wrote(world));
  });

  it('goes to no other account than the expected one', async () => {
    const { world } = fixture;
    fixture.moveTo({ credentials: `[work]\n${keysText(world.ann)}` });
    const choice = { profile: 'work', expectedAccount: otherAccount };
    await assert.rejects(createImage(await fixture.newCloud().openSession(choice)), (error) => {
      assert.ok(hasCode(error, 'account.unexpected'));
      assert.deepEqual(error.facts, { profile: 'work', account, expected: otherAccount });
      return true;
    });
    assert.equal(wrote(world), false);
  });

  it('goes to no other account than the one that was shown', async () => {
    const { world } = fixture;
    const home = fixture.moveTo({ credentials: `[work]\n${keysText(world.ann)}` });
    const cloud = fixture.newCloud();
    const session = await cloud.openSession({ profile: 'work' });
    await session.identify(signal);
    const carl = world.emulator.addUser({ name: 'carl', accountId: otherAccount });
    home.write('.aws/credentials', `[work]\n${keysText(carl)}`);
    assert.equal(await cloud.openSession({ profile: 'work' }), session);
    await assert.rejects(createImage(session), (error) => {
      assert.ok(hasCode(error, 'account.changed'));
      assert.deepEqual(error.facts, { profile: 'work', account: otherAccount, expected: account });
      return true;
    });
    assert.equal(wrote(world), false);
  });

  const writes: readonly (readonly [OperationName, (session: Session) => Promise<unknown>])[] = [
    ['CreateImage', createImage],
    ['CreateRepository', createRepository],
  ];
  for (const [operation, write] of writes) {
    it(`goes to no other account when ${operation} is sent again with renewed credentials`, async () => {
      const { emulator, ann } = fixture.world;
      const home = fixture.moveTo({ credentials: `[work]\n${keysText(ann)}` });
      const session = await fixture.newCloud().openSession({ profile: 'work' });
      await session.identify(signal);
      const carl = emulator.addUser({ name: 'carl', accountId: otherAccount });
      const changeHands = (): boolean => {
        home.write('.aws/credentials', `[work]\n${keysText(carl)}`);
        return true;
      };
      emulator.faults.inject({ kind: 'expired', operation, times: 1, where: changeHands });
      await assert.rejects(write(session), (error) => hasCode(error, 'account.changed'));
      assert.equal(requestsFor(fixture.world, operation), 1);
    });
  }
});

describe('the environment of this process', () => {
  const fixture = useWorld();

  it('stays as it is', async () => {
    const { world } = fixture;
    world.emulator.sso.autoApprove = true;
    const { profile, session: section } = world.sso();
    fixture.moveTo({
      config: `[profile work]\n${profile}${section}[profile keys]\n${keysText(world.ann)}`,
    });
    const before = { ...process.env };
    const cloud = fixture.newCloud();
    await cloud.listProfiles();
    await cloud.findAmbient();
    await cloud.signIn('work', () => undefined, signal);
    await (await cloud.openSession({ profile: 'work' })).identify(signal);
    await (await cloud.openSession({ profile: 'keys', region: 'us-east-1' })).identify(signal);
    assert.deepEqual({ ...process.env }, before);
  });
});
