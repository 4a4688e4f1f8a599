import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nextPhase, type BuildPhase, type BuildRecord } from '../../../src/core/build/record.ts';
import type { CompleteDraft } from '../../../src/core/create/draft.ts';
import { isCancellation } from '../../../src/core/errors.ts';
import type { Verdict } from '../../../src/core/watch/verdict.ts';
import { aSource } from '../../support/buildBuilders.ts';
import { hasPodman, whyNoRig } from '../rig/rig.ts';
import { assertNoSecrets, assertRegistered, problemOf, secret } from './expectations.ts';
import { RunPlace, type Run, type StartOptions, type Work } from './runPlace.ts';

interface Engine {
  readonly program: string;
  readonly isStudio?: boolean;
}

const engines: Readonly<Record<string, Engine>> = {
  docker: { program: 'docker' },
  'docker as in Studio': { program: 'docker', isStudio: true },
  podman: { program: 'podman' },
};

/** Where a run is stopped. */
interface Moment {
  readonly what: string;
  /** Whose answer it waits for. */
  readonly of: 'engine' | 'aws';
  /** Where it goes on. */
  readonly next: Exclude<BuildPhase, 'signIn'>;
  /** Starts a run that waits there for ever. @returns once it does */
  readonly reach: (place: RunPlace, work: Work, engine: Engine) => Promise<Run>;
}

const moments: readonly Moment[] = [
  {
    what: 'building',
    of: 'engine',
    next: 'build',
    async reach(place, work, engine) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const run = await place.start(work, {
        ...engine,
        onEvent: (event) => {
          if (event.kind === 'output' && /(^|\d )begun$/.test(event.text)) resolve();
        },
      });
      return orEnded(promise, run);
    },
  },
  {
    what: 'waiting for a token',
    of: 'aws',
    next: 'push',
    reach: (place, work, engine) =>
      startAndReach(place, work, engine, 'signIn', () => {
        place.emulator.faults.inject({ kind: 'silence', operation: 'GetAuthorizationToken' });
        return untilAsked(place, 'GetAuthorizationToken');
      }),
  },
  {
    what: 'signing in',
    of: 'engine',
    next: 'push',
    reach: (place, work, engine) => startAndReach(place, work, engine, 'signIn', () => place.hang('signIn')),
  },
  {
    what: 'pushing',
    of: 'engine',
    next: 'push',
    reach: (place, work, engine) => startAndReach(place, work, engine, 'push', () => place.hang('PutImage')),
  },
  {
    what: 'registering',
    of: 'aws',
    next: 'register',
    reach: (place, work, engine) =>
      startAndReach(place, work, engine, 'register', () => {
        place.emulator.faults.inject({ kind: 'silence', operation: 'CreateImageVersion' });
        return untilAsked(place, 'CreateImageVersion');
      }),
  },
];

/** Quick to build. */
const small = 'FROM scratch\nCOPY Dockerfile /';

