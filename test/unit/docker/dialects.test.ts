import assert from 'node:assert/strict';
import type { BuildOrder } from '../../../src/core/build/engine.ts';
import { hasCode } from '../../../src/core/errors.ts';
import { refuseNul } from '../../../src/docker/dialects/command.ts';
import type { Dialect } from '../../../src/docker/dialects/dialect.ts';
import { dockerDialect } from '../../../src/docker/dialects/dockerDialect.ts';
import { finchDialect } from '../../../src/docker/dialects/finchDialect.ts';
import { podmanDialect } from '../../../src/docker/dialects/podmanDialect.ts';
import { anOrder } from './builders.ts';

const reference = anOrder().reference;
const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const id = `sha256:${'ab'.repeat(32)}`;

const dialects: Readonly<Record<string, Dialect>> = {
  'docker with buildx 0.24': dockerDialect({ kind: 'buildx', version: [0, 24] }),
  'docker with buildx 0.13': dockerDialect({ kind: 'buildx', version: [0, 13] }),
  'docker with buildx 0.12': dockerDialect({ kind: 'buildx', version: [0, 12] }),
  'docker with buildx 0.9': dockerDialect({ kind: 'buildx', version: [0, 9] }),
  'docker with an unknown buildx': dockerDialect({ kind: 'buildx', version: undefined }),
  'docker 20.10': dockerDialect({ kind: 'buildkit' }),
  'docker in Studio': dockerDialect({ kind: 'classic', network: 'sagemaker' }),
  finch: finchDialect(false),
  'finch in its machine': finchDialect(true),
  podman: podmanDialect('/private/auth.json'),
};

const common = ['--platform=linux/amd64', `--tag=${reference}`, '--iidfile=/private/id'];
const noAttestations = ['--provenance=false', '--sbom=false'];
const file = '--file=/work/Dockerfile';

/** What each builds with, in whatever order its flags come. */
const builds: Readonly<
  Record<string, { command: string[]; flags: string[]; environment?: object; rest?: string[] }>
> = {
  'docker with buildx 0.24': {
    command: ['buildx', 'build'],
    flags: ['--progress=rawjson', '--load', ...noAttestations, file],
    environment: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  },
  'docker with buildx 0.13': {
    command: ['buildx', 'build'],
    flags: ['--progress=rawjson', '--load', ...noAttestations, file],
    environment: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  },
  'docker with buildx 0.12': {
    command: ['buildx', 'build'],
    flags: ['--progress=plain', '--load', ...noAttestations, file],
    environment: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  },
  'docker with buildx 0.9': {
    command: ['buildx', 'build'],
    flags: ['--progress=plain', '--load', file],
    environment: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  },
  'docker with an unknown buildx': {
    command: ['buildx', 'build'],
    flags: ['--progress=plain', '--load', file],
    environment: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  },
  'docker 20.10': {
    command: ['build'],
    flags: ['--progress=plain', file],
    environment: { DOCKER_BUILDKIT: '1' },
  },
  'docker in Studio': {
    command: ['build'],
    flags: ['--network=sagemaker', file],
    environment: { DOCKER_BUILDKIT: '0' },
  },
  finch: { command: ['build'], flags: ['--progress=plain', file], rest: ['/work'] },
  'finch in its machine': { command: ['build'], flags: ['--progress=plain', file], rest: ['/work'] },
  podman: { command: ['build'], flags: ['--authfile=/private/auth.json', file] },
};

function argsOf(name: string, more: Partial<BuildOrder> = {}): readonly string[] {
  return dialects[name]!.build(anOrder(more), '/private/id').args;
}

function added(name: string, more: Partial<BuildOrder>): readonly string[] {
  const before = new Set(argsOf(name));
  return argsOf(name, more).filter((arg) => !before.has(arg));
}

