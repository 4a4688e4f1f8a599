import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { ListImagesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { addImage, useEmulator } from './useEmulator.ts';

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

describe('emulator: driven by the AWS CLI', function () {
  // A program in Python that starts three times.
  this.timeout(60_000);
  const fixture = useEmulator();
  const executable = '/usr/bin/aws';

  async function aws(...args: string[]): Promise<unknown> {
    const { url, region, credentials } = fixture.emulator;
    const { stdout } = await promisify(execFile)(
      executable,
      ['--endpoint-url', url, '--output', 'json', ...args],
      {
        env: {
          PATH: process.env['PATH'],
          AWS_ACCESS_KEY_ID: credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
          AWS_REGION: region,
          AWS_CONFIG_FILE: '/nonexistent/config',
          AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      },
    );
    return JSON.parse(stdout);
  }

  it('lists images, creates a version and describes it', async function () {
    if (!existsSync(executable)) this.skip();
    const { imageName, baseImage } = addImage(fixture);
    const { Images } = (await aws('sagemaker', 'list-images')) as { Images: { ImageName: string }[] };
    assert.deepEqual(
      Images.map(({ ImageName }) => ImageName),
      [imageName],
    );
    const image = ['--image-name', imageName];
    await aws('sagemaker', 'create-image-version', ...image, '--base-image', baseImage, '--aliases', '1.0');
    fixture.emulator.settle();
    const version = (await aws(
      'sagemaker',
      'describe-image-version',
      ...image,
      '--version-number',
      '1',
    )) as object;
    assert.partialDeepStrictEqual(version, {
      ImageVersionStatus: 'CREATED',
      BaseImage: baseImage,
      Version: 1,
    });
  });
});