describe('whole runs', function () {
  this.timeout(120_000);
  const reason = whyNoRig();
  if (reason !== undefined) {
    it.skip(`are not tried: ${reason}`);
    return;
  }

  let place: RunPlace;

  before(async () => {
    place = await RunPlace.open();
    const { code, stderr } = await place.rig.docker(['network', 'create', 'sagemaker']);
    assert.equal(code, 0, stderr);
  });
  after(async () => {
    if (!place) return;
    await place[Symbol.asyncDispose]();
    assert.deepEqual(place.emulator.contractViolations, []);
  });
  afterEach(() => {
    place.rig.registry.recover();
    place.emulator.faults.clear();
  });

  for (const [name, engine] of Object.entries(engines)) {
    describe(`with ${name}`, () => {
      before(function () {
        if (engine.program === 'podman' && !hasPodman()) this.skip();
      });
      afterEach(async () => {
        await place.rig.waitUntilIdle();
        assert.deepEqual(await place.leftovers(), []);
      });

      it('end with a version of what the registry has, and another one makes no second', async () => {
        const work = await beginWork(place, { settings: { immutableTags: false } });
        await letGoOn(work);
        const run = await place.start(work, engine);
        const { kind, record } = await run.outcome;
        assert.equal(kind, 'created');
        assert.deepEqual(run.phases, ['build', 'signIn', 'push', 'register']);
        assert.deepEqual(JSON.parse(run.disk()), record);
        assert.equal(nextPhase(record), undefined);
        await assertRegistered(place, work);
        const { mediaType, labels } = await place.pushedImage(work);
        assert.equal(mediaType, 'application/vnd.docker.distribution.manifest.v2+json');
        const { commit, remote, committedAt } = aSource();
        // podman adds its own.
        const { 'io.buildah.version': _, ...ours } = labels as Readonly<Record<string, string>>;
        assert.deepEqual(ours, {
          'org.opencontainers.image.revision': commit,
          'org.opencontainers.image.source': remote,
          'org.opencontainers.image.created': committedAt,
        });
        assertNoSecrets(place, run.events, run.disk());

        const again = await place.start(work, { ...engine, plan: { ...work.plan, draft: record.draft } });
        assert.equal((await problemOf(place, again)).code, 'build.unanswered');

        const answered = { ...record.draft, buildArgs: work.plan.draft.buildArgs };
        const other = await place.start(work, { ...engine, plan: { ...work.plan, draft: answered } });
        const outcome = await other.outcome;
        assert.equal(outcome.kind, 'registered');
        assert.equal(outcome.kind === 'registered' && outcome.version.number, 1);
        await assertRegistered(place, work);
      });

      if (engine.isStudio) return;

      for (const { what, of, next, reach } of moments) {
        // AWS answers whatever the engine is.
        if (of === 'aws' && engine.program !== 'docker') continue;
        it(`are stopped while ${what}, and go on in another window`, async () => {
          const work = await beginWork(place);
          if (next !== 'build') await letGoOn(work);
          const run = await reach(place, work, engine);
          const running = await place.rig.processes();
          assertNoSecrets(
            place,
            running.map(({ command }) => command),
          );
          const environments = await Promise.all(running.map(({ pid }) => environmentOf(pid)));
          assert.ok(!place.emulator.registryTokens.isIn(environments.join('\0')));

          run.stop();
          const stopped: unknown = await run.outcome.catch((error: unknown) => error);
          assert.ok(isCancellation(stopped), String(stopped));
          await place.rig.waitUntilIdle();
          assert.deepEqual(await place.leftovers(), []);
          assert.deepEqual(await place.versionsOf(work), []);
          assertNoSecrets(place, run.events, run.disk());
          const record = JSON.parse(run.disk()) as BuildRecord;
          assert.equal(nextPhase(record), next);
          assert.equal((await place.pushedDigest(work)) !== undefined, next === 'register');

          place.rig.registry.recover();
          place.emulator.faults.clear();
          await goOn(place, work, run.disk(), engine);
        });
      }

      it('go on from the push when the registry was killed in the middle of it', async () => {
        const work = await beginWork(place);
        await letGoOn(work);
        const run = await startAndReach(place, work, engine, 'push', () => place.hang('PutImage'));
        await place.rig.registry.kill();
        try {
          assert.equal((await problemOf(place, run)).code, 'push.failed');
          assert.deepEqual(await place.versionsOf(work), []);

          const during = await place.start(work, { ...engine, disk: run.disk() });
          assert.equal((await problemOf(place, during)).code, 'network.unreachable');
          assert.deepEqual(during.phases, ['signIn']);
          assert.equal(during.disk(), run.disk());
        } finally {
          place.rig.registry.recover();
          await place.rig.registry.start();
        }
        await goOn(place, work, run.disk(), engine);
      });
    });
  }

  describe('are followed', () => {
    afterEach(() => {
      place.emulator.transitionDelay = 50;
    });

    it('until the version is there, which gets its aliases then', async () => {
      place.emulator.transitionDelay = 'manual';
      const work = withVersion(await place.begin(small), { aliases: ['stable'] });
      const looks = looksOf(place);
      const { run, verdict } = await startFollowed(place, work);
      const outcome = await run.outcome;
      assert.ok(outcome.kind === 'created');
      await place.emulator.waitFor('DescribeImageVersion', { count: looks + 2 });
      assert.deepEqual(await place.aliasesOf(outcome.ref), []);
      place.emulator.settle();
      assert.deepEqual(await verdict, { kind: 'done' });
      assert.deepEqual(await place.aliasesOf(outcome.ref), ['stable']);
      await assertRegistered(place, work);
    });

    it('until SageMaker could not create it, and make another version of the same image then', async () => {
      const failure = 'The role may not read the image.';
      place.emulator.failNext('CreateImageVersion', failure);
      const work = await place.begin(small);
      const { run, verdict } = await startFollowed(place, work);
      assert.equal((await run.outcome).kind, 'created');
      assert.deepEqual(await verdict, { kind: 'failed', reason: failure });

      const { asked: _asked, version: _version, ...pushed } = JSON.parse(run.disk()) as BuildRecord;
      const { plan } = withVersion(work, { clientToken: crypto.randomUUID() });
      const again = await place.start(work, { plan, disk: JSON.stringify(pushed) });
      assert.equal((await again.outcome).kind, 'created');
      assert.deepEqual(again.phases, ['register']);
      const versions = await place.versionsOf(work);
      assert.deepEqual(
        versions.map(({ number, status }) => [number, status]),
        [
          [2, 'CREATED'],
          [1, 'CREATE_FAILED'],
        ],
      );
      assert.equal(versions[0]?.baseImage, versions[1]?.baseImage);
    });
  });
});

