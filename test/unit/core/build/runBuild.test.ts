import assert from 'node:assert/strict';
import type { CompleteBuildDraft } from '../../../../src/core/build/buildDraft.ts';
import type { BuildOrder, EngineName } from '../../../../src/core/build/engine.ts';
import type { BuildPlan } from '../../../../src/core/build/plan.ts';
import {
  newRecord,
  nextPhase,
  type BuildPhase,
  type BuildRecord,
} from '../../../../src/core/build/record.ts';
import { runBuild, type BuildOutcome, type RunContext } from '../../../../src/core/build/runBuild.ts';
import { readOutline } from '../../../../src/core/dockerfile.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { NewVersion } from '../../../../src/core/model.ts';
import { Serial } from '../../../../src/core/serial.ts';
import {
  aBuildDraft,
  aPlan,
  aSource,
  pushRepositoryName,
  pushRepositoryUri,
} from '../../../support/buildBuilders.ts';
import {
  aContainerImage,
  account,
  anImage,
  aRepository,
  aUri,
  aVersion,
  digestOf,
  host,
  role,
} from '../../../support/builders.ts';
import { InstantClock } from '../../../support/clocks.ts';
import { InMemoryEngine } from '../../../support/inMemoryEngine.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';

const { signal } = new AbortController();
const reference = `${pushRepositoryUri}:main-1a2b3c4`;
const repository = {
  accountId: account,
  name: pushRepositoryName,
  uri: pushRepositoryUri,
  immutableTags: false,
};
const dropped = new AppError('network.dropped', { operation: 'x' });
const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });

describe('run of a build', () => {
  let session: InMemorySession;
  let engine: InMemoryEngine;
  let clock: InstantClock;
  let phases: BuildPhase[];
  /** Engines that were told of, each with what had begun by then. */
  let found: (EngineName | BuildPhase)[][];
  let kept: BuildRecord[];
  let tokens: number;
  let context: RunContext;

  beforeEach(() => {
    session = aSession();
    session.images.add(anImage());
    session.registry.addRepository(repository);
    engine = new InMemoryEngine(session.registry);
    clock = new InstantClock();
    phases = [];
    found = [];
    kept = [];
    tokens = 1;
    context = {
      session,
      engines: engine,
      clock,
      writes: new Serial(),
      resolve: (path) => `/work/${path}`,
      newToken: () => `token-${(tokens += 1)}`,
      onEngine: ({ name }) => found.push([name, ...phases]),
      onPhase: (phase) => phases.push(phase),
      report: () => undefined,
      follow: () => Promise.resolve(),
      keep: async (record) => {
        await Promise.resolve();
        kept.push(JSON.parse(JSON.stringify(record)) as BuildRecord);
      },
    };
  });

  const lastKept = (): BuildRecord => kept.at(-1) ?? assert.fail('nothing was kept');
  const run = (plan = aPlan(), record = newRecord(plan, session.choice)): Promise<BuildOutcome> =>
    runBuild(plan, record, context, signal);
  /** A run that fails, and the record that it leaves. */
  const failing = async (
    code: string,
    plan = aPlan(),
    record = newRecord(plan, session.choice),
  ): Promise<BuildRecord> => {
    await assert.rejects(run(plan, record), { code });
    return kept.at(-1) ?? record;
  };
  const requests = (): readonly NewVersion[] =>
    session.images.calls.to('createVersion').map(([version]) => version as NewVersion);
  const built = (): number => engine.calls.to('build').length;
  const pushed = (): number => engine.calls.to('push').length;

  const hosts = (): readonly unknown[] => engine.calls.to('signIn').map(([at]) => at);

  it('builds, signs in, pushes and registers by digest', async () => {
    const outcome = await run();
    assert.equal(outcome.kind, 'created');
    assert.deepEqual(phases, ['build', 'signIn', 'push', 'register']);
    assert.equal(requests()[0]?.baseImage, `${pushRepositoryUri}@${digestOf('a')}`);
    assert.equal(requests()[0]?.clientToken, 'token-1');
    assert.deepEqual(engine.calls.to('push'), [['image-a', reference]]);
    const [order] = engine.calls.to('build')[0] ?? [];
    assert.equal((order as BuildOrder).reference, reference);
    assert.equal((order as BuildOrder).dockerfile, '/work/docker/Dockerfile');
  });

  it('tells which engine it has found before it begins anything with it', async () => {
    engine.name = 'podman';
    await run();
    assert.deepEqual(found, [['podman']]);
  });

  it('keeps what it is built of, as it was before the build', async () => {
    const sources = { dockerfile: 'a', context: 'b' };
    const read: unknown[] = [];
    context = {
      ...context,
      readSources: ({ dockerfile, context: folder }, by) => {
        read.push([dockerfile, folder, by, built()]);
        return Promise.resolve(sources);
      },
    };
    await run();
    assert.deepEqual(read, [['/work/docker/Dockerfile', '/work/docker', 'docker', 0]]);
    assert.deepEqual(lastKept().built?.sources, sources);
  });

  it('keeps nothing of what it is built of where that cannot be read', async () => {
    context = { ...context, readSources: () => Promise.resolve(undefined) };
    await run();
    assert.deepEqual(Object.keys(lastKept().built ?? {}), ['imageId', 'engine']);
  });

  it('keeps what is done before it goes on', async () => {
    const { keep } = context;
    const done: string[] = [];
    context = {
      ...context,
      onPhase: (phase) => done.push(phase),
      keep: async (record) => {
        await keep(record);
        done.push(`kept, next is ${nextPhase(record) ?? 'nothing'}`);
      },
      follow: async ({ number }) => {
        await Promise.resolve();
        done.push(`version ${number} is followed`);
      },
    };
    await run();
    assert.deepEqual(done, [
      'build',
      'kept, next is push',
      'signIn',
      'push',
      'kept, next is register',
      'register',
      // What SageMaker is asked for, before it is asked.
      'kept, next is register',
      'version 1 is followed',
      'kept, next is nothing',
    ]);
  });

  it('that ends before its version is followed goes on with that very version', async () => {
    const { follow } = context;
    context = { ...context, follow: () => Promise.reject(dropped) };
    const record = await failing('network.dropped');
    assert.equal(nextPhase(record), 'register');
    const followed: number[] = [];
    context = { ...context, follow: (ref, now) => (followed.push(ref.number), follow(ref, now)) };
    const outcome = await run(aPlan(), record);
    assert.ok(outcome.kind === 'created');
    assert.deepEqual(followed, [1]);
    assert.equal(outcome.ref.number, 1);
    assert.equal(session.images.versionsNow('notebook').length, 1);
  });

  it('ends with the engine, whatever happens', async () => {
    await run();
    engine.calls.fail('build', new AppError('build.failed', { location: undefined, reason: 'x' }));
    await failing('build.failed');
    assert.equal(engine.calls.to('open').length, 2);
    assert.equal(engine.calls.to('close').length, 2);
  });

  it('has done what is done, whatever becomes of the engine', async () => {
    engine.calls.fail('close', dropped);
    assert.equal((await run()).kind, 'created');
  });

  describe('signs in', () => {
    const plan = aPlan({
      outline: readOutline(
        'FROM 763104351884.dkr.ecr.eu-west-1.amazonaws.com/a AS x\nFROM public.ecr.aws/b\nCOPY --from=x 1 2',
      ),
    });

    it('where images come from before the build, and where it goes to before the push', async () => {
      await run(plan);
      assert.deepEqual(hosts(), ['763104351884.dkr.ecr.eu-west-1.amazonaws.com', 'public.ecr.aws', host]);
      const { operations } = engine.calls;
      assert.ok(operations.indexOf('build') > operations.indexOf('signIn'));
      assert.ok(operations.lastIndexOf('signIn') > operations.indexOf('build'));
      assert.deepEqual(engine.calls.to('signIn')[0]?.[1], session.registry.login);
    });

    it('nowhere that a credential helper answers for', async () => {
      engine.helped = [host, 'public.ecr.aws'];
      await run(plan);
      assert.deepEqual(hosts(), ['763104351884.dkr.ecr.eu-west-1.amazonaws.com']);
      assert.equal(session.registry.calls.to('signIn').length, 1);
    });

    it('once to a registry that it reads from and writes to', async () => {
      await run(aPlan({ outline: readOutline(`FROM ${host}/base`) }));
      assert.deepEqual(hosts(), [host]);
    });

    it('to the public registry only if it can', async () => {
      const publicPlan = aPlan({ outline: readOutline('FROM public.ecr.aws/b') });
      session.registry.calls.fail('signIn', denied);
      assert.equal((await run(publicPlan)).kind, 'created');
    });

    it('or builds nothing', async () => {
      const refused = new AppError('registry.refused', { host: 'x', reason: 'x' });
      session.registry.calls.fail('signIn', refused);
      const record = await failing('registry.refused', plan);
      assert.equal(built(), 0);
      assert.equal(nextPhase(record), 'build');
    });
  });

  describe('finds out before it builds', () => {
    it('that there is no such image', async () => {
      session.images.removeImage('notebook');
      await failing('image.notFound');
      assert.equal(built(), 0);
    });

    it('that the tag is taken for good', async () => {
      const keeping = aBuildDraft({
        repository: { kind: 'existing', uri: aUri(pushRepositoryUri), immutableTags: true },
      });
      session.registry.add(aContainerImage({ repository, tags: ['main-1a2b3c4'] }));
      await failing('push.tagTaken', aPlan({ draft: keeping }));
      assert.equal(built(), 0);
    });

    it('that secrets are missing which are not kept', async () => {
      const plan = aPlan({ outline: readOutline('FROM a\nARG TOKEN\nARG B') });
      await assert.rejects(run(plan), { code: 'build.unanswered', facts: { names: ['TOKEN', 'B'] } });
      assert.equal(built(), 0);
    });

    it('nothing that it may not look at', async () => {
      session.images.calls.fail('describeImage', denied);
      session.registry.calls.fail('findDigest', denied);
      assert.equal((await run()).kind, 'created');
    });
  });

  describe('into a new repository', () => {
    const settings = { scanOnPush: true, immutableTags: true };
    const draft = aBuildDraft({ repository: { kind: 'new', name: 'sagemaker-fresh', settings } });

    it('creates it first', async () => {
      const outcome = await run(aPlan({ draft }));
      assert.deepEqual(session.registry.calls.to('createRepository'), [
        [{ name: 'sagemaker-fresh', ...settings }],
      ]);
      assert.equal(requests()[0]?.baseImage, `${host}/sagemaker-fresh@${digestOf('a')}`);
      assert.deepEqual(outcome.record.draft.repository, {
        kind: 'existing',
        uri: aUri(`${host}/sagemaker-fresh`),
        immutableTags: true,
      });
    });

    it('finds the one that an earlier try has created', async () => {
      session.registry.addRepository(aRepository('sagemaker-fresh'));
      await run(aPlan({ draft }));
      assert.equal(requests()[0]?.baseImage, `${host}/sagemaker-fresh@${digestOf('a')}`);
    });

    it('creates it once, and goes on with the same answers', async () => {
      const plan = aPlan({ draft });
      engine.calls.fail('push', dropped);
      const record = await failing('network.dropped', plan);
      await run(plan, record);
      assert.equal(session.registry.calls.to('createRepository').length, 1);
      assert.equal(built(), 1);
    });

    it('builds nothing where it can not be created', async () => {
      session.registry.quota = 1;
      await failing('quota.exceeded', aPlan({ draft }));
      assert.equal(built(), 0);
      session.registry.calls.fail('createRepository', new AppError('repository.exists', { name: 'x' }));
      await failing('repository.exists', aPlan({ draft }));
    });
  });

  describe('goes on', () => {
    it('from the push, without another build', async () => {
      engine.calls.fail('push', new AppError('push.failed', { reference, reason: 'x' }));
      const record = await failing('push.failed');
      assert.equal(nextPhase(record), 'push');
      await run(aPlan(), record);
      assert.deepEqual([built(), pushed()], [1, 2]);
      assert.deepEqual(phases, ['build', 'signIn', 'push', 'signIn', 'push', 'register']);
    });

    it('from the push into another repository, under another tag', async () => {
      engine.calls.fail('push', denied);
      const record = await failing('auth.denied');
      const other = aBuildDraft({
        repository: { kind: 'existing', uri: aUri(`${host}/sagemaker-other`) },
        tag: { scheme: 'x', text: 'x' },
      });
      session.registry.addRepository(aRepository('sagemaker-other'));
      await run(aPlan({ draft: other }), record);
      assert.equal(built(), 1);
      assert.equal(engine.calls.to('push')[1]?.[1], `${host}/sagemaker-other:x`);
    });

    it('from the register, without an engine', async () => {
      session.images.calls.fail('createVersion', denied);
      const record = await failing('auth.denied');
      assert.equal(nextPhase(record), 'register');
      await run(aPlan(), record);
      assert.deepEqual([built(), pushed(), engine.calls.to('open').length], [1, 1, 1]);
      assert.deepEqual(phases.slice(4), ['register']);
    });

    it('with a push when the registry has lost the image', async () => {
      session.images.calls.fail('createVersion', denied);
      const record = await failing('auth.denied');
      const lost = aSession({ images: session.images });
      lost.registry.addRepository(repository);
      engine = Object.assign(new InMemoryEngine(lost.registry), { letters: ['a'] });
      context = { ...context, session: lost, engines: engine };
      await run(aPlan(), record);
      assert.deepEqual([built(), pushed()], [1, 1]);
    });

    it('with the build when the engine has lost what it built', async () => {
      engine.calls.fail('push', dropped);
      const record = await failing('network.dropped');
      engine.prune();
      const outcome = await run(aPlan(), record);
      assert.equal(built(), 2);
      assert.equal(requests()[0]?.baseImage, `${pushRepositoryUri}@${digestOf('b')}`);
      assert.equal(outcome.record.built?.imageId, 'image-b');
    });

    it('with the build when the engine loses it in the meantime', async () => {
      engine.calls.fail('push', new AppError('build.gone', { imageId: 'image-a' }));
      await run();
      assert.deepEqual([built(), pushed()], [2, 2]);
      engine.calls.fail(
        'push',
        ...Array.from({ length: 2 }, () => new AppError('build.gone', { imageId: 'x' })),
      );
      await failing('build.gone', aPlan({ source: aSource({ isDirty: true }) }));
    });

    it('with the build when another engine is asked', async () => {
      engine.calls.fail('push', dropped);
      const record = await failing('network.dropped');
      engine.name = 'podman';
      await run(aPlan(), record);
      assert.equal(built(), 2);
    });

    for (const [title, has] of [
      ['the sources', { source: aSource({ commit: 'f'.repeat(40) }) }],
      ['the answers', { draft: aBuildDraft({ buildArgs: { A: '2' } }) }],
    ] as const satisfies readonly (readonly [string, Partial<BuildPlan>])[]) {
      it(`with the build when ${title} are others now`, async () => {
        session.images.calls.fail('createVersion', denied);
        const record = await failing('auth.denied');
        const outcome = await run(aPlan(has), record);
        assert.deepEqual([built(), pushed()], [2, 2]);
        assert.equal(requests()[1]?.baseImage, `${pushRepositoryUri}@${digestOf('b')}`);
        // SageMaker may have seen the first token for another digest.
        assert.deepEqual(
          requests().map(({ clientToken }) => clientToken),
          ['token-1', 'token-2'],
        );
        assert.equal(outcome.record.fingerprint, newRecord(aPlan(has), session.choice).fingerprint);
      });
    }

    it('with what the registry may not be asked for', async () => {
      session.images.calls.fail('createVersion', dropped);
      const record = await failing('network.dropped');
      session.registry.calls.fail('findContainerImage', denied);
      await run(aPlan(), record);
      assert.equal(pushed(), 1);
    });
  });

  describe('cancelled', () => {
    for (const [phase, next, operations] of [
      ['build', 'build', []],
      ['signIn', 'push', ['build']],
      ['push', 'push', ['build']],
      ['register', 'register', ['build', 'push']],
    ] as const) {
      it(`in the phase ${phase} goes on with ${next}`, async () => {
        const abort = new AbortController();
        const plan = aPlan();
        const cancelling: RunContext = {
          ...context,
          onPhase: (at) => {
            if (at === phase) abort.abort();
          },
        };
        const first = newRecord(plan, session.choice);
        await assert.rejects(runBuild(plan, first, cancelling, abort.signal), { name: 'AbortError' });
        assert.equal(session.images.versionsNow('notebook').length, 0);
        const record = kept.at(-1) ?? first;
        assert.equal(nextPhase(record), next);
        const done = engine.calls.operations.filter((name) => name === 'build' || name === 'push');
        assert.deepEqual(done, operations);
        assert.equal((await run(plan, record)).kind, 'created');
        assert.deepEqual([built(), pushed()], [1, 1]);
        assert.equal(session.images.versionsNow('notebook').length, 1);
      });
    }
  });

  describe('checks what it has pushed', () => {
    it('and waits a little for the registry to have it', async () => {
      const find = session.registry.findContainerImage.bind(session.registry);
      let looks = 0;
      session.registry.findContainerImage = (asked, stop) => {
        looks += 1;
        return looks < 3 ? Promise.resolve(undefined) : find(asked, stop);
      };
      assert.equal((await run()).kind, 'created');
      assert.deepEqual(clock.delays, [1_000, 2_000]);
    });

    it('and goes no further when somebody else has pushed meanwhile', async () => {
      engine.reports = () => {
        session.registry.add(aContainerImage({ repository, digest: digestOf('9'), tags: ['main-1a2b3c4'] }));
        return digestOf('a');
      };
      const plan = aPlan();
      await assert.rejects(run(plan), {
        code: 'push.otherDigest',
        facts: { reference, pushed: digestOf('a'), found: digestOf('9') },
      });
      assert.equal(session.images.calls.to('createVersion').length, 0);
      assert.equal(nextPhase(lastKept()), 'push');
      engine.reports = (digest) => digest;
      await run(plan, lastKept());
      assert.equal(built(), 1);
    });

    it('and says so when it never comes', async () => {
      session.registry.findContainerImage = () => Promise.resolve(undefined);
      await assert.rejects(run(), {
        code: 'push.otherDigest',
        facts: { reference, pushed: digestOf('a'), found: undefined },
      });
      assert.deepEqual(clock.delays, [1_000, 2_000, 4_000]);
    });

    it('by the registry alone where the engine says nothing', async () => {
      engine.reports = () => undefined;
      await run();
      assert.equal(requests()[0]?.baseImage, `${pushRepositoryUri}@${digestOf('a')}`);
    });

    it('by the engine alone where the registry may not be asked', async () => {
      session.registry.calls.fail('findContainerImage', denied);
      await run();
      assert.equal(requests()[0]?.baseImage, `${pushRepositoryUri}@${digestOf('a')}`);
      session.registry.calls.fail('findContainerImage', denied);
      engine.reports = () => undefined;
      await failing('auth.denied');
    });

    it('for what inference takes, and then builds it again', async () => {
      const { version } = aBuildDraft();
      const plan = aPlan({ draft: aBuildDraft({ version: { ...version, jobType: 'INFERENCE' } }) });
      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      session.registry.mediaType = mediaType;
      await assert.rejects(run(plan), { code: 'push.mediaType', facts: { reference, mediaType } });
      assert.equal(nextPhase(lastKept()), 'build');
      session.registry.mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
      await run(plan, lastKept());
      assert.equal(built(), 2);
    });

    it('but takes any type for anything else', async () => {
      session.registry.mediaType = 'application/vnd.oci.image.manifest.v1+json';
      assert.equal((await run()).kind, 'created');
    });
  });

  describe('of an image that has a version of this very digest', () => {
    beforeEach(() => {
      session.images.add(
        anImage(),
        aVersion({ number: 1, containerImage: `${host}/elsewhere@${digestOf('a')}` }),
        aVersion({ number: 2, containerImage: `${pushRepositoryUri}@${digestOf('b')}` }),
      );
    });

    it('creates nothing, and says which it is', async () => {
      const outcome = await run();
      assert.equal(outcome.kind === 'registered' && outcome.version.number, 1);
      assert.equal(session.images.calls.to('createVersion').length, 0);
      assert.equal(nextPhase(outcome.record), 'register');
    });

    it('creates one all the same when it is told to, and neither builds nor pushes for it', async () => {
      const { record } = await run();
      context = { ...context, createsAnyway: true };
      const outcome = await run(aPlan(), record);
      assert.equal(outcome.kind === 'created' && outcome.ref.number, 3);
      assert.deepEqual([built(), pushed()], [1, 1]);
    });

    it('creates one where the other is of no use', async () => {
      session.images.settleVersion('notebook', 1, { status: 'CREATE_FAILED' });
      assert.equal((await run()).kind, 'created');
    });

    it('creates one where nobody may look', async () => {
      session.images.calls.fail('listVersions', denied);
      assert.equal((await run()).kind, 'created');
    });

    it('takes the version whose answer was lost for its own', async () => {
      engine.letters = ['c'];
      session.images.calls.loseAnswer('createVersion', dropped);
      const record = await failing('network.dropped');
      const outcome = await run(aPlan(), record);
      assert.equal(outcome.kind === 'created' && outcome.ref.number, 3);
      assert.equal(session.images.versionsNow('notebook').length, 3);
    });
  });

  it('of a new image creates that first', async () => {
    const image = { name: 'fresh', isNew: true, roleArn: role };
    const draft: CompleteBuildDraft = aBuildDraft({ version: { ...aBuildDraft().version, image } });
    clock.after(1_000, () => session.images.settleImage('fresh'));
    const outcome = await run(aPlan({ draft }));
    assert.equal(outcome.kind === 'created' && outcome.ref.imageName, 'fresh');
    assert.equal(session.images.calls.to('listVersions').length, 0);
  });

  it('never keeps a secret', async () => {
    const draft = aBuildDraft({ buildArgs: { TOKEN: 'hush' } });
    const plan = aPlan({ draft, outline: readOutline('FROM a\nARG TOKEN') });
    await run(plan);
    const [order] = engine.calls.to('build')[0] ?? [];
    assert.deepEqual((order as BuildOrder).buildArgs, { TOKEN: 'hush' });
    assert.ok(!JSON.stringify(kept).includes('hush'));
    assert.ok(!JSON.stringify(kept).includes(session.registry.login.password));
  });
});
