import assert from 'node:assert/strict';
import { AppError, hasCode } from '../../../src/core/errors.ts';
import { checkFinch, checkPodman, readDocker, readProgram, type Answer } from '../../../src/docker/probe.ts';
import { parseVersion } from '../../../src/docker/version.ts';
import { linesOf } from './outputs.ts';

function recorded(name: string, succeeded = true): Answer {
  return { succeeded, output: linesOf(`${name}.stdout`), errors: linesOf(`${name}.stderr`) };
}

function said(...output: readonly string[]): Answer {
  return { succeeded: true, output, errors: [] };
}

const noBuildx = recorded('docker-28/no-buildx', false);

function problemOf(probe: () => unknown): unknown {
  try {
    return probe();
  } catch (error) {
    return error instanceof AppError ? [error.code, error.facts] : error;
  }
}

describe('which program it is', () => {
  it('is told by itself, whatever it is called', () => {
    assert.equal(
      readProgram('/usr/bin/docker', said('Docker version 20.10.24+dfsg1, build 297e128')),
      'docker',
    );
    assert.equal(readProgram('/usr/bin/docker', said('podman version 4.3.1')), 'podman');
    const shim = {
      ...said('podman version 5.2.2'),
      errors: ['Emulate Docker CLI using podman. Create /etc/containers/nodocker to quiet msg.'],
    };
    assert.equal(readProgram('/usr/bin/docker', shim), 'podman');
    assert.equal(readProgram('/x', said('finch version v1.10.0')), 'finch');
    assert.equal(readProgram('/x', said('nerdctl version 1.7.7')), 'finch');
  });

  it('has to be one of the engines', () => {
    assert.deepEqual(
      problemOf(() => readProgram('/bin/ls', said('ls (GNU coreutils) 9.1'))),
      ['engine.unusable', { engine: '/bin/ls', reason: 'ls (GNU coreutils) 9.1' }],
    );
  });
});

describe('docker', () => {
  it('builds with buildx where it is there', () => {
    const version = recorded('docker-28/version');
    assert.deepEqual(readDocker(version, recorded('docker-28/buildx-version'), false), {
      kind: 'buildx',
      version: [0, 24],
    });
    assert.deepEqual(readDocker(version, recorded('docker-24/buildx-version'), false), {
      kind: 'buildx',
      version: [0, 11],
    });
    for (const [text, known] of [
      ['github.com/docker/buildx 0.13.1+ds1-3 0.13.1+ds1-3', [0, 13]],
      ['github.com/docker/buildx v0.30.1-desktop.1 abc', [0, 30]],
      ['github.com/docker/buildx abcdef1', undefined],
    ] as const) {
      assert.deepEqual(readDocker(version, said(text), false), { kind: 'buildx', version: known }, text);
    }
  });

  it('builds without it until 20.10, and not since', () => {
    assert.deepEqual(
      readDocker(recorded('docker-20.10/version'), recorded('docker-20.10/buildx-version', false), false),
      {
        kind: 'buildkit',
      },
    );
    assert.deepEqual(
      problemOf(() => readDocker(recorded('docker-28/version'), noBuildx, false)),
      ['engine.unusable', { engine: 'docker', reason: 'docker: unknown command: docker buildx' }],
    );
  });

  it('builds as Studio lets it', () => {
    const classic = { kind: 'classic', network: 'sagemaker' };
    assert.deepEqual(readDocker(recorded('docker-28/version'), noBuildx, true), classic);
    assert.deepEqual(
      readDocker(recorded('docker-28/version'), recorded('docker-28/buildx-version'), true),
      classic,
    );
  });

  it('does not build when it is down, too old, or for Windows', () => {
    const down = 'Cannot connect to the Docker daemon at unix:///nowhere.sock. Is the docker daemon running?';
    for (const version of ['docker-20.10', 'docker-28']) {
      assert.deepEqual(
        problemOf(() => readDocker(recorded(`${version}/engine-down`, false), noBuildx, false)),
        ['engine.notRunning', { engine: 'docker', reason: down }],
      );
    }
    const old = said('{"Client":{"Version":"18.06.3-ce"},"Server":{"Version":"18.06.3-ce","Os":"linux"}}');
    assert.deepEqual(
      problemOf(() => readDocker(old, noBuildx, false)),
      ['engine.unusable', { engine: 'docker', reason: 'version 18.06.3-ce is too old' }],
    );
    const windows = said('{"Client":{"Version":"28.0.1"},"Server":{"Version":"28.0.1","Os":"windows"}}');
    assert.ok(
      hasCode(
        errorOf(() => readDocker(windows, noBuildx, false)),
        'engine.unusable',
      ),
    );
    assert.ok(
      hasCode(
        errorOf(() => readDocker(said('what?'), noBuildx, false)),
        'engine.unusable',
      ),
    );
  });
});

describe('podman and finch', () => {
  it('build when they run', () => {
    checkPodman(recorded('podman-4.3/version'));
    checkFinch(said('{}'));
  });

  it('do not when they are down or too old', () => {
    const down: Answer = {
      succeeded: false,
      output: [],
      errors: ['Error: unable to connect to Podman socket: dial tcp: connect: connection refused'],
    };
    assert.ok(
      hasCode(
        errorOf(() => checkPodman(down)),
        'engine.notRunning',
      ),
    );
    assert.ok(
      hasCode(
        errorOf(() => checkPodman(said('{"Client":{"Version":"2.2.1"}}'))),
        'engine.unusable',
      ),
    );
    assert.deepEqual(
      problemOf(() => checkFinch(recorded('finch/engine-down', false))),
      [
        'engine.notRunning',
        {
          engine: 'finch',
          reason: 'instance "finch" is stopped, run `finch vm start` to start the instance',
        },
      ],
    );
    assert.ok(
      hasCode(
        errorOf(() => checkFinch(recorded('finch/containerd-down', false))),
        'engine.notRunning',
      ),
    );
  });
});

it('a version is read from whatever is around it', () => {
  assert.deepEqual(parseVersion('20.10.24+dfsg1'), [20, 10]);
  assert.deepEqual(parseVersion('v0.13.1'), [0, 13]);
  assert.deepEqual(parseVersion('buildx/v0.9.0-rc1'), [0, 9]);
  assert.equal(parseVersion('unknown-version'), undefined);
});

function errorOf(probe: () => unknown): unknown {
  try {
    return probe();
  } catch (error) {
    return error;
  }
}