/** Starts a run whose version is followed to its end. */
async function startFollowed(
  place: RunPlace,
  work: Work,
): Promise<{ readonly run: Run; readonly verdict: Promise<Verdict> }> {
  const { promise: verdict, resolve } = Promise.withResolvers<Verdict>();
  const run = await place.start(work, {
    follow: (ref, record) => {
      resolve(place.follow(ref, record));
      return Promise.resolve();
    },
  });
  return { run, verdict };
}

function withVersion(work: Work, has: Partial<CompleteDraft>): Work {
  const { draft } = work.plan;
  return { ...work, plan: { ...work.plan, draft: { ...draft, version: { ...draft.version, ...has } } } };
}

/** A Dockerfile whose build ends only when it is let go on, and which makes another image whenever it is carried out. */
function beginWork(place: RunPlace, has: Parameters<RunPlace['begin']>[1] = {}): Promise<Work> {
  return place.begin(
    [
      `FROM ${place.base}`,
      'ARG MY_TOKEN',
      'COPY . /context',
      'RUN cat /proc/sys/kernel/random/uuid > /made && printf %s "$MY_TOKEN" > /token && echo be\'\'gun && \\',
      '  { [ -e /context/go ] || sleep 1000; }',
    ].join('\n'),
    { buildArgs: { MY_TOKEN: secret }, ...has },
  );
}

async function letGoOn({ dockerfile }: Work): Promise<void> {
  await writeFile(join(dirname(dockerfile), 'go'), '');
}

/** Goes on where the record on disk ends, to the one version that there is to be. What is built cannot be built again. */
async function goOn(place: RunPlace, work: Work, disk: string, engine: StartOptions): Promise<void> {
  const { built, draft } = JSON.parse(disk) as BuildRecord;
  await letGoOn(work);
  // Neither is there anything to build, nor is anybody asked for secrets.
  if (built) await rm(work.dockerfile);
  const plan = built ? { ...work.plan, draft } : work.plan;
  const run = await place.start(work, { ...engine, disk, plan });
  const { kind, record } = await run.outcome;
  assert.equal(kind, 'created');
  if (built) assert.deepEqual(record.built, built);
  const { pushed } = JSON.parse(disk) as BuildRecord;
  const left: BuildPhase[] = pushed ? ['register'] : ['signIn', 'push', 'register'];
  assert.deepEqual(run.phases, built ? left : ['build', ...left]);
  await assertRegistered(place, work);
  assertNoSecrets(place, run.events, run.disk());
}

/** Starts a run in which something happens as soon as it comes to a phase. */
async function startAndReach(
  place: RunPlace,
  work: Work,
  engine: Engine,
  at: BuildPhase,
  meet: () => Promise<unknown>,
): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const run = await place.start(work, {
    ...engine,
    onPhase: (phase) => {
      if (phase === at) meet().then(() => resolve(), reject);
    },
  });
  return orEnded(promise, run);
}

/** @throws what the run has ended with before */
async function orEnded(reached: Promise<unknown>, run: Run): Promise<Run> {
  const ended = run.outcome.then(({ kind }) => assert.fail(`it has ended: ${kind}`));
  await Promise.race([reached, ended]);
  return run;
}

/** How often a version was looked at so far. */
function looksOf({ emulator }: RunPlace): number {
  return emulator.requests.filter(({ operation }) => operation === 'DescribeImageVersion').length;
}

function untilAsked(
  { emulator }: RunPlace,
  operation: 'GetAuthorizationToken' | 'CreateImageVersion',
): Promise<unknown> {
  const before = emulator.requests.filter((request) => request.operation === operation).length;
  return emulator.waitFor(operation, { count: before + 1, until: 'received' });
}

/** Of one that may have ended meanwhile. */
function environmentOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
}
