import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Manifest } from '../../../src/core/containerImages/contents.ts';
import { formatPlatform } from '../../../src/core/containerImages/contents.ts';
import { readContents } from '../../../src/core/containerImages/readContents.ts';
import { hasCode, type ErrorCode } from '../../../src/core/errors.ts';
import type { Session } from '../../../src/core/ports.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import type { Fault } from '../../emulator/faults.ts';
import type { NewContainerImage } from '../../emulator/repositoryStore.ts';
import { useSession } from './useSession.ts';

const { signal } = new AbortController();
const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
const repository = 'churn';
const reference = { accountId: '123456789012', repository };
const byTag = { ...reference, tag: '1.0' };

describe('container images', function () {
  this.timeout(30_000);
  const logged: string[] = [];
  let emulator: Emulator;
  let session: Session;
  useSession((opened) => ({ emulator, session } = opened), {
    cloud: { log: { debug: (message) => void logged.push(message) }, silenceMs: 1000 },
  });
  beforeEach(() => {
    logged.length = 0;
  });

  const push = (image: Partial<NewContainerImage> = {}): string =>
    emulator.addContainerImage({ repository, tags: ['1.0'], ...image });

  const contents = async () => {
    const found = await readContents(byTag, session.registry, signal);
    assert.ok(found);
    return found;
  };

  async function manifest(): Promise<Manifest> {
    const found = await session.registry.findManifest(byTag, signal);
    assert.ok(found);
    return found;
  }

  const scan = () => session.registry.findScan(byTag, signal);

  /** The digest of the configuration, and what stands there instead of it. */
  async function replaceConfiguration(text: string): Promise<string> {
    const digest = (await manifest()).image?.configurationDigest ?? '';
    emulator.findRepository(repository)?.blobs.set(digest, { text, digest, mediaType: 'x' });
    return digest;
  }

  describe('are read', () => {
    for (const mediaType of [ociManifest, dockerManifest] as const) {
      it(`of ${mediaType}`, async () => {
        const digest = push({
          mediaType,
          sizeInBytes: 1_000_000,
          layers: [{ identity: 'base', sizeInBytes: 300_000, createdBy: 'ADD rootfs.tar /' }],
          config: {
            User: '1000',
            Env: ['PATH=/bin', 'TOKEN=hunter2'],
            Entrypoint: ['jupyter-lab'],
            Cmd: ['--ip', '0.0.0.0'],
            WorkingDir: '/home/me',
            ExposedPorts: { '8888/tcp': {} },
            Labels: { team: 'churn' },
          },
        });
        const { manifest: found, configuration } = await contents();
        assert.deepEqual(
          { digest: found.digest, mediaType: found.mediaType, platforms: found.platforms },
          { digest, mediaType, platforms: [] },
        );
        assert.equal(found.image?.sizeInBytes, 1_000_000);
        assert.equal(found.image?.layers.length, 2);
        assert.equal(found.image?.layers[0]?.sizeInBytes, 300_000);
        assert.ok(configuration?.createdAt);
        const { createdAt: _, ...rest } = configuration;
        assert.deepEqual(rest, {
          platform: { os: 'linux', architecture: 'amd64' },
          user: '1000',
          entrypoint: ['jupyter-lab'],
          cmd: ['--ip', '0.0.0.0'],
          workingDir: '/home/me',
          ports: ['8888/tcp'],
          environmentNames: ['PATH', 'TOKEN'],
          labels: { team: 'churn' },
          history: [
            { createdBy: 'ADD rootfs.tar /', isEmptyLayer: false },
            { createdBy: 'COPY . /opt/app # buildkit', isEmptyLayer: false },
            { createdBy: 'ENV PATH=…', isEmptyLayer: true },
            { createdBy: 'ENV TOKEN=…', isEmptyLayer: true },
            { createdBy: 'USER 1000', isEmptyLayer: true },
          ],
        });
      });

      it(`of an index of ${mediaType}: the image for SageMaker’s platform`, async () => {
        push({ mediaType, architectures: ['arm64', 'amd64'] });
        const { manifest: found, configuration } = await contents();
        assert.match(found.mediaType, /index|list/);
        assert.deepEqual(found.platforms.map(formatPlatform), ['linux/arm64', 'linux/amd64']);
        assert.deepEqual(found.image?.platform, { os: 'linux', architecture: 'amd64' });
        assert.notEqual(found.image?.digest, found.digest);
        assert.equal(configuration?.platform?.architecture, 'amd64');
      });
    }

    it('of an index without an image for that platform: the one that there is', async () => {
      push({ architectures: ['arm64'], mediaType: ociManifest, hasIndex: true });
      const { manifest: found, configuration } = await contents();
      assert.deepEqual(found.platforms.map(formatPlatform), ['linux/arm64']);
      assert.equal(configuration?.platform?.architecture, 'arm64');
    });

    it('by a digest as well', async () => {
      const digest = push();
      assert.equal((await session.registry.findManifest({ ...reference, digest }, signal))?.digest, digest);
    });

    it('with credentials that are renewed when they are refused, none of which goes to S3', async () => {
      push();
      emulator.faults.inject({ kind: 'expired', operation: 'BatchGetImage', times: 1 });
      emulator.faults.inject({ kind: 'expired', operation: 'GetDownloadUrlForLayer', times: 1 });
      assert.ok((await contents()).configuration);
      const { input } = await emulator.waitFor('GetObject');
      assert.deepEqual(Object.keys(input).toSorted(), ['digest', 'signature']);
    });

    it('in the kinds of manifests that are understood', async () => {
      push();
      await manifest();
      const { input } = await emulator.waitFor('BatchGetImage');
      assert.deepEqual(input['acceptedMediaTypes'], [
        'application/vnd.oci.image.index.v1+json',
        'application/vnd.docker.distribution.manifest.list.v2+json',
        ociManifest,
        dockerManifest,
      ]);
    });
  });

  describe('are missing', () => {
    it('where there is no such tag or digest', async () => {
      push();
      const { registry } = session;
      assert.equal(await registry.findManifest({ ...reference, tag: '2.0' }, signal), undefined);
      const digest = `sha256:${'0'.repeat(64)}`;
      assert.equal(await registry.findManifest({ ...reference, digest }, signal), undefined);
      assert.equal(await readContents({ ...reference, tag: '2.0' }, registry, signal), undefined);
    });

    it('while they are archived', async () => {
      push({ status: 'ARCHIVED' });
      assert.equal(await session.registry.findManifest(byTag, signal), undefined);
    });

    it('where there is no such repository, which is an error', async () => {
      await rejects('repository.notFound', session.registry.findManifest(byTag, signal));
    });
  });

  describe('can not be read', () => {
    it('of a kind that nobody knows, such as Docker’s first', async () => {
      const digest = push();
      const images = emulator.findRepository(repository)?.images;
      const image = images?.get(digest);
      assert.ok(image);
      const mediaType = 'application/vnd.docker.distribution.manifest.v1+json';
      images?.set(digest, { ...image, manifest: { ...image.manifest, mediaType } });
      await assert.rejects(session.registry.findManifest(byTag, signal), (error) => {
        assert.ok(hasCode(error, 'containerImage.unreadable'));
        assert.deepEqual(error.facts, {
          reference: 'churn:1.0',
          reason: 'its manifest is of a kind that is not known here',
        });
        return true;
      });
    });

    it('where they may not be', async () => {
      push();
      emulator.faults.inject({ kind: 'denied', operation: 'BatchGetImage' });
      await rejects('auth.denied', session.registry.findManifest(byTag, signal));
    });

    it('any longer than somebody waits', async () => {
      push();
      emulator.faults.inject({ kind: 'silence', operation: 'GetObject' });
      const stop = new AbortController();
      const reading = readContents(byTag, session.registry, stop.signal);
      await emulator.waitFor('GetObject', { until: 'received' });
      stop.abort();
      await assert.rejects(reading, { name: 'AbortError' });
    });
  });

  describe('are told but for their configuration', () => {
    beforeEach(() => void push());

    const cases: readonly {
      readonly fault: Fault['kind'];
      readonly operation: 'GetObject' | 'GetDownloadUrlForLayer';
      readonly code: ErrorCode;
    }[] = [
      { operation: 'GetDownloadUrlForLayer', fault: 'denied', code: 'auth.denied' },
      { operation: 'GetDownloadUrlForLayer', fault: 'dropBefore', code: 'network.dropped' },
      { operation: 'GetObject', fault: 'denied', code: 'containerImage.unreadable' },
      { operation: 'GetObject', fault: 'html', code: 'containerImage.unreadable' },
      { operation: 'GetObject', fault: 'cutOff', code: 'containerImage.unreadable' },
      { operation: 'GetObject', fault: 'dropBefore', code: 'network.dropped' },
      { operation: 'GetObject', fault: 'silence', code: 'network.silent' },
    ];
    for (const { operation, fault, code } of cases) {
      it(`where ${operation} meets ${fault}: ${code}`, async () => {
        emulator.faults.inject({ kind: fault, operation } as Fault);
        const { manifest: found, configuration, configurationProblem } = await contents();
        assert.ok(found.image);
        assert.equal(configuration, undefined);
        assert.ok(hasCode(configurationProblem, code), inspect(configurationProblem));
      });
    }

    const broken: readonly { readonly what: string; readonly text: string; readonly reason: RegExp }[] = [
      { what: 'is another one', text: '{}', reason: /digest is another one/ },
      { what: 'is endless', text: 'x'.repeat(4 * 1024 * 1024 + 1), reason: /more than 4194304 bytes/ },
    ];
    for (const { what, text, reason } of broken) {
      it(`which ${what}`, async () => {
        await replaceConfiguration(text);
        const { configurationProblem: problem } = await contents();
        assert.ok(hasCode(problem, 'containerImage.unreadable'));
        assert.match(problem.facts.reason, reason);
      });
    }

    it('where its URL is no longer good', async () => {
      emulator.downloadSignatures.seconds = -1;
      const { configurationProblem: problem } = await contents();
      assert.ok(hasCode(problem, 'containerImage.unreadable'));
      assert.equal(problem.facts.reason, 'HTTP status 403');
    });

    for (const fault of [undefined, 'denied', 'dropBefore', 'cutOff', 'html', 'silence'] as const) {
      it(`without a trace of the URL, met by ${fault ?? 'nothing'}`, async () => {
        if (fault) emulator.faults.inject({ kind: fault, operation: 'GetObject' });
        const all = inspect(await contents(), { depth: 20, showHidden: true, maxStringLength: null });
        const said = [all, ...logged].join('\n');
        assert.ok(!emulator.downloadSignatures.isIn(said), said);
        assert.ok(!said.includes('X-Amz-'), said);
      });
    }
  });

  describe('have been scanned', () => {
    it('by ECR and by Amazon Inspector', async () => {
      push({ scan: { counts: { CRITICAL: 2, LOW: 3 } } });
      assert.deepEqual(await scan(), { status: 'COMPLETE', counts: { CRITICAL: 2, LOW: 3 } });
      push({ scan: { isEnhanced: true, counts: { HIGH: 1 } } });
      assert.deepEqual(await scan(), { status: 'ACTIVE', counts: { HIGH: 1 } });
    });

    it('which has to be counted where that was not done', async () => {
      for (const isEnhanced of [false, true]) {
        push({ scan: { isEnhanced, isUncounted: true, counts: { HIGH: 2, LOW: 1 } } });
        assert.deepEqual((await scan())?.counts, { HIGH: 2, LOW: 1 });
      }
    });

    it('or are being', async () => {
      push({ scan: { status: 'IN_PROGRESS' } });
      assert.deepEqual(await scan(), { status: 'IN_PROGRESS', counts: {} });
    });

    it('or not', async () => {
      push();
      assert.equal(await scan(), undefined);
      assert.equal(await session.registry.findScan({ ...reference, tag: 'gone' }, signal), undefined);
    });

    it('which may not be looked at', async () => {
      push();
      emulator.faults.inject({ kind: 'denied', operation: 'DescribeImageScanFindings' });
      await rejects('auth.denied', scan());
    });
  });
});

async function rejects(code: ErrorCode, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(hasCode(error, code), inspect(error));
    return true;
  });
}
