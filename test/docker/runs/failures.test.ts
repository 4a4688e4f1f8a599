import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { nextPhase, type BuildRecord } from '../../../src/core/build/record.ts';
import type { Fault } from '../../emulator/faults.ts';
import { whyNoRig } from '../rig/rig.ts';
import { assertRegistered, problemOf, secret } from './expectations.ts';
import { RunPlace, type Run, type Work } from './runPlace.ts';

/** Quick to build, and another image in every folder. */
const small = 'FROM scratch\nCOPY Dockerfile /\n';

describe('runs that fail', function () {
  this.timeout(120_000);
  const reason = whyNoRig();
  if (reason !== undefined) {
    it.skip(`are not tried: ${reason}`);
    return;
  }

  let place: RunPlace;

  before(async () => {
    place = await RunPlace.open();
  });
  after(async () => {
    if (!place) return;
    await place[Symbol.asyncDispose]();
    assert.deepEqual(place.emulator.contractViolations, []);
  });
  afterEach(async () => {
    place.rig.registry.recover();
    place.emulator.faults.clear();
    await place.rig.waitUntilIdle();
    assert.deepEqual(await place.leftovers(), []);
  });

  /** Goes on to the version; what is built cannot be built again. */
  const goOn = async (work: Work, { disk }: Run, phases: readonly string[]): Promise<void> => {
    if (!phases.includes('build')) await rm(work.dockerfile);
    const run = await place.start(work, { disk: disk() });
    assert.equal((await run.outcome).kind, 'created');
    assert.deepEqual(run.phases, phases);
    await assertRegistered(place, work);
  };
  const assertNothingCreated = async (work: Work, run: Run, next: string): Promise<void> => {
    assert.equal(nextPhase(JSON.parse(run.disk()) as BuildRecord), next);
    assert.deepEqual(await place.versionsOf(work), []);
  };

  describe('for want of an engine', () => {
    it('create nothing, and begin when there is one', async () => {
      const work = await place.begin(small, { settings: { immutableTags: true } });
      const program = '/nowhere/docker';
      const run = await place.start(work, { program });
      const { code, facts } = await problemOf(place, run);
      assert.deepEqual([code, facts], ['engine.missing', { tried: [program] }]);
      assert.deepEqual(run.phases, []);
      assert.equal(place.emulator.findRepository(work.repository), undefined);
      await assertNothingCreated(work, run, 'build');
      await goOn(work, run, ['build', 'signIn', 'push', 'register']);
    });

    it('that is down, create nothing, and begin when it is up', async () => {
      const work = await place.begin(small, { settings: { immutableTags: true } });
      await place.rig.engine.kill();
      const run = await place.start(work);
      const { code, facts } = await problemOf(place, run);
      await place.rig.engine.start();
      assert.equal(code, 'engine.notRunning');
      assert.match((facts as { reason: string }).reason, /^Cannot connect to the Docker daemon/);
      assert.equal(place.emulator.findRepository(work.repository), undefined);
      await assertNothingCreated(work, run, 'build');
      await goOn(work, run, ['build', 'signIn', 'push', 'register']);
    });

    it('that goes down in the middle of a build, begin anew', async () => {
      const work = await place.begin(`FROM ${place.base}\nRUN echo be''gun && sleep 1000`);
      const { promise: isDown, resolve } = Promise.withResolvers<void>();
      const run = await place.start(work, {
        onEvent: (event) => {
          if (event.kind === 'output' && /\d begun$/.test(event.text)) resolve(place.rig.engine.kill());
        },
      });
      const { code, facts } = await problemOf(place, run);
      await isDown;
      await place.rig.engine.start();
      assert.equal(code, 'engine.notRunning', JSON.stringify(facts));
      await assertNothingCreated(work, run, 'build');
      await writeFile(work.dockerfile, small);
      await goOn(work, run, ['build', 'signIn', 'push', 'register']);
    });

    it('that goes down in the middle of a push, go on from the push', async () => {
      const work = await place.begin(small);
      const isDown = Promise.withResolvers<void>();
      const run = await place.start(work, {
        onPhase: (phase) => {
          if (phase === 'push') {
            isDown.resolve(place.hang('PutImage').then(() => place.rig.engine.kill()));
          }
        },
      });
      const { code, facts } = await problemOf(place, run);
      await isDown.promise;
      place.rig.registry.recover();
      await place.rig.engine.start();
      assert.equal(code, 'engine.notRunning', JSON.stringify(facts));
      await assertNothingCreated(work, run, 'push');
      await goOn(work, run, ['signIn', 'push', 'register']);
    });
  });

  describe('in the build', () => {
    const broken: Readonly<Record<string, readonly [lines: string, line: number | undefined, why: RegExp]>> =
      {
        'by their syntax': ['# comment\n\nCPOY a b', 4, /^unknown instruction: CPOY$/i],
        'in a command': [
          'ARG MY_TOKEN\nRUN true\n\nRUN echo of $MY_TOKEN && \\\n  cat /missing',
          5,
          /^(of \*\*\*|cat: can't open '\/missing': No such file or directory) \(exit code: 1\)$/,
        ],
        'for want of a file': ['RUN true\nCOPY missing /', 3, /missing/],
      };
    for (const [how, [lines, line, why]] of Object.entries(broken)) {
      it(`${how}, say where, and build again`, async () => {
        const dockerfile = `FROM ${place.base}\n${lines}`;
        const work = await place.begin(dockerfile, { buildArgs: { MY_TOKEN: secret } });
        const run = await place.start(work);
        const { code, facts } = await problemOf(place, run);
        assert.equal(code, 'build.failed');
        const { location, reason: told } = facts as { location: object; reason: string };
        assert.deepEqual(location, { file: work.dockerfile, line });
        assert.match(told, why);
        assert.deepEqual(run.phases, ['build']);
        assert.equal(await place.pushedDigest(work), undefined);
        await assertNothingCreated(work, run, 'build');
        await writeFile(work.dockerfile, small);
        await goOn(work, run, ['build', 'signIn', 'push', 'register']);
      });
    }

    it('for want of space, say so', async () => {
      const work = await place.begin(
        `FROM ${place.base}\nRUN dd if=/dev/zero of=/dev/shm/full bs=1M count=100`,
      );
      const run = await place.start(work);
      const { code, facts } = await problemOf(place, run);
      assert.deepEqual([code, facts], ['build.noSpace', { engine: 'docker' }]);
      await assertNothingCreated(work, run, 'build');
    });

    it('because a base image may not be read, say which', async () => {
      const work = await place.begin(`FROM ${place.base}\nCOPY Dockerfile /`);
      place.rig.registry.fail({ kind: 'deny', at: 'BatchGetImage' });
      const run = await place.start(work);
      const { code, facts } = await problemOf(place, run);
      assert.equal(code, 'build.failed');
      const { reason: why, location } = facts as { reason: string; location: unknown };
      assert.match(why, /210987654321\.dkr\.ecr\.eu-west-1.*403 Forbidden/);
      assert.deepEqual(location, { file: work.dockerfile, line: 1 });
      await assertNothingCreated(work, run, 'build');
    });

    it('for want of a token for a base image, build nothing', async () => {
      const work = await place.begin(`FROM ${place.base}\nCOPY Dockerfile /`);
      place.emulator.faults.inject({ kind: 'denied', operation: 'GetAuthorizationToken' });
      const run = await place.start(work);
      const { code, facts } = await problemOf(place, run);
      assert.equal(code, 'auth.denied');
      assert.equal((facts as { action: string }).action, 'ecr:GetAuthorizationToken');
      assert.deepEqual(run.events, []);
      await assertNothingCreated(work, run, 'build');
    });
  });

  describe('on the way to the registry, go on from the push', () => {
    it('when its password is refused', async () => {
      const work = await place.begin(small);
      place.rig.registry.fail({ kind: 'refuse' });
      const run = await place.start(work);
      const { code, facts } = await problemOf(place, run);
      assert.equal(code, 'registry.refused');
      assert.equal((facts as { host: string }).host, place.emulator.registryHost);
      assert.deepEqual(run.phases, ['build', 'signIn']);
      await assertNothingCreated(work, run, 'push');
      place.rig.registry.recover();
      await goOn(work, run, ['signIn', 'push', 'register']);
    });

    it('when nobody may push', async () => {
      const work = await place.begin(small);
      place.rig.registry.fail({ kind: 'deny', at: 'InitiateLayerUpload' });
      const run = await place.start(work);
      const { code, facts } = await problemOf(place, run);
      assert.equal(code, 'registry.refused');
      assert.match(
        (facts as { reason: string }).reason,
        /not authorized to perform: ecr:InitiateLayerUpload/,
      );
      await assertNothingCreated(work, run, 'push');
      place.rig.registry.recover();
      await goOn(work, run, ['signIn', 'push', 'register']);
    });

    it('when somebody has taken the tag meanwhile, under another one', async () => {
      const taken = await beginKept();
      // Who may not look is told by the push.
      place.emulator.faults.inject({ kind: 'denied', service: 'ecr', operation: 'DescribeImages' });
      const run = await place.start(taken);
      const { code, facts } = await problemOf(place, run);
      assert.deepEqual([code, facts], ['push.tagTaken', { reference: referenceOf(taken) }]);
      assert.deepEqual(run.phases, ['build', 'signIn', 'push']);
      await assertNothingCreated(taken, run, 'push');
      place.emulator.faults.clear();
      const tag = 'another';
      const draft = { ...taken.plan.draft, tag: { scheme: tag, text: tag } };
      await goOn({ ...taken, tag, plan: { ...taken.plan, draft } }, run, ['signIn', 'push', 'register']);
    });
  });

  it('build nothing for a tag that is taken', async () => {
    const work = await beginKept();
    const run = await place.start(work);
    const { code, facts } = await problemOf(place, run);
    assert.deepEqual([code, facts], ['push.tagTaken', { reference: referenceOf(work) }]);
    assert.deepEqual(run.events, []);
    await assertNothingCreated(work, run, 'build');
  });

  describe('at SageMaker', () => {
    const passing: readonly Fault['kind'][] = ['throttle', 'internal', 'dropBefore', 'dropAfter'];
    for (const kind of passing) {
      it(`once (${kind}), do not fail, and create one version`, async () => {
        const work = await place.begin(small);
        place.emulator.faults.inject({ kind, operation: 'CreateImageVersion', times: 1 } as Fault);
        const run = await place.start(work);
        assert.equal((await run.outcome).kind, 'created');
        await assertRegistered(place, work);
      });
    }

    const lasting: Readonly<Record<string, string>> = {
      throttle: 'request.throttled',
      dropBefore: 'network.dropped',
      dropAfter: 'network.dropped',
      cutOff: 'network.notAws',
      asError: 'request.invalid',
      denied: 'auth.denied',
    };
    for (const [kind, expected] of Object.entries(lasting)) {
      it(`every time (${kind}), go on from the register to one version`, async () => {
        const work = await place.begin(small);
        place.emulator.faults.inject({ kind, operation: 'CreateImageVersion' } as Fault);
        const run = await place.start(work);
        assert.equal((await problemOf(place, run)).code, expected);
        assert.equal(nextPhase(JSON.parse(run.disk()) as BuildRecord), 'register');
        place.emulator.faults.clear();
        await goOn(work, run, ['register']);
      });
    }
  });

  /** Work whose tag is taken, in a repository that keeps its tags. */
  async function beginKept(): Promise<Work> {
    const work = await place.begin(small, { settings: { immutableTags: true } });
    const first = await place.start(work);
    await first.outcome;
    const other = await place.begin(small);
    const { repository } = (JSON.parse(first.disk()) as BuildRecord).draft;
    const { tag } = work.plan.draft;
    const draft = { ...other.plan.draft, repository, tag };
    return { ...other, repository: work.repository, tag: work.tag, plan: { ...other.plan, draft } };
  }

  function referenceOf({ repository, tag }: Work): string {
    return `${place.referenceOf(repository)}:${tag}`;
  }
});
