import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePrivateFolder, removeFolder } from '../../../src/docker/privateFolder.ts';
import { createAuthFile } from '../../../src/docker/signIn/authFile.ts';
import { createDockerConfig } from '../../../src/docker/signIn/dockerConfig.ts';
import { dockerFolder } from '../../../src/docker/signIn/home.ts';
import { createSharedSignIns } from '../../../src/docker/signIn/sharedSignIns.ts';

const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';

describe('a private configuration', () => {
  let home: string;
  let parent: string;
  let folder: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'engine-home-'));
    parent = join(home, 'state');
    folder = await makePrivateFolder(parent);
  });
  afterEach(async () => {
    await rm(home, { recursive: true, force: true });
  });

  async function write(path: string, content: object): Promise<void> {
    await mkdir(join(home, path, '..'), { recursive: true });
    await writeFile(join(home, path), JSON.stringify(content));
  }
  const docker = (): ReturnType<typeof createDockerConfig> =>
    createDockerConfig(join(folder, 'docker'), join(home, '.docker'), join(parent, 'buildx'));

  describe('of docker', () => {
    it('has all that the user has', async () => {
      const users = { auths: { 'a.io': { auth: 'eDp5' } }, credsStore: 'desktop', proxies: { default: {} } };
      await write('.docker/config.json', users);
      await write('.docker/contexts/meta/x.json', {});
      await write('.docker/ca.pem', {});
      const { environment } = await docker();
      const own = environment['DOCKER_CONFIG'] ?? '';
      assert.deepEqual(await read(join(own, 'config.json')), users);
      assert.deepEqual((await readdir(own)).toSorted(), ['buildx', 'ca.pem', 'config.json', 'contexts']);
      assert.deepEqual(await read(join(own, 'contexts/meta/x.json')), {});
    });

    it('can be had without one of the user, or with a broken one', async () => {
      await docker();
      await removeFolder(join(folder, 'docker'));
      await mkdir(join(home, '.docker'));
      await writeFile(join(home, '.docker/config.json'), '{"auths": ');
      await symlink('/nowhere', join(home, '.docker/dangling'));
      const { environment } = await docker();
      assert.deepEqual(await read(join(environment['DOCKER_CONFIG'] ?? '', 'config.json')), {});
    });

    it('can be read by nobody else', async function () {
      if (process.platform === 'win32') this.skip();
      const { environment } = await docker();
      const own = environment['DOCKER_CONFIG'] ?? '';
      assert.equal((await stat(folder)).mode & 0o777, 0o700);
      assert.equal((await stat(own)).mode & 0o777, 0o700);
      assert.equal((await stat(join(own, 'config.json'))).mode & 0o777, 0o600);
    });

    it("keeps what is signed in to out of the user's store", async () => {
      await write('.docker/config.json', { credsStore: 'desktop', credHelpers: { 'gcr.io': 'gcloud' } });
      const signIns = await docker();
      assert.equal(await signIns.findHelper(host), 'desktop');
      assert.equal(await signIns.findHelper('gcr.io'), 'gcloud');
      await signIns.prepare(host);
      assert.equal(await signIns.findHelper(host), undefined);
      assert.equal(await signIns.findHelper('other'), 'desktop');
      assert.deepEqual(await read(join(signIns.environment['DOCKER_CONFIG'] ?? '', 'config.json')), {
        credsStore: 'desktop',
        credHelpers: { 'gcr.io': 'gcloud', [host]: '' },
      });
      assert.deepEqual(await read(join(home, '.docker/config.json')), {
        credsStore: 'desktop',
        credHelpers: { 'gcr.io': 'gcloud' },
      });
    });

    it('runs no helper with the name of a path', async () => {
      await write('.docker/config.json', {
        credHelpers: { [host]: '../../tmp/evil', other: 7 },
        credsStore: 'a b',
      });
      const signIns = await docker();
      assert.equal(await signIns.findHelper(host), undefined);
      assert.equal(await signIns.findHelper('other'), undefined);
    });

    it('keeps what builders remember', async () => {
      const first = await docker();
      await writeFile(join(first.environment['DOCKER_CONFIG'] ?? '', 'buildx/.buildNodeID'), 'x');
      await removeFolder(folder);
      assert.equal(await readFile(join(parent, 'buildx/.buildNodeID'), 'utf8'), 'x');
    });

    it("leaves the user's own when it is removed", async () => {
      await write('.docker/cli-plugins/docker-buildx', {});
      await docker();
      await removeFolder(folder);
      assert.deepEqual(await readdir(join(home, '.docker/cli-plugins')), ['docker-buildx']);
      await assert.rejects(stat(folder), { code: 'ENOENT' });
    });
  });

  describe('of podman', () => {
    it("is a copy of all the user's files, the first one first", async () => {
      await write('run/containers/auth.json', { auths: { 'a.io': { auth: '1' } } });
      await write('.config/containers/auth.json', {
        auths: { 'a.io': { auth: '2' }, 'b.io': { auth: '2' } },
        credHelpers: { 'c.io': 'c' },
      });
      await write('.docker/config.json', {
        auths: { 'b.io': { auth: '3' }, 'd.io': { auth: '3' } },
        credsStore: 'desktop',
      });
      const environment = { XDG_RUNTIME_DIR: join(home, 'run') };
      const { file, signIns } = await createAuthFile(folder, { folder: home, environment });
      assert.deepEqual(await read(file), {
        auths: { 'a.io': { auth: '1' }, 'b.io': { auth: '2' }, 'd.io': { auth: '3' } },
        credHelpers: { 'c.io': 'c' },
      });
      assert.equal(await signIns.findHelper('c.io'), 'c');
      assert.equal(await signIns.findHelper(host), undefined);
      await signIns.prepare('c.io');
      assert.equal(await signIns.findHelper('c.io'), undefined);
    });

    it('takes nothing from where one happens to be, as in a workspace', async () => {
      await write('.config/containers/auth.json', { auths: { 'a.io': { auth: '1' } } });
      await write('.docker/config.json', { auths: { 'b.io': { auth: '2' } } });
      await write('work/containers/auth.json', { auths: { 'a.io': { auth: 'planted' } } });
      await write('work/config.json', { auths: { 'b.io': { auth: 'planted' } } });
      const before = process.cwd();
      process.chdir(join(home, 'work'));
      try {
        for (const odd of ['', '.']) {
          const environment = { XDG_RUNTIME_DIR: odd, XDG_CONFIG_HOME: odd, DOCKER_CONFIG: odd };
          const { file } = await createAuthFile(folder, { folder: home, environment });
          assert.ok(!(await readFile(file, 'utf8')).includes('planted'));
          assert.equal(dockerFolder({ folder: home, environment }), join(home, '.docker'));
        }
      } finally {
        process.chdir(before);
      }
    });

    it('begins as the file that the user has chosen', async () => {
      await write('mine.json', { auths: { 'a.io': { auth: '1' } } });
      await write('.docker/config.json', { auths: { 'b.io': { auth: '2' } } });
      const environment = { REGISTRY_AUTH_FILE: join(home, 'mine.json') };
      const { file } = await createAuthFile(folder, { folder: home, environment });
      assert.deepEqual(await read(file), { auths: { 'a.io': { auth: '1' } }, credHelpers: {} });
    });
  });

  it('of finch in its machine is that of the user, signed out of in the end', async () => {
    await write('.finch/config.json', { auths: { 'known.io': {} }, credHelpers: { [host]: 'ecr-login' } });
    const signIns = await createSharedSignIns({ folder: home, environment: {} });
    assert.equal(await signIns.findHelper(host), 'ecr-login');
    await signIns.prepare('known.io');
    await signIns.prepare('new.io');
    assert.deepEqual(signIns.toSignOut(), ['new.io']);
  });

  it('does not stay behind after a crash', async () => {
    const name = folder.slice(parent.length + 1);
    const dead = name.replace(String(process.pid), '999999999');
    await mkdir(join(parent, dead));
    await mkdir(join(parent, 'other'));
    const next = await makePrivateFolder(parent);
    assert.deepEqual(
      (await readdir(parent)).toSorted(),
      [name, next.slice(parent.length + 1), 'other'].toSorted(),
    );
  });

  it('is not confused by links', async () => {
    await mkdir(join(home, '.docker'));
    await symlink(join(home, 'elsewhere'), join(home, '.docker/run'));
    await mkdir(join(home, 'elsewhere'));
    await docker();
    assert.equal(await readlink(join(folder, 'docker/run')), join(home, '.docker/run'));
  });
});

async function read(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}
