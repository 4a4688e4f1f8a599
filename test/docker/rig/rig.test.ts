import assert from 'node:assert/strict';
import { readFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  GetDownloadUrlForLayerCommand,
} from '@aws-sdk/client-ecr';
import type { ImageDetail } from '@aws-sdk/client-ecr';
import {
  CreateImageVersionCommand,
  DescribeImageVersionCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { hasPodman, startRig, whyNoRig } from './rig.ts';
import type { Ran, Rig } from './rig.ts';

const foreignHost = '210987654321.dkr.ecr.eu-west-1.amazonaws.com';

describe('the test rig', function () {
  this.timeout(120_000);
  const reason = whyNoRig();
  if (reason !== undefined) {
    it.skip(`is not tried: ${reason}`);
    return;
  }

  let emulator: Emulator;
  let rig: Rig;
  let ecr: ECRClient;
  let context: string;
  let host: string;

  before(async () => {
    emulator = await startEmulator();
    rig = await startRig({ emulator });
    ecr = new ECRClient(clientSettings());
    context = await mkdtemp(join(tmpdir(), 'context-'));
    host = emulator.registryHost;
    emulator.addRepository({ name: 'churn' });
    emulator.addRepository({ name: 'kept', tagMutability: 'IMMUTABLE' });
  });

  after(async () => {
    await rig.stop();
    await emulator.close();
    await rm(context, { recursive: true, force: true });
    assert.deepEqual(emulator.contractViolations, []);
  });

  beforeEach(async () => {
    await succeed(await signIn(host, await passwordOf('us-east-1')));
  });

  afterEach(() => rig.registry.recover());

  describe('lets Docker sign in', () => {
    beforeEach(() => rig.docker(['logout', host]));

    it('with a password of ECR’s, and with no other', async () => {
      const refused = await signIn(host, 'wrong');
      assert.equal(refused.code, 1);
      assert.match(
        refused.stderr,
        /login attempt to https:\/\/123456789012\S+\/v2\/ failed with status: 400/,
      );
      await succeed(await signIn(host, await passwordOf('us-east-1')));
    });

    it('in the region that the password is for', async () => {
      const password = await passwordOf('eu-west-1');
      assert.match((await signIn(host, password)).stderr, /400 Bad Request/);
      await succeed(await signIn(foreignHost, password));
    });

    it('unless it is told to refuse', async () => {
      rig.registry.fail({ kind: 'refuse', times: 2 });
      assert.equal((await signIn(host, await passwordOf('us-east-1'))).code, 1);
    });

    it('for as long as the password is good', async () => {
      await build('FROM scratch\nCOPY Dockerfile /\n', 'churn:expired');
      const unknown = await push('churn:expired');
      assert.match(unknown.stderr, /no basic auth credentials/);
      await succeed(await signIn(host, await passwordOf('us-east-1')));
      emulator.registryTokens.expire();
      const expired = await push('churn:expired');
      assert.match(expired.stderr, /^denied: Your authorization token has expired\. Reauthenticate/);
    });
  });

  describe('takes what Docker pushes', () => {
    it('under the digest that Docker says, and ECR and SageMaker find it there', async () => {
      await build('FROM scratch\nCOPY Dockerfile /\nLABEL which=1\n', 'churn:1.0');
      const digest = digestIn(await succeed(await push('churn:1.0')));
      assert.equal((await rig.manifests('churn'))['1.0'], digest);

      const described = await describeImage({ imageTag: '1.0' });
      assert.equal(described.imageDigest, digest);
      assert.deepEqual(described.imageTags, ['1.0']);
      assert.equal(described.imageManifestMediaType, 'application/vnd.docker.distribution.manifest.v2+json');
      assert.equal(described.artifactMediaType, 'application/vnd.docker.container.image.v1+json');
      assert.equal(described.imageSizeInBytes, await sizeOf('1.0'));

      const sagemaker = new SageMakerClient(clientSettings());
      emulator.addImage({ name: 'churn' });
      const version = { ImageName: 'churn', BaseImage: `${host}/churn@${digest}`, ClientToken: 'rig' };
      await sagemaker.send(new CreateImageVersionCommand(version));
      emulator.settle();
      const { ContainerImage } = await sagemaker.send(
        new DescribeImageVersionCommand({ ImageName: 'churn', Version: 1 }),
      );
      assert.equal(ContainerImage, version.BaseImage);
    });

    it('with the configuration that the Dockerfile gives it', async () => {
      await build('FROM scratch\nCOPY Dockerfile /\nLABEL which=2\n', 'churn:labels');
      await succeed(await push('churn:labels'));
      const { config } = await manifestOf('labels');
      const { downloadUrl = '' } = await ecr.send(
        new GetDownloadUrlForLayerCommand({ repositoryName: 'churn', layerDigest: config.digest }),
      );
      const { config: container } = (await (await fetch(downloadUrl)).json()) as {
        config: { Labels: Record<string, string> };
      };
      assert.deepEqual(container.Labels, { which: '2' });
    });

    it('and lets a tag move, but not where tags are kept', async () => {
      const first = await buildAndPush('FROM scratch\nCOPY Dockerfile /\nLABEL n=1\n', 'churn:moves');
      const second = await buildAndPush('FROM scratch\nCOPY Dockerfile /\nLABEL n=2\n', 'churn:moves');
      assert.equal((await describeImage({ imageTag: 'moves' })).imageDigest, second);
      assert.equal((await describeImage({ imageDigest: first })).imageTags, undefined);

      await buildAndPush('FROM scratch\nCOPY Dockerfile /\nLABEL n=3\n', 'kept:1.0');
      await build('FROM scratch\nCOPY Dockerfile /\nLABEL n=4\n', 'kept:1.0');
      const refused = await push('kept:1.0');
      assert.equal(
        refused.stderr,
        "tag invalid: The image tag '1.0' already exists in the 'kept' repository " +
          'and cannot be overwritten because the tag is immutable.\n',
      );
    });

    it('in repositories that ECR has', async () => {
      await build('FROM scratch\nCOPY Dockerfile /\n', 'nowhere:1');
      assert.match(
        (await push('nowhere:1')).stderr,
        /^name unknown: The repository with name 'nowhere' does not exist in the registry with id '123456789012'/,
      );
    });

    it('as far as IAM lets it', async () => {
      await build('FROM scratch\nCOPY Dockerfile /\nLABEL denied=1\n', 'churn:denied');
      rig.registry.fail({ kind: 'deny', at: 'PutImage' });
      assert.match(
        (await push('churn:denied')).stderr,
        /^denied: User: \S+ is not authorized to perform: ecr:PutImage/,
      );
    });
  });

  describe('builds real images', () => {
    for (const buildKit of ['1', '0']) {
      it(`from a base image in ECR, and runs their commands, ${buildKit === '1' ? 'with' : 'without'} BuildKit`, async () => {
        const base = await rig.addBaseImage({ host: foreignHost });
        await succeed(await signIn(foreignHost, await passwordOf('eu-west-1')));
        await build(
          `FROM ${base}\nRUN echo made-${buildKit} > /made && cat /made\n`,
          `churn:run-${buildKit}`,
          {
            DOCKER_BUILDKIT: buildKit,
          },
        );
        await succeed(await push(`churn:run-${buildKit}`));
        const { layers } = await manifestOf(`run-${buildKit}`);
        assert.equal(layers.length, 2);
      });
    }

    it('from ECR Public, where nobody has to sign in', async () => {
      const base = await rig.addBaseImage({ host: 'public.ecr.aws', repository: 'docker/library/busybox' });
      await build(`FROM ${base}\nRUN true\n`, 'churn:public');
    });

    it('but none from anywhere else', async () => {
      const { code } = await rig.docker(['pull', 'docker.io/library/busybox:latest']);
      assert.equal(code, 1);
      assert.deepEqual(rig.refusedHosts, ['registry-1.docker.io:443']);
    });
  });

  describe('goes wrong when it is told to', () => {
    it('in the middle of a layer, which Docker sends again', async () => {
      const layers = await aLargeImage('churn:dropped');
      rig.registry.fail({ kind: 'drop', at: 'UploadLayerPart', times: 1 });
      const { stdout } = await succeed(await push('churn:dropped'));
      assert.match(stdout, /Retrying in 5 seconds/);
      assert.equal((await manifestOf('dropped')).layers.length, layers);
    });

    it('by being killed before the manifest, and is pushed to again after it was restarted', async () => {
      await aLargeImage('churn:killed');
      const before = rig.registry.requests.filter(({ action }) => action === 'PutImage').length;
      rig.registry.fail({ kind: 'hang', at: 'PutImage' });
      const pushing = push('churn:killed');
      await rig.registry.waitFor('PutImage', before + 1);
      await rig.registry.kill();
      const failed = await pushing;
      assert.equal(failed.code, 1);
      assert.equal((await push('churn:killed')).code, 1, 'nothing answers');

      rig.registry.recover();
      await rig.registry.start();
      const { stdout } = await succeed(await push('churn:killed'));
      assert.match(stdout, /Layer already exists/);
      assert.equal((await rig.manifests('churn'))['killed'], digestIn({ stdout }));
    });

    it('by being slow', async () => {
      await build('FROM scratch\nCOPY Dockerfile /\nLABEL slow=1\n', 'churn:slow');
      rig.registry.fail({ kind: 'slow', delayMs: 300, at: 'PutImage' });
      const started = performance.now();
      await succeed(await push('churn:slow'));
      assert.ok(performance.now() - started >= 300);
    });
  });

  it('knows what runs in it', async () => {
    const base = await rig.addBaseImage();
    await writeFile(join(context, 'Dockerfile'), `FROM ${base}\nRUN echo begun && sleep 1000\n`);
    const stop = new AbortController();
    let during: ReturnType<Rig['processes']> | undefined;
    const building = rig.docker(['build', '--progress=plain', context], {
      env: { DOCKER_BUILDKIT: '1' },
      signal: stop.signal,
      onOutput: (text) => {
        if (!/\d begun$/m.test(text)) return;
        during = rig.processes().finally(() => stop.abort());
      },
    });
    await assert.rejects(building, { name: 'AbortError' });
    const commands = (await during)?.map(({ command }) => command).join('\n') ?? '';
    assert.match(commands, /^\S*docker build /m);
    assert.match(commands, /sleep 1000$/m);
    await rig.waitUntilIdle();
    assert.deepEqual(await rig.processes(), []);
  });

  it('works for Podman, too', async function () {
    if (!hasPodman()) this.skip();
    const base = await rig.addBaseImage();
    await writeFile(join(context, 'Dockerfile'), `FROM ${base}\nRUN echo made > /made\n`);
    const password = await passwordOf('us-east-1');
    assert.match((await signIn(host, 'wrong', 'podman')).stderr, /400 \(Bad Request\)/);
    await succeed(await signIn(host, password, 'podman'));
    await succeed(await rig.run('podman', ['build', '--tag', `${host}/churn:podman`, context]));
    const digestFile = join(context, 'digest');
    await succeed(await rig.run('podman', ['push', '--digestfile', digestFile, `${host}/churn:podman`]));
    assert.equal((await rig.manifests('churn'))['podman'], await readFile(digestFile, 'utf8'));
    const { imageManifestMediaType } = await describeImage({ imageTag: 'podman' });
    assert.equal(imageManifestMediaType, 'application/vnd.oci.image.manifest.v1+json');

    const tag = ['push', `${host}/churn:podman`, `${host}/kept:podman`];
    await succeed(await rig.run('podman', tag));
    assert.match((await rig.run('podman', tag)).stderr, /tag invalid: The image tag 'podman' already exists/);
  });

  it('leaves nothing behind', async () => {
    const itsEmulator = await startEmulator();
    const another = await startRig({ emulator: itsEmulator });
    const folder = join(another.environment['HOME'] ?? '', '..');
    await another.stop();
    await itsEmulator.close();
    await assert.rejects(readdir(folder), { code: 'ENOENT' });
    assert.ok(!(await readFile('/proc/self/mountinfo', 'utf8')).includes(folder));
    assert.deepEqual(await another.processes(), []);
  });

  function clientSettings() {
    const { url, region, credentials } = emulator;
    return { endpoint: url, region, credentials };
  }

  async function passwordOf(region: string): Promise<string> {
    const client = new ECRClient({ ...clientSettings(), region });
    const { authorizationData = [] } = await client.send(new GetAuthorizationTokenCommand({}));
    const token = Buffer.from(authorizationData[0]?.authorizationToken ?? '', 'base64').toString();
    assert.ok(token.startsWith('AWS:'));
    return token.slice('AWS:'.length);
  }

  function signIn(at: string, password: string, program = 'docker'): Promise<Ran> {
    return rig.run(program, ['login', '--username', 'AWS', '--password-stdin', at], { input: password });
  }

  async function build(dockerfile: string, name: string, env: Record<string, string> = {}): Promise<void> {
    await writeFile(join(context, 'Dockerfile'), dockerfile);
    await succeed(await rig.docker(['build', '--tag', `${host}/${name}`, context], { env }));
  }

  function push(name: string): Promise<Ran> {
    return rig.docker(['push', `${host}/${name}`]);
  }

  async function buildAndPush(dockerfile: string, name: string): Promise<string> {
    await build(dockerfile, name);
    return digestIn(await succeed(await push(name)));
  }

  /** @returns how many layers it has */
  async function aLargeImage(name: string): Promise<number> {
    const base = await rig.addBaseImage();
    await build(`FROM ${base}\nRUN head -c 3000000 /dev/urandom > /large-${name.replace(':', '-')}\n`, name);
    return 2;
  }

  async function describeImage(id: { imageTag?: string; imageDigest?: string }): Promise<ImageDetail> {
    const command = new DescribeImagesCommand({ repositoryName: 'churn', imageIds: [id] });
    const [detail] = (await ecr.send(command)).imageDetails ?? [];
    assert.ok(detail);
    return detail;
  }

  async function manifestOf(imageTag: string): Promise<Manifest> {
    const command = new BatchGetImageCommand({ repositoryName: 'churn', imageIds: [{ imageTag }] });
    const [image] = (await ecr.send(command)).images ?? [];
    return JSON.parse(image?.imageManifest ?? '') as Manifest;
  }

  async function sizeOf(tag: string): Promise<number> {
    const { config, layers } = await manifestOf(tag);
    return layers.reduce((sum, { size }) => sum + size, config.size);
  }
});

interface Manifest {
  readonly config: { readonly digest: string; readonly size: number };
  readonly layers: readonly { readonly size: number }[];
}

async function succeed(ran: Ran): Promise<Ran> {
  assert.equal(ran.code, 0, ran.stderr);
  return ran;
}

function digestIn({ stdout }: Pick<Ran, 'stdout'>): string {
  const [, digest] = /digest: (sha256:[0-9a-f]{64}) size: \d+/.exec(stdout) ?? [];
  assert.ok(digest, stdout);
  return digest;
}