describe('the command to build', () => {
  for (const [name, { command, flags, environment = {}, rest = ['--', '/work'] }] of Object.entries(builds)) {
    it(`of ${name}`, () => {
      const build = dialects[name]!.build(anOrder(), '/private/id');
      const between = build.args.slice(command.length, -rest.length);
      assert.deepEqual(build.args.slice(0, command.length), command);
      assert.deepEqual(build.args.slice(-rest.length), rest);
      assert.deepEqual(between.toSorted(), [...flags, ...common].toSorted());
      assert.deepEqual(build.environment, environment);
      assert.deepEqual(build.secrets, []);
    });
  }

  for (const name of Object.keys(dialects)) {
    it(`of ${name} has what was chosen, each in one argument`, () => {
      assert.deepEqual(added(name, { target: '-t $(id)' }), ['--target=-t $(id)']);
      assert.deepEqual(added(name, { labels: { 'org.x': 'two\nlines', '-y': '="' } }), [
        '--label=org.x=two\nlines',
        '--label=-y=="',
      ]);
      assert.deepEqual(added(name, { buildArgs: { A: '', B: '-x y=z' } }), [
        '--build-arg=A=',
        '--build-arg=B=-x y=z',
      ]);
      assert.deepEqual(added(name, { platform: 'linux/arm64' }), ['--platform=linux/arm64']);
    });
  }

  it('asks for Docker media types where they are wanted', () => {
    for (const [name, flag] of Object.entries({
      'docker with buildx 0.24': '--output=type=docker,oci-mediatypes=false',
      finch: '--output=type=docker,oci-mediatypes=false',
      podman: '--format=docker',
    })) {
      assert.deepEqual(added(name, { mediaTypes: 'docker' }), [flag]);
    }
    assert.ok(!argsOf('docker with buildx 0.24', { mediaTypes: 'docker' }).includes('--load'));
    // The image store of such engines knows no others.
    assert.deepEqual(added('docker 20.10', { mediaTypes: 'docker' }), []);
    assert.deepEqual(added('docker in Studio', { mediaTypes: 'docker' }), []);
  });

  it('of podman has a Dockerfile with commas and quotes as it is', () => {
    const dockerfile = '/work/a,"b"/Dockerfile';
    assert.deepEqual(added('podman', { dockerfile }), ['--file="/work/a,""b""/Dockerfile"']);
    assert.deepEqual(added('docker 20.10', { dockerfile }), [`--file=${dockerfile}`]);
  });

  it('has secret build arguments by name alone', () => {
    const buildArgs = {
      VERSION: '1.2',
      PIP_TOKEN: 'planted-1',
      db_password: 'planted-2',
      INDEX_URL: 'https://user:planted-3@host/simple',
      REPOSITORY: 'https://planted-4@host/simple',
      API_KEY: 'abc',
    };
    for (const [name, dialect] of Object.entries(dialects)) {
      if (name === 'finch in its machine') continue;
      const { args, environment = {}, secrets } = dialect.build(anOrder({ buildArgs }), '/private/id');
      assert.deepEqual(
        args.filter((arg) => arg.startsWith('--build-arg')),
        ['VERSION=1.2', 'PIP_TOKEN', 'db_password', 'INDEX_URL', 'REPOSITORY', 'API_KEY'].map(
          (arg) => `--build-arg=${arg}`,
        ),
      );
      assert.ok(!args.join(' ').includes('planted'), name);
      assert.equal(environment['PIP_TOKEN'], 'planted-1');
      assert.deepEqual(secrets, [
        'https://user:planted-3@host/simple',
        'https://planted-4@host/simple',
        'planted-1',
        'planted-2',
      ]);
    }
  });

  it('hides each line of a secret that has several: output comes line by line', () => {
    const buildArgs = { SSH_KEY: '-----BEGIN KEY-----\nplanted\r\nab\n' };
    const { secrets } = dialects['docker 20.10']!.build(anOrder({ buildArgs }), '/private/id');
    assert.deepEqual(secrets, ['-----BEGIN KEY-----', 'planted']);
  });

  it('does not give secrets to the virtual machine of finch', () => {
    assert.throws(
      () => argsOf('finch in its machine', { buildArgs: { A: 'x', MY_TOKEN: 'planted' } }),
      (error: Error) => hasCode(error, 'engine.unusable') && !JSON.stringify(error.facts).includes('planted'),
    );
  });

  it('is refused with a NUL', () => {
    for (const more of [{ target: 'a\0' }, { buildArgs: { MY_TOKEN: 'a\0b' } }, { context: '/\0' }]) {
      const command = dialects['docker 20.10']!.build(anOrder(more), '/private/id');
      assert.throws(
        () => refuseNul('docker', command),
        (error) => hasCode(error, 'engine.unusable'),
      );
    }
    refuseNul('docker', dialects['docker 20.10']!.build(anOrder(), '/private/id'));
  });
});

function otherArgs(name: string): Record<string, readonly string[]> {
  const dialect = dialects[name]!;
  return {
    signIn: dialect.signIn(host, 'AWS').args,
    signOut: dialect.signOut(host).args,
    tag: dialect.tag(id, reference).args,
    push: dialect.push(reference, '/private/digest').args,
    find: dialect.findImage(reference).command.args,
  };
}

describe('the other commands', () => {
  it('of docker', () => {
    assert.deepEqual(otherArgs('docker 20.10'), {
      signIn: ['login', '--username=AWS', '--password-stdin', '--', host],
      signOut: ['logout', '--', host],
      tag: ['tag', '--', id, reference],
      push: ['push', '--', reference],
      find: ['image', 'inspect', '--format={{.Id}}', '--', reference],
    });
  });

  it('of podman', () => {
    const auth = '--authfile=/private/auth.json';
    assert.deepEqual(otherArgs('podman'), {
      signIn: ['login', auth, '--username=AWS', '--password-stdin', '--', host],
      signOut: ['logout', auth, '--', host],
      tag: ['tag', '--', id, reference],
      push: ['push', auth, '--digestfile=/private/digest', '--', reference],
      find: ['image', 'inspect', '--format={{.Id}}', '--', reference],
    });
    assert.deepEqual(dialects['podman']!.push(reference, undefined).args, ['push', auth, '--', reference]);
  });

  it('of finch', () => {
    assert.deepEqual(otherArgs('finch'), {
      signIn: ['login', '--username=AWS', '--password-stdin', host],
      signOut: ['logout', host],
      tag: ['tag', id, reference],
      push: ['push', reference],
      find: ['images', '--quiet', '--no-trunc', reference],
    });
    assert.deepEqual(dialects['finch']!.findImage(id).command.args, ['images', '--quiet', '--no-trunc']);
  });

  it('tell an image by its id', () => {
    const other = `sha256:${'cd'.repeat(32)}`;
    assert.equal(dialects['docker 20.10']!.findImage(reference).find(['', id]), id);
    assert.equal(dialects['docker 20.10']!.findImage(reference).find(['']), undefined);
    assert.equal(dialects['podman']!.findImage(reference).find([id.slice(7)]), id);
    assert.equal(dialects['finch']!.findImage(reference).find([other, id]), other);
    assert.equal(dialects['finch']!.findImage(id).find([other, id]), id);
    assert.equal(dialects['finch']!.findImage(id).find([other]), undefined);
  });
});
