import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerEngine, EngineEvent } from '../../../src/core/build/engine.ts';
import { hasCode, isKnownError, type AppError } from '../../../src/core/errors.ts';
import { createEngines, type EnginesOptions } from '../../../src/docker/engines.ts';
import { anOrder } from './builders.ts';
import { isRunning } from './isRunning.ts';
import { StandIn, type Answers } from './standIn.ts';

const never = new AbortController().signal;
const id = `sha256:${'ab'.repeat(32)}`;
const digest = `sha256:${'cd'.repeat(32)}`;
const order = anOrder();
const host = order.reference.slice(0, order.reference.indexOf('/'));
const planted = 'planted-secret';
const login = { username: 'AWS', password: `${planted}-password` };

const docker: Answers = {
  '--version': `console.log('Docker version 28.2.2, build e6534b4')`,
  'version ': `console.log('{"Client":{"Version":"28.2.2"},"Server":{"Os":"linux"}}')`,
  'buildx version': `console.log('github.com/docker/buildx v0.11.2 abc')`,
  'buildx build': `
    writeFileSync(flag('iidfile'), '${id}');
    console.error('#1 [1/1] RUN echo ' + process.env.MY_TOKEN);
    console.error('#1 0.1 ' + process.env.MY_TOKEN);
    console.error('#1 DONE 0.1s');`,
  'image inspect': `args.at(-1) === '${id}' ? console.log('${id}') : (console.error('Error: No such image'), process.exitCode = 1)`,
  'login ': `
    const { credHelpers } = JSON.parse(readFileSync(process.env.DOCKER_CONFIG + '/config.json'));
    console.log(JSON.stringify(credHelpers));
    if (input === 'wrong-password') { console.error('Error response from daemon: 401 Unauthorized ' + input); process.exitCode = 1; }`,
  'tag ': '',
  'push ': `console.log('v1: digest: ${digest} size: 1148')`,
};

const podman: Answers = {
  '--version': `console.log('podman version 4.3.1')`,
  'version ': `console.log('{"Client":{"Version":"4.3.1"}}')`,
  'image inspect': `console.log('${id.slice(7)}')`,
  'tag ': '',
  'push ': `
    if (flag('digestfile')) { console.error('Error: unknown flag: --digestfile'); process.exitCode = 125; }
    else console.error('Writing manifest to image destination')`,
};

