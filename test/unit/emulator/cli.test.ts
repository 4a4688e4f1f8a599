import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { ListImagesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { Credentials } from '../../emulator/emulator.ts';
import { trustPolicyOf } from '../../emulator/identities.ts';
import { addImage, useEmulator } from './useEmulator.ts';
import { Home } from './useHome.ts';

const cli = path.resolve(import.meta.dirname, '../../emulator/cli.ts');

async function countImages(settings: Record<string, string>): Promise<number | undefined> {
  const client = new SageMakerClient({
    endpoint: settings['AWS_ENDPOINT_URL'] ?? '',
    region: settings['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: settings['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: settings['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
  return (await client.send(new ListImagesCommand({}))).Images?.length;
}

describe('emulator: on its own', () => {
  const children: ChildProcess[] = [];

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  async function start(...args: string[]) {
    const child = spawn(process.execPath, [cli, '--port', '0', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const settings: Record<string, string> = {};
    for await (const line of createInterface(child.stdout)) {
      const [, name, value] = /^(AWS_\w+)=(.+)$/.exec(line) ?? [];
      if (name && value) settings[name] = value;
      if (name === 'AWS_ENDPOINT_URL') break;
    }
    return { child, settings };
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`prints settings that work, and ends at ${signal}`, async () => {
      const { child, settings } = await start('--region', 'eu-west-1');
      assert.equal(settings['AWS_REGION'], 'eu-west-1');
      assert.ok(Number(await countImages(settings)) >= 5);
      child.kill(signal);
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  }

  it('is empty when asked, and says which port is taken', async () => {
    const { settings } = await start('--empty');
    assert.equal(await countImages(settings), 0);
    const { port } = new URL(settings['AWS_ENDPOINT_URL'] ?? '');
    const { status, stderr } = spawnSync(process.execPath, [cli, '--port', port], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.equal(stderr, `Port ${port} is taken: choose another one with --port.\n`);
  });
});

/** The variables that make the CLI sign with keys. */
function signedWith(keys: Credentials & { readonly sessionToken?: string }): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken !== undefined && { AWS_SESSION_TOKEN: keys.sessionToken }),
  };
}

describe('emulator: driven by the AWS CLI', function () {
  // A program in Python that starts several times.
  this.timeout(60_000);
  const executable = '/usr/bin/aws';
  if (!existsSync(executable)) {
    it.skip(`is not tried: ${executable} is missing`);
    return;
  }
  const fixture = useEmulator();
  let home: Home;

  beforeEach(() => {
    home = new Home();
  });
  afterEach(() => home.dispose());

  async function aws(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<unknown> {
    const { url, region } = fixture.emulator;
    const { stdout } = await promisify(execFile)(
      executable,
      ['--endpoint-url', url, '--output', 'json', ...args],
      {
        env: {
          PATH: process.env['PATH'],
          ...home.environment,
          AWS_REGION: region,
          AWS_EC2_METADATA_DISABLED: 'true',
          ...environment,
        },
      },
    );
    return JSON.parse(stdout);
  }

  it('lists images, creates a version and describes it', async () => {
    const { imageName, baseImage } = addImage(fixture);
    const keys = signedWith(fixture.emulator.credentials);
    const { Images } = (await aws(keys, 'sagemaker', 'list-images')) as { Images: { ImageName: string }[] };
    assert.deepEqual(
      Images.map(({ ImageName }) => ImageName),
      [imageName],
    );
    const image = ['--image-name', imageName];
    const details = ['--base-image', baseImage, '--aliases', '1.0'];
    await aws(keys, 'sagemaker', 'create-image-version', ...image, ...details);
    fixture.emulator.settle();
    const number = ['--version-number', '1'];
    const version = await aws(keys, 'sagemaker', 'describe-image-version', ...image, ...number);
    assert.partialDeepStrictEqual(version, {
      ImageVersionStatus: 'CREATED',
      BaseImage: baseImage,
      Version: 1,
    });
  });

  it('takes a role on with a code, and is somebody else then', async () => {
    const { emulator } = fixture;
    const role = ['--role-arn', emulator.addRole({ name: 'Admin', requiresMfa: true })];
    const assumeRole = ['sts', 'assume-role', ...role, '--role-session-name', 'cli'];
    const user = signedWith(emulator.credentials);
    await assert.rejects(aws(user, ...assumeRole), {
      stderr: /\(AccessDenied\).*sts:AssumeRole on resource/,
    });
    const mfa = ['--serial-number', emulator.mfaSerial, '--token-code', emulator.mfaCode];
    const { Credentials: keys } = (await aws(user, ...assumeRole, ...mfa)) as {
      Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    };
    const session = signedWith({
      accessKeyId: keys.AccessKeyId,
      secretAccessKey: keys.SecretAccessKey,
      sessionToken: keys.SessionToken,
    });
    assert.partialDeepStrictEqual(await aws(session, 'sts', 'get-caller-identity'), {
      Account: '123456789012',
      Arn: 'arn:aws:sts::123456789012:assumed-role/Admin/cli',
    });
    emulator.expireIssuedCredentials();
    await assert.rejects(aws(session, 'sts', 'get-caller-identity'), { stderr: /\(ExpiredToken\)/ });
  });

  it('finds the credentials of a container, and of an instance', async () => {
    const { emulator } = fixture;
    emulator.containerRole = 'NotebookRole';
    const inContainer = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${emulator.url}/container-credentials` };
    const container = (await aws(inContainer, 'sts', 'get-caller-identity')) as { Arn: string };
    assert.match(container.Arn, /:assumed-role\/NotebookRole\//);
    emulator.instanceRole = 'StudioHost';
    const onInstance = {
      AWS_EC2_METADATA_DISABLED: 'false',
      // It has nothing to do but to put the path behind it.
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `${emulator.url}/`,
    };
    const instance = (await aws(onInstance, 'sts', 'get-caller-identity')) as { Arn: string };
    assert.match(instance.Arn, /:assumed-role\/StudioHost\//);
  });

  it('learns what the account is called', async () => {
    const { emulator } = fixture;
    emulator.accountAlias = 'data-science-dev';
    const keys = signedWith(emulator.credentials);
    assert.deepEqual(await aws(keys, 'iam', 'list-account-aliases'), {
      AccountAliases: ['data-science-dev'],
    });
  });

  it('reads who may take a role on', async () => {
    const { emulator } = fixture;
    const trustPolicy = trustPolicyOf({ Service: 'sagemaker.amazonaws.com' });
    emulator.addRole({ name: 'ImageRole', path: '/service-role/', trustPolicy });
    assert.partialDeepStrictEqual(await aws(signedWith(emulator.credentials), 'iam', 'list-roles'), {
      Roles: [{ RoleName: 'ImageRole', Path: '/service-role/', AssumeRolePolicyDocument: trustPolicy }],
    });
  });
});
