import assert from 'node:assert/strict';
import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerEngine, EngineEvent } from '../../../src/core/build/engine.ts';
import { isKnownError, type AppError } from '../../../src/core/errors.ts';
import { findExecutable } from '../../vscode/findExecutable.ts';
import { hasPodman, whyNoRig } from '../rig/rig.ts';
import { abortWhen, Workplace, type Engine } from './workplace.ts';

const never = new AbortController().signal;
const silent = (): void => undefined;
const foreignHost = '210987654321.dkr.ecr.eu-west-1.amazonaws.com';

const engines: Readonly<Record<string, Engine>> = {
  'docker 20.10': { program: 'docker' },
  'docker as in Studio': { program: 'docker', isStudio: true },
  podman: { program: 'podman' },
};

describe('real engines', function () {
  this.timeout(120_000);
  const reason = whyNoRig();
  if (reason !== undefined) {
    it.skip(`are not tried: ${reason}`);
    return;
  }

  let place: Workplace;

  before(async () => {
    place = await Workplace.open();
    place.emulator.addRepository({ name: 'churn' });
    place.emulator.addRepository({ name: 'kept', tagMutability: 'IMMUTABLE' });
    const { code, stderr } = await place.rig.docker(['network', 'create', 'sagemaker']);
    assert.equal(code, 0, stderr);
  });
  after(() => place?.[Symbol.asyncDispose]());
  afterEach(() => place.rig.registry.recover());

  for (const [name, chosen] of Object.entries(engines)) {
    describe(`of which ${name}`, function () {
      let engine: ContainerEngine;
      let base: string;
      let filesBefore: Readonly<Record<string, string>>;

      before(async function () {
        if (chosen.program === 'podman' && !hasPodman()) this.skip();
        filesBefore = await place.userFiles();
        base = await place.rig.addBaseImage({ host: foreignHost });
        engine = await place.openEngine(chosen);
      });
      after(async () => {
        await engine?.[Symbol.asyncDispose]();
      });

      it('does not build from a private base image before it has signed in', async () => {
        const order = await place.order(`FROM ${base}`);
        const { code, facts } = await problemOf(engine.build(order, silent, never));
        assert.equal(code, 'build.failed');
        assert.match(
          (facts as { reason: string }).reason,
          /no basic auth|authoriz|unauthorized|access denied/i,
        );
      });

      it('signs in with a password of ECR’s, and with no other', async () => {
        const { code, facts } = await problemOf(
          engine.signIn(place.host, { username: 'AWS', password: 'planted-wrong' }, never),
        );
        assert.equal(code, 'registry.refused');
        assert.equal((facts as { host: string }).host, place.host);
        assert.match((facts as { reason: string }).reason, /400/);
        assert.ok(!JSON.stringify(facts).includes('planted'));
        await engine.signIn(place.host, { username: 'AWS', password: place.password() }, never);
        await engine.signIn(foreignHost, { username: 'AWS', password: place.password('eu-west-1') }, never);
      });

      it('builds what it is told, whatever characters are in it', async () => {
        const odd = '-x $(id) "q" \'s\'\n`b`,=;';
        const order = await place.order(
          `FROM ${base} AS one\nARG ODD\nARG MY_TOKEN\nRUN printf %s "$ODD" > /odd && printf %s "$MY_TOKEN" > /token\nFROM one AS two\nRUN false`,
          {
            target: 'one',
            buildArgs: { ODD: odd, MY_TOKEN: 'planted-token' },
            labels: { 'org.opencontainers.image.revision': odd },
          },
        );
        const events: EngineEvent[] = [];
        const id = await engine.build(order, (event) => events.push(event), never);
        assert.match(id, /^sha256:[0-9a-f]{64}$/);
        assert.equal(await engine.hasImage(id, never), true);
        assert.equal(await engine.hasImage(`sha256:${'0'.repeat(64)}`, never), false);
        assert.ok(!JSON.stringify(events).includes('planted'), JSON.stringify(events));
        assert.ok(events.some((event) => event.kind === 'step' && event.name.includes('RUN printf')));

        const format = '{{index .Config.Labels "org.opencontainers.image.revision"}}';
        const { stdout } = await place.rig.run(chosen.program, [
          'image',
          'inspect',
          `--format=${format}`,
          id,
        ]);
        assert.equal(stdout, `${odd}\n`);
        const check = await place.order(`FROM ${order.reference}\nRUN cat /odd && echo && cat /token`);
        const lines: string[] = [];
        await engine.build(check, (event) => event.kind === 'output' && lines.push(event.text), never);
        assert.match(lines.join('\n'), /-x \$\(id\) "q" 's'\n.*`b`,=;\n.*planted-token/);
      });

      it('says where a build has failed', async () => {
        const order = await place.order(`FROM ${base}\nRUN true\n\nRUN echo begun && \\\n  cat /missing`);
        const { code, facts } = await problemOf(engine.build(order, silent, never));
        assert.equal(code, 'build.failed');
        const { location, reason: why } = facts as { location: object; reason: string };
        assert.deepEqual(location, { file: order.dockerfile, line: 4 });
        // What a command writes to its two outputs may come in any order.
        assert.match(
          why,
          /^(begun|cat: can't open '\/missing': No such file or directory) \(exit (code:|status) 1\)$/,
        );
      });

      it('says where a Dockerfile is wrong', async () => {
        const order = await place.order(`FROM ${base}\n# comment\nCOPPY a b`);
        const { code, facts } = await problemOf(engine.build(order, silent, never));
        assert.equal(code, 'build.failed');
        const { location, reason: why } = facts as { location: object; reason: string };
        assert.deepEqual(location, { file: order.dockerfile, line: 3 });
        assert.match(why, /^unknown instruction: "?COPPY"?$/i);
      });

      it('says that there is no space left', async function () {
        // podman has no memory of its own for it here.
        if (chosen.program === 'podman') this.skip();
        const order = await place.order(`FROM ${base}\nRUN dd if=/dev/zero of=/dev/shm/full bs=1M count=100`);
        const { code, facts } = await problemOf(engine.build(order, silent, never));
        assert.deepEqual([code, facts], ['build.noSpace', { engine: 'docker' }]);
      });

      it('pushes, and says the digest that the registry has', async () => {
        const order = await place.order('FROM scratch\nCOPY Dockerfile* /');
        const id = await engine.build(order, silent, never);
        const digest = await engine.push(id, order.reference, silent, never);
        const tag = order.reference.split(':')[1] ?? '';
        assert.equal(digest, (await place.rig.manifests('churn'))[tag]);
        assert.equal(await engine.push(id, order.reference, silent, never), digest);
      });

      it('pushes Docker media types where they are wanted', async () => {
        const order = await place.order('FROM scratch\nCOPY Dockerfile* /', { mediaTypes: 'docker' });
        const id = await engine.build(order, silent, never);
        const digest = (await engine.push(id, order.reference, silent, never)) ?? '';
        const { mediaType } = await place.manifest('churn', digest);
        assert.equal(mediaType, 'application/vnd.docker.distribution.manifest.v2+json');
      });

      it('says why it may not push', async () => {
        const order = await place.order('FROM scratch\nCOPY Dockerfile* /');
        const id = await engine.build(order, silent, never);
        const other = await engine.build(
          await place.order('FROM scratch\nCOPY Dockerfile* /'),
          silent,
          never,
        );
        const push = (what: string, repository: string): Promise<AppError> =>
          problemOf(engine.push(what, `${place.host}/${repository}`, silent, never));

        const kept = `kept:${name.replaceAll(' ', '-')}`;
        await engine.push(id, `${place.host}/${kept}`, silent, never);
        const taken = await push(other, kept);
        assert.deepEqual(
          [taken.code, taken.facts],
          ['push.tagTaken', { reference: `${place.host}/${kept}` }],
        );

        const missing = await push(id, 'nowhere:1');
        assert.equal(missing.code, 'push.failed');
        assert.match(
          (missing.facts as { reason: string }).reason,
          /repository with name 'nowhere' does not exist/,
        );

        place.rig.registry.fail({ kind: 'deny', at: 'PutImage' });
        const denied = await push(id, 'churn:denied');
        assert.equal(denied.code, 'registry.refused');
        assert.match((denied.facts as { reason: string }).reason, /not authorized to perform: ecr:PutImage/);
        place.rig.registry.recover();

        const gone = await push(`sha256:${'0'.repeat(64)}`, 'churn:gone');
        assert.equal(gone.code, 'build.gone');
      });

      it('pushes again after the registry has gone away', async () => {
        const order = await place.order('FROM scratch\nCOPY Dockerfile* /');
        const id = await engine.build(order, silent, never);
        await place.rig.registry.kill();
        const { code } = await problemOf(engine.push(id, order.reference, silent, never));
        assert.equal(code, 'push.failed');
        await place.rig.registry.start();
        assert.match((await engine.push(id, order.reference, silent, never)) ?? '', /^sha256:/);
      });

      it('is stopped in the middle of a build, and nothing of it runs on', async () => {
        const order = await place.order(`FROM ${base}\nRUN echo be''gun && sleep 1000`);
        const { report, signal, elapsed } = abortWhen(
          (event) => event.kind === 'output' && /(^|\d )begun$/.test(event.text),
        );
        await assert.rejects(engine.build(order, report, signal), { name: 'AbortError' });
        assert.ok(elapsed() < 2_000, `${elapsed()} ms`);
        await place.rig.waitUntilIdle();
        assert.ok(elapsed() < 2_000, `${elapsed()} ms until all was gone`);
      });

      it('is stopped in the middle of a push', async () => {
        const order = await place.order('FROM scratch\nCOPY Dockerfile* /');
        const id = await engine.build(order, silent, never);
        place.rig.registry.fail({ kind: 'hang', at: 'PutImage' });
        const abort = new AbortController();
        const asked = place.rig.registry.requests.filter(({ action }) => action === 'PutImage').length;
        const pushing = engine.push(id, order.reference, silent, abort.signal);
        await place.rig.registry.waitFor('PutImage', asked + 1);
        const started = performance.now();
        abort.abort();
        await assert.rejects(pushing, { name: 'AbortError' });
        assert.ok(performance.now() - started < 2_000);
        await place.rig.waitUntilIdle();
      });

      it('shows no secret to those who look at what runs', async () => {
        const order = await place.order(`FROM ${base}\nARG MY_TOKEN\nRUN echo be''gun && sleep 1000`, {
          buildArgs: { MY_TOKEN: 'planted-token' },
        });
        const abort = new AbortController();
        let during: Promise<string> | undefined;
        const look = async (): Promise<string> => {
          const commands = (await place.rig.processes()).map(({ command }) => command).join('\n');
          abort.abort();
          return commands;
        };
        const report = (event: EngineEvent): void => {
          if (event.kind === 'output' && /(^|\d )begun$/.test(event.text)) during ??= look();
        };
        await assert.rejects(engine.build(order, report, abort.signal), { name: 'AbortError' });
        const commands = (await during) ?? '';
        assert.match(commands, /build/);
        assert.ok(!commands.includes('planted'), commands);
        await place.rig.waitUntilIdle();
      });

      it("leaves the user's files as they were, and none of its own", async () => {
        await engine[Symbol.asyncDispose]();
        const left = (await readdir(place.state)).filter((entry) => entry !== 'sagemaker-images-buildx');
        assert.deepEqual(left, []);
        assert.deepEqual(await place.userFiles(), filesBefore);
      });
    });
  }

  describe('of which docker', () => {
    it('leaves the store of the user alone, and asks helpers that answer', async () => {
      const { HOME = '' } = place.rig.environment;
      const log = join(HOME, 'helper.log');
      const bin = join(HOME, '../bin');
      const install = async (name: string, code: string): Promise<void> => {
        const file = join(bin, `docker-credential-${name}`);
        await writeFile(file, `#!/bin/sh\necho "${name} $1" >> '${log}'\n${code}\n`);
        await chmod(file, 0o755);
      };
      const answer = JSON.stringify({
        ServerURL: foreignHost,
        Username: 'AWS',
        Secret: place.password('eu-west-1'),
      });
      await install('teststore', 'echo "credentials not found in native keychain"; exit 1');
      await install('testhelper', `[ "$(cat)" = ${foreignHost} ] && echo '${answer}'`);
      const configFile = join(HOME, '.docker/config.json');
      const config = { credsStore: 'teststore', credHelpers: { [foreignHost]: 'testhelper' } };
      await writeFile(configFile, JSON.stringify(config));

      await using engine = await place.openEngine({ program: 'docker' });
      assert.equal(await engine.isSignedIn(foreignHost, never), true);
      assert.equal(await engine.isSignedIn(place.host, never), false);
      await engine.signIn(place.host, { username: 'AWS', password: place.password() }, never);
      const base = await place.rig.addBaseImage({ host: foreignHost });
      const order = await place.order(`FROM ${base}\nRUN true`);
      const id = await engine.build(order, silent, never);
      assert.ok(await engine.push(id, order.reference, silent, never));

      const uses = (await place.userFiles())[log] ?? '';
      assert.match(uses, /testhelper get/);
      assert.ok(!uses.includes('store store') && !uses.includes('teststore erase'), uses);
      assert.deepEqual(JSON.parse((await place.userFiles())[configFile] ?? ''), config);
      await rm(configFile);
    });

    it('of today needs buildx, but not in Studio', async function () {
      const program = findExecutable(['/usr/local/bin/docker']);
      if (!program) this.skip();
      const { stdout } = await place.rig.run(program, ['--version']);
      const hasBuildx = (await place.rig.run(program, ['buildx', 'version'])).code === 0;
      if (/version 20\./.test(stdout) || hasBuildx) this.skip();
      const { code } = await problemOf(place.openEngine({ program }));
      assert.equal(code, 'engine.unusable');
      await using engine = await place.openEngine({ program, isStudio: true });
      await engine.signIn(place.host, { username: 'AWS', password: place.password() }, never);
      const order = await place.order('FROM scratch\nCOPY Dockerfile* /');
      const id = await engine.build(order, silent, never);
      assert.ok(await engine.push(id, order.reference, silent, never));
    });

    it('says that its engine is down, before and in the middle', async () => {
      const base = await place.rig.addBaseImage();
      await using engine = await place.openEngine({ program: 'docker' });
      await engine.signIn(place.host, { username: 'AWS', password: place.password() }, never);
      const order = await place.order(`FROM ${base}\nRUN echo be''gun && sleep 1000`);
      let killing: Promise<void> | undefined;
      const report = (event: EngineEvent): void => {
        if (event.kind === 'output' && /\d begun$/.test(event.text)) killing ??= place.rig.engine.kill();
      };
      const disturbed = await problemOf(engine.build(order, report, never));
      await killing;
      assert.ok(['build.failed', 'engine.notRunning'].includes(disturbed.code), disturbed.code);
      assert.equal((await problemOf(engine.build(order, silent, never))).code, 'engine.notRunning');
      assert.equal(
        (await problemOf(engine.hasImage(`sha256:${'0'.repeat(64)}`, never))).code,
        'engine.notRunning',
      );
      assert.equal(
        (await problemOf(engine.push('x', order.reference, silent, never))).code,
        'engine.notRunning',
      );
      assert.equal((await problemOf(place.openEngine({ program: 'docker' }))).code, 'engine.notRunning');
    });
  });
});

async function problemOf(doing: Promise<unknown>): Promise<AppError> {
  const error: unknown = await doing.then(
    () => undefined,
    (why: unknown) => why,
  );
  assert.ok(isKnownError(error), String(error));
  return error;
}