describe('the engines', function () {
  let home: string;
  let state: string;
  let standIn: StandIn;
  let opened: ContainerEngine[];

  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'engines-'));
    state = join(home, 'state');
    standIn = new StandIn(join(home, 'bin'));
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((engine) => engine[Symbol.asyncDispose]()));
    await rm(home, { recursive: true, force: true });
  });

  async function open(more: Partial<EnginesOptions> = {}): Promise<ContainerEngine> {
    const engines = createEngines({
      program: () => '',
      findExecutable: (name) => standIn.find(name),
      isStudio: () => Promise.resolve(false),
      folder: state,
      home,
      environment: { PATH: '/nowhere' },
      ...more,
    });
    const engine = await engines.open(never);
    opened.push(engine);
    return engine;
  }

  describe('are found', () => {
    it('in the order docker, finch, podman', async () => {
      await standIn.install('podman', podman);
      assert.equal((await open()).name, 'podman');
      await standIn.install('docker', docker);
      assert.equal((await open()).name, 'docker');
    });

    it('where the first does not work, but another does', async () => {
      await standIn.install('docker', {
        ...docker,
        'version ': `console.error('Cannot connect'); process.exitCode = 1;`,
      });
      const problem = await problemOf(open());
      assert.deepEqual(
        [problem.code, problem.facts],
        ['engine.notRunning', { engine: 'docker', reason: 'Cannot connect' }],
      );
      await standIn.install('podman', podman);
      assert.equal((await open()).name, 'podman');
    });

    it('and say which do not work, and why, as they are used in place of them', async () => {
      await standIn.install('docker', {
        ...docker,
        'version ': `console.error('Cannot connect'); process.exitCode = 1;`,
      });
      const finch = await standIn.install('finch', {});
      await writeFile(finch, '#!/nowhere/finch');
      await standIn.install('podman', podman);
      assert.deepEqual((await open()).passedOver, [
        { program: 'docker', reason: 'Cannot connect' },
        { program: 'finch', reason: 'it cannot be run' },
      ]);
      assert.deepEqual((await open({ program: () => 'podman' })).passedOver, []);
      await standIn.install('docker', docker);
      assert.deepEqual((await open()).passedOver, []);
    });

    it('by a name or a path', async () => {
      const file = await standIn.install('my engine', docker);
      assert.equal((await open({ program: () => file })).name, 'docker');
      assert.equal((await open({ program: () => ' my engine ' })).name, 'docker');
      assert.equal((await open({ program: () => '~/bin/my engine' })).name, 'docker');
    });

    it('also when docker is podman', async () => {
      await standIn.install('docker', podman);
      assert.equal((await open()).name, 'podman');
    });

    it('or it is said which were looked for', async () => {
      assert.deepEqual((await problemOf(open())).facts, { tried: ['docker', 'finch', 'podman'] });
      assert.deepEqual((await problemOf(open({ program: () => 'docker' }))).facts, { tried: ['docker'] });
      assert.deepEqual((await problemOf(open({ program: () => '/nowhere/docker' }))).facts, {
        tried: ['/nowhere/docker'],
      });
      await standIn.install('docker', docker);
      assert.equal((await problemOf(open({ program: () => 'bin/docker' }))).code, 'engine.missing');
    });

    it('without leaving anything when that fails', async () => {
      await standIn.install('docker', {});
      await problemOf(open());
      assert.deepEqual(await readdir(state), []);
    });
  });

  it('build, and say what they are doing without the secrets', async () => {
    await standIn.install('docker', docker);
    const engine = await open();
    const events: EngineEvent[] = [];
    const buildArgs = { MY_TOKEN: planted };
    assert.equal(await engine.build({ ...order, buildArgs }, (event) => events.push(event), never), id);
    assert.deepEqual(events, [
      { kind: 'output', text: '#1 [1/1] RUN echo ***' },
      { kind: 'step', id: '1', name: '[1/1] RUN echo ***', state: 'started' },
      { kind: 'output', text: '#1 0.1 ***' },
      { kind: 'output', text: '#1 DONE 0.1s' },
      { kind: 'step', id: '1', name: '[1/1] RUN echo ***', state: 'done' },
    ]);
    assert.equal(await engine.hasImage(id, never), true);
    assert.equal(await engine.hasImage(digest, never), false);
  });

  it('take the id from the name where the file has none that they know', async () => {
    const answers = {
      'buildx build': '',
      'image inspect': `args.at(-1) === '${digest}' || console.log('${id}')`,
    };
    await standIn.install('docker', { ...docker, ...answers });
    assert.equal(await (await open()).build(order, () => undefined, never), id);
  });

  it('push, and say the digest', async () => {
    await standIn.install('docker', docker);
    await standIn.install('podman', podman);
    assert.equal(await (await open()).push(id, order.reference, () => undefined, never), digest);
    const uses = (await standIn.uses()).slice(-2).map(({ args }) => args.join(' '));
    assert.deepEqual(uses, [`tag -- ${id} ${order.reference}`, `push -- ${order.reference}`]);
    const other = await open({ program: () => 'podman' });
    assert.equal(await other.push(id, order.reference, () => undefined, never), undefined);
  });

  describe('sign in', () => {
    it('in a configuration of their own, which is gone afterwards', async () => {
      await mkdir(join(home, '.docker'));
      await writeFile(join(home, '.docker/config.json'), '{"credsStore":"desktop"}');
      await standIn.install('docker', docker);
      const engine = await open();
      await engine.signIn(host, login, never);
      const use = (await standIn.uses()).at(-1);
      assert.deepEqual(use?.args, ['login', '--username=AWS', '--password-stdin', '--', host]);
      assert.equal(use?.input, login.password);
      assert.match(use?.environment['DOCKER_CONFIG'] ?? '', /state/);
      await engine[Symbol.asyncDispose]();
      assert.deepEqual(await readdir(state), ['sagemaker-images-buildx']);
      assert.equal(await readFile(join(home, '.docker/config.json'), 'utf8'), '{"credsStore":"desktop"}');
    });

    it('one after the other, so that none is lost', async () => {
      await standIn.install('docker', docker);
      const engine = await open();
      const hosts = ['a.io', 'b.io', 'c.io'];
      await Promise.all(hosts.map((name) => engine.signIn(name, login, never)));
      const file = join((await standIn.uses()).at(-1)?.environment['DOCKER_CONFIG'] ?? '', 'config.json');
      assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), {
        credHelpers: { 'a.io': '', 'b.io': '', 'c.io': '' },
      });
    });

    it('not where a helper of the user answers', async () => {
      await mkdir(join(home, '.docker'));
      await writeFile(
        join(home, '.docker/config.json'),
        JSON.stringify({
          credHelpers: { [host]: 'ecr-login', 'broken.io': 'broken', 'missing.io': 'missing' },
        }),
      );
      await standIn.install('docker', docker);
      await standIn.install('docker-credential-ecr-login', { get: `console.log('{"Secret":"${planted}"}')` });
      await standIn.install('docker-credential-broken', {});
      const engine = await open();
      assert.equal(await engine.isSignedIn(host, never), true);
      assert.equal((await standIn.uses()).at(-1)?.input, host);
      assert.equal(await engine.isSignedIn('broken.io', never), false);
      assert.equal(await engine.isSignedIn('missing.io', never), false);
      assert.equal(await engine.isSignedIn('other.io', never), false);
    });

    it('or say why not, without the password', async () => {
      await standIn.install('docker', docker);
      const problem = await problemOf(
        (await open()).signIn(host, { ...login, password: 'wrong-password' }, never),
      );
      assert.deepEqual(
        [problem.code, problem.facts],
        ['registry.refused', { host, reason: '401 Unauthorized ***' }],
      );
    });
  });

  it('have no secret in arguments or in the environment of what does not need it', async () => {
    await standIn.install('docker', {
      ...docker,
      'buildx build': `console.error('ERROR: failed to solve: ' + process.env.MY_TOKEN); process.exitCode = 1;`,
      'push ': `console.error('denied: ' + readFileSync(process.env.DOCKER_CONFIG + '/config.json')); process.exitCode = 1;`,
    });
    const engine = await open();
    const events: EngineEvent[] = [];
    await engine.signIn(host, login, never);
    const problems = [
      await problemOf(
        engine.build({ ...order, buildArgs: { MY_TOKEN: planted } }, (event) => events.push(event), never),
      ),
      await problemOf(engine.push(id, order.reference, (event) => events.push(event), never)),
    ];
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['build.failed', 'registry.refused'],
    );
    const shown = JSON.stringify([events, problems, problems.map(({ stack, cause }) => [stack, cause])]);
    assert.ok(!shown.includes(planted), shown);
    for (const { args, environment } of await standIn.uses()) {
      assert.ok(!args.join(' ').includes(planted));
      const holders = Object.keys(environment).filter((name) => environment[name]?.includes(planted));
      assert.deepEqual(holders, args[1] === 'build' ? ['MY_TOKEN'] : []);
    }
  });

  it('are stopped in the middle, with nothing left running', async () => {
    await standIn.install('docker', {
      ...docker,
      'buildx build': `console.error('#1 ' + process.pid); setInterval(() => undefined, 1000);`,
    });
    const engine = await open();
    const abort = new AbortController();
    const reason = new Error('enough');
    let pid = 0;
    const building = engine.build(
      order,
      (event) => {
        if (event.kind !== 'output') return;
        pid = Number(event.text.slice(3));
        abort.abort(reason);
      },
      abort.signal,
    );
    await assert.rejects(building, (error) => error === reason);
    assert.equal(isRunning(pid), false);
  });

  it('run outside of the workspace', async () => {
    await standIn.install('docker', {
      ...docker,
      'tag ': `console.error('Error: ' + process.cwd()); process.exitCode = 1`,
    });
    const problem = await problemOf((await open()).push(id, order.reference, () => undefined, never));
    assert.ok(hasCode(problem, 'push.failed') && problem.facts.reason.includes(state));
  });
});

async function problemOf(doing: Promise<unknown>): Promise<AppError> {
  const error: unknown = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(isKnownError(error), String(error));
  return error;
}
