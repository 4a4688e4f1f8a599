import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { createCloud } from '../../../src/aws/cloud.ts';
import { hasCode, type ErrorCode } from '../../../src/core/errors.ts';
import type { NewRepository, Session, SessionChoice } from '../../../src/core/ports.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import type { Fault } from '../../emulator/faults.ts';
import { AwsConfigFixture } from '../../support/awsConfig.ts';
import { cloudOptions } from '../../support/cloudOptions.ts';
import { rememberEnvironment } from '../../support/rememberEnvironment.ts';

const { signal } = new AbortController();

describe('the registry', function () {
  this.timeout(30_000);
  const config = new AwsConfigFixture();
  const restoreEnvironment = rememberEnvironment();
  const logged: string[] = [];
  let emulator: Emulator;
  let session: Session;

  beforeEach(async () => {
    logged.length = 0;
    emulator = await startEmulator();
    await open();
  });

  afterEach(async () => {
    assert.deepEqual(emulator.contractViolations, []);
    await emulator.close();
  });

  after(() => {
    restoreEnvironment();
    config.dispose();
  });

  describe('signs in', () => {
    it('to the account’s own registry', async () => {
      assert.equal(await judgementOf(emulator.registryHost, 'us-east-1'), 'good');
    });

    it('to another account’s and another region’s, where that is', async () => {
      const hosts = [
        '210987654321.dkr.ecr.eu-west-1.amazonaws.com',
        '210987654321.dkr.ecr-fips.eu-west-1.amazonaws.com',
        '210987654321.dkr-ecr.eu-west-1.on.aws',
      ];
      for (const host of hosts) assert.equal(await judgementOf(host, 'eu-west-1'), 'good', host);
      assert.match(logged.join('\n'), /GetAuthorizationToken in eu-west-1/);
    });

    it('to ECR Public, which is in one region', async () => {
      await open('eu-west-1');
      assert.equal(await judgementOf('public.ecr.aws', 'public'), 'good');
      assert.match(logged.join('\n'), /GetAuthorizationToken in us-east-1/);
    });

    it('but not to ECR Public from where it is not, and nowhere else', async () => {
      await rejects('registry.refused', session.registry.signIn('docker.io', signal));
      await rejects('registry.refused', session.registry.signIn('example.com/public.ecr.aws', signal));
      await open('cn-north-1');
      await rejects('registry.refused', session.registry.signIn('public.ecr.aws', signal));
      assert.deepEqual(emulator.requests, []);
    });

    it('with credentials that are renewed when they are refused', async () => {
      emulator.faults.inject({ kind: 'expired', operation: 'GetAuthorizationToken', times: 1 });
      assert.equal(await judgementOf(emulator.registryHost, 'us-east-1'), 'good');
    });

    it('unless IAM forbids it, which says what', async () => {
      emulator.faults.inject({ kind: 'denied', operation: 'GetAuthorizationToken' });
      await assert.rejects(session.registry.signIn(emulator.registryHost, signal), (error) => {
        assert.ok(hasCode(error, 'auth.denied'));
        assert.equal(error.facts.action, 'ecr:GetAuthorizationToken');
        return true;
      });
      await assert.rejects(session.registry.signIn('public.ecr.aws', signal), (error) => {
        assert.ok(hasCode(error, 'auth.denied'));
        assert.equal(error.facts.action, 'ecr-public:GetAuthorizationToken');
        return true;
      });
    });

    it('until it is told to stop', async () => {
      emulator.faults.inject({ kind: 'silence', operation: 'GetAuthorizationToken' });
      const stop = new AbortController();
      const signedIn = session.registry.signIn(emulator.registryHost, stop.signal);
      await emulator.waitFor('GetAuthorizationToken', { until: 'received' });
      stop.abort();
      await assert.rejects(signedIn, { name: 'AbortError' });
    });

    const kinds = [undefined, 'cutOff', 'asError', 'dropAfter', 'denied'] as const;
    for (const host of ['123456789012.dkr.ecr.us-east-1.amazonaws.com', 'public.ecr.aws']) {
      for (const kind of kinds) {
        it(`to ${host} without a trace of the password, ${kind ? `met by ${kind}` : 'undisturbed'}`, async () => {
          if (kind) emulator.faults.inject({ kind, operation: 'GetAuthorizationToken' });
          const seen = await everythingSaid(() => session.registry.signIn(host, signal));
          assert.ok(!emulator.registryTokens.isIn(seen), seen);
        });
      }
    }
  });

  describe('creates a repository', () => {
    const repository: NewRepository = { name: 'team/sagemaker-churn', scanOnPush: true, immutableTags: true };

    it('with what was chosen', async () => {
      const created = await session.registry.createRepository(repository, signal);
      assert.deepEqual(created, {
        accountId: emulator.accountId,
        name: repository.name,
        uri: `${emulator.registryHost}/${repository.name}`,
        immutableTags: true,
      });
      const { tagMutability, scanOnPush } = emulator.findRepository(repository.name) ?? {};
      assert.deepEqual({ tagMutability, scanOnPush }, { tagMutability: 'IMMUTABLE', scanOnPush: true });
      for await (const page of session.registry.listRepositories(signal)) assert.deepEqual(page, [created]);
    });

    it('unless there is one', async () => {
      emulator.addRepository({ name: repository.name, tagMutability: 'IMMUTABLE', scanOnPush: true });
      await assert.rejects(session.registry.createRepository(repository, signal), (error) => {
        assert.ok(hasCode(error, 'repository.exists'));
        assert.deepEqual(error.facts, { name: repository.name });
        return true;
      });
    });

    it('unless there are too many', async () => {
      emulator.repositoryQuota = 0;
      await rejects('quota.exceeded', session.registry.createRepository(repository, signal));
    });

    it('in the account that the workspace expects, or not at all', async () => {
      await open(emulator.region, { expectedAccount: '210987654321' });
      await rejects('account.unexpected', session.registry.createRepository(repository, signal));
      assert.equal(emulator.findRepository(repository.name), undefined);
    });

    const disturbances: readonly {
      readonly fault: Fault['kind'];
      readonly times?: number;
      readonly code?: ErrorCode;
    }[] = [
      { fault: 'dropBefore', times: 1 },
      { fault: 'dropAfter', times: 1 },
      { fault: 'dropAfter' },
      { fault: 'cutOff', times: 1 },
      { fault: 'internal', times: 1 },
      { fault: 'dropBefore', code: 'network.dropped' },
      { fault: 'internal', code: 'service.failed' },
      { fault: 'quota', code: 'quota.exceeded' },
      { fault: 'denied', code: 'auth.denied' },
    ];
    for (const { fault, times, code } of disturbances) {
      const title = `met by ${fault}${times ? ' once' : ''}: ${code ?? 'it is there'}`;
      it(title, async () => {
        const aim = { operation: 'CreateRepository', ...(times !== undefined && { times }) } as const;
        emulator.faults.inject({ ...aim, kind: fault } as Fault);
        const creating = session.registry.createRepository(repository, signal);
        if (code) await rejects(code, creating);
        else assert.equal((await creating).name, repository.name);
        assert.equal(emulator.findRepository(repository.name) !== undefined, code === undefined);
      });
    }

    it('and does not take somebody else’s for its own after an answer was lost', async () => {
      emulator.addRepository({ name: repository.name, tagMutability: 'MUTABLE' });
      emulator.faults.inject({ kind: 'dropBefore', operation: 'CreateRepository', times: 1 });
      await rejects('repository.exists', session.registry.createRepository(repository, signal));
    });
  });

  describe('finds a container image', () => {
    const reference = { accountId: '123456789012', repository: 'churn' };

    it('by a tag and by its digest', async () => {
      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      const digest = emulator.addContainerImage({
        repository: 'churn',
        tags: ['1.0', 'latest'],
        sizeInBytes: 1234,
        mediaType,
      });
      const found = {
        digest,
        tags: ['1.0', 'latest'],
        status: 'ACTIVE',
        mediaType,
        isArtifact: false,
        sizeInBytes: 1234,
      };
      const { registry } = session;
      assert.deepEqual(await registry.findContainerImage({ ...reference, tag: '1.0' }, signal), found);
      assert.deepEqual(await registry.findContainerImage({ ...reference, digest }, signal), found);
      assert.equal(await registry.findContainerImage({ ...reference, tag: '2.0' }, signal), undefined);
      await rejects(
        'repository.notFound',
        registry.findContainerImage({ ...reference, repository: 'gone', tag: '1.0' }, signal),
      );
    });

    for (const hidesArchived of [false, true]) {
      it(`that is archived, ${hidesArchived ? 'where only a listing' : 'where a description, too,'} tells`, async () => {
        const { registry } = session;
        emulator.hidesArchived = hidesArchived;
        emulator.addContainerImage({ repository: 'churn', tags: ['0.8'] });
        const digest = emulator.addContainerImage({ repository: 'churn', tags: ['0.9'], status: 'ARCHIVED' });
        const described = await registry.findContainerImage({ ...reference, tag: '0.9' }, signal);
        assert.equal(described?.status, hidesArchived ? undefined : 'ARCHIVED');
        assert.equal((await registry.findArchived({ ...reference, tag: '0.9' }, signal))?.status, 'ARCHIVED');
        assert.equal((await registry.findArchived({ ...reference, digest }, signal))?.digest, digest);
        assert.equal(await registry.findArchived({ ...reference, tag: '0.8' }, signal), undefined);
      });
    }
  });

  it('finds where what is not there yet is fetched from', async () => {
    const upstreamOf = (name: string, accountId = emulator.accountId) =>
      session.registry.findUpstream({ accountId, name }, signal);
    assert.equal(await upstreamOf('docker-hub/library/python'), undefined);
    emulator.addUpstream({ prefix: 'docker-hub', host: 'registry-1.docker.io' });
    emulator.addUpstream({ prefix: 'team/quay/', host: 'quay.io' });
    assert.equal(await upstreamOf('docker-hub/library/python'), 'registry-1.docker.io');
    assert.equal(await upstreamOf('team/quay/org/image'), 'quay.io');
    assert.equal(await upstreamOf('docker-hub-mirror/python'), undefined);
    assert.equal(await upstreamOf('docker-hub/library/python', '210987654321'), undefined);
    emulator.addUpstream({ prefix: 'ROOT', host: 'ghcr.io' });
    assert.equal(await upstreamOf('anything'), 'ghcr.io');
    emulator.faults.inject({ kind: 'denied', operation: 'DescribePullThroughCacheRules' });
    await rejects('auth.denied', upstreamOf('anything'));
  });

  it('finds a repository, and whether it keeps its tags', async () => {
    emulator.addRepository({ name: 'kept', tagMutability: 'IMMUTABLE' });
    const { registry } = session;
    const { accountId } = emulator;
    const found = await registry.findRepository({ accountId, name: 'kept' }, signal);
    assert.deepEqual(found, {
      accountId,
      name: 'kept',
      uri: `${emulator.registryHost}/kept`,
      immutableTags: true,
    });
    assert.equal(await registry.findRepository({ accountId, name: 'gone' }, signal), undefined);
    emulator.faults.inject({ kind: 'denied', operation: 'DescribeRepositories' });
    await rejects('auth.denied', registry.findRepository({ accountId, name: 'kept' }, signal));
  });

  async function open(region = emulator.region, choice: SessionChoice = {}): Promise<void> {
    config.write({ test: { region, endpointUrl: emulator.url, keys: emulator.credentials } });
    Object.assign(process.env, config.environment);
    const log = { debug: (message: string) => void logged.push(message) };
    session = await createCloud(cloudOptions({ log, silenceMs: 2000 })).openSession({
      profile: 'test',
      ...choice,
    });
  }

  async function judgementOf(host: string, scope: string): Promise<string> {
    const { username, password } = await session.registry.signIn(host, signal);
    return emulator.registryTokens.judge(scope, username, password);
  }

  /** What an error and the log say, in every detail, and the console, which the SDK can be made to write to. */
  async function everythingSaid(act: () => Promise<unknown>): Promise<string> {
    const said: string[] = [];
    const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;
    const originals = methods.map((method) => [method, console[method]] as const);
    for (const method of methods) console[method] = (...args: unknown[]) => void said.push(inspect(args));
    try {
      await act();
    } catch (error) {
      said.push(inspect(error, { depth: 20, showHidden: true, maxStringLength: null }), String(error));
    } finally {
      for (const [method, original] of originals) console[method] = original;
    }
    return [...said, ...logged].join('\n');
  }
});

async function rejects(code: ErrorCode, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(hasCode(error, code), inspect(error));
    return true;
  });
}
