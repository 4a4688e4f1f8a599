import assert from 'node:assert/strict';
import type { BuildOrder, EngineEvent, EngineName, Report } from '../../../src/core/build/engine.ts';
import type { KnownError } from '../../../src/core/errors.ts';
import type { Explain } from '../../../src/docker/dialects/dialect.ts';
import {
  buildFailure,
  pushFailure,
  signInFailure,
  tagFailure,
} from '../../../src/docker/failures/appErrors.ts';
import { explainBuildKit } from '../../../src/docker/failures/buildKitFailure.ts';
import { findImageLine, findLine, readInstructions } from '../../../src/docker/failures/instructions.ts';
import { explainSteps } from '../../../src/docker/failures/stepFailure.ts';
import type { OutputReader } from '../../../src/docker/progress/outputReader.ts';
import { plainProgress } from '../../../src/docker/progress/plainProgress.ts';
import { rawProgress } from '../../../src/docker/progress/rawProgress.ts';
import { stepProgress } from '../../../src/docker/progress/stepProgress.ts';
import { anOrder } from './builders.ts';
import { dockerfile, linesOf, textIn } from './outputs.ts';

interface Kind {
  readonly engine: EngineName;
  readonly read: (report: Report) => OutputReader;
  readonly explain: Explain;
}

const kinds: Readonly<Record<string, Kind>> = {
  'docker-20.10': { engine: 'docker', read: plainProgress, explain: explainBuildKit },
  'docker-20.10-classic': { engine: 'docker', read: stepProgress, explain: explainSteps },
  'docker-24': { engine: 'docker', read: plainProgress, explain: explainBuildKit },
  'docker-28': { engine: 'docker', read: rawProgress, explain: explainBuildKit },
  'podman-4.3': { engine: 'podman', read: stepProgress, explain: explainSteps },
  finch: { engine: 'finch', read: plainProgress, explain: explainBuildKit },
};

/** As the engine has it: both streams are read, in no order that one could rely on. */
async function failureOf(version: string, name: string, backwards: boolean): Promise<KnownError> {
  const kind = kinds[version]!;
  const streams = [linesOf(`${version}/${name}.stdout`), linesOf(`${version}/${name}.stderr`)];
  const events: EngineEvent[] = [];
  const reader = kind.read((event) => events.push(event));
  for (const stream of backwards ? streams.toReversed() : streams)
    for (const line of stream) reader.line(line);
  const order: BuildOrder = { ...anOrder(), dockerfile: dockerfile(name) };
  return (await buildFailure(kind.engine, order, textIn(events), streams[1]!, kind.explain)) as KnownError;
}

describe('a build that fails without a word that tells why', () => {
  it('is explained by nothing that only a program reads: secrets can be encoded in it', async () => {
    const raw = JSON.stringify({ logs: [{ data: Buffer.from('planted').toString('base64') }] });
    const failure = await buildFailure('docker', anOrder(), ['#5 0.1 killed'], [raw], explainBuildKit);
    assert.deepEqual(failure.facts, { location: undefined, reason: '#5 0.1 killed' });
  });
});

function explain(output: readonly string[]): Promise<KnownError> {
  return buildFailure('docker', anOrder(), output, output, explainBuildKit) as Promise<KnownError>;
}

const cat = "cat: can't open '/missing': No such file or directory";
const ecr = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const failures: readonly [version: string, name: string, line: number, reason: string][] = [
  ['docker-20.10', 'failing-run', 5, `${cat} (exit code: 1)`],
  ['docker-20.10', 'syntax-error', 3, 'unknown instruction: COPPY'],
  ['docker-20.10', 'missing-file', 3, '"/absent" not found: not found'],
  ['docker-20.10', 'missing-base', 5, `${ecr}/base/busybox:2: not found`],
  [
    'docker-20.10',
    'denied-base',
    1,
    `pulling from host ${ecr} failed with status code [manifests 1]: 401 Unauthorized`,
  ],
  ['docker-20.10', 'missing-copy', 2, `${ecr}/base/busybox:nope: not found`],
  ['docker-20.10-classic', 'failing-run', 5, `${cat} (exit code: 1)`],
  ['docker-20.10-classic', 'syntax-error', 3, 'unknown instruction: COPPY'],
  [
    'docker-20.10-classic',
    'missing-file',
    3,
    'COPY failed: file not found in build context or excluded by .dockerignore: stat absent: file does not exist',
  ],
  ['docker-24', 'failing-run', 5, `${cat} (exit code: 1)`],
  ['docker-24', 'syntax-error', 3, 'unknown instruction: COPPY (did you mean COPY?)'],
  ['docker-24', 'missing-file', 3, '"/absent": not found'],
  ['docker-28', 'failing-run', 5, `${cat} (exit code: 1)`],
  ['docker-28', 'syntax-error', 3, 'unknown instruction: COPPY (did you mean COPY?)'],
  ['finch', 'failing-run', 5, `${cat} (exit code: 1)`],
  ['podman-4.3', 'failing-run', 5, `${cat} (exit status 1)`],
  ['podman-4.3', 'syntax-error', 3, 'Unknown instruction: "COPPY"'],
  [
    'podman-4.3',
    'missing-file',
    3,
    'checking on sources under "/home/me/c4": copier: stat: "/absent": no such file or directory',
  ],
  [
    'podman-4.3',
    'missing-base',
    5,
    `creating build container: initializing source docker://${ecr}/base/busybox:2: reading manifest 2 in ${ecr}/base/busybox: manifest unknown: Requested image not found`,
  ],
  ['podman-4.3', 'two-stages', 4, 'same (exit status 1)'],
];

describe('a build that failed', () => {
  for (const [version, name, line, reason] of failures) {
    it(`with ${version} is explained: ${name}`, async () => {
      const { code, facts } = await failureOf(version, name, false);
      assert.equal(code, 'build.failed');
      assert.deepEqual(facts, { location: { file: dockerfile(name), line }, reason });
    });
  }

  it('is explained whichever stream is read first, as far as it can be', async () => {
    for (const version of ['docker-20.10-classic', 'podman-4.3']) {
      const { code, facts } = await failureOf(version, 'missing-file', true);
      assert.equal(code, 'build.failed');
      assert.equal((facts as { location?: { line: number } }).location?.line, 3, version);
    }
  });

  it('says that the disk is full', async () => {
    const { code, facts } = await explain([
      '#5 ERROR: failed to copy files: copy file range failed: no space left on device',
      'ERROR: failed to solve: failed to copy files: copy file range failed: no space left on device',
    ]);
    assert.deepEqual([code, facts], ['build.noSpace', { engine: 'docker' }]);
  });

  it('says that the engine has gone away, unless it was a command of the build that said so', async () => {
    const words =
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    assert.equal((await explain([`ERROR: ${words}`])).code, 'engine.notRunning');
    assert.equal((await explain([`#5 0.1 ${words}`, 'ERROR: failed to solve: x'])).code, 'build.failed');
  });

  it('says that the certificate is not trusted where a base image comes from', async () => {
    const { code, facts } = await failureOf('docker-20.10', 'untrusted-base', false);
    assert.equal(code, 'registry.untrusted');
    assert.deepEqual(facts, { host: ecr, reason: 'x509: certificate signed by unknown authority' });
  });

  it('says so with newer ones, too, and of other registries', async () => {
    const untrusted =
      'failed to do request: Head "https://registry-1.docker.io/v2/library/python/manifests/3.12": tls: failed to verify certificate: x509: certificate signed by unknown authority';
    const python = 'docker.io/library/python:3.12';
    const { code, facts } = await explain([
      `#2 [internal] load metadata for ${python}`,
      `#2 ERROR: ${untrusted}`,
      '------',
      ` > [internal] load metadata for ${python}:`,
      '------',
      'Dockerfile:1',
      '--------------------',
      '   1 | >>> FROM python:3.12',
      '--------------------',
      `ERROR: failed to solve: ${python}: failed to resolve source metadata for ${python}: ${untrusted}`,
    ]);
    assert.equal(code, 'registry.untrusted');
    assert.equal((facts as { host: string }).host, 'registry-1.docker.io');
  });

  it('is not about a certificate that only a command of it met', async () => {
    const lines = [
      '#6 [2/2] RUN go get',
      '#6 0.1 Get "https://proxy.golang.org/x": x509: certificate signed by unknown authority',
      '#6 ERROR: process "/bin/sh -c go get" did not complete successfully: exit code: 1',
      'ERROR: failed to solve: process "/bin/sh -c go get" did not complete successfully: exit code: 1',
    ];
    assert.equal((await explain(lines)).code, 'build.failed');
  });

  it('is said in the words of the engine where nothing else is known', async () => {
    const { facts } = await explain(['unknown flag: --load', "See 'docker build --help'."]);
    assert.deepEqual(facts, { location: undefined, reason: 'unknown flag: --load' });
    assert.deepEqual((await explain([])).facts, { location: undefined, reason: 'nothing more' });
  });

  it('is found at once in what was written to be searched for ever', async () => {
    const variables = `RUN ${'$a '.repeat(40)}x`;
    assert.equal(findLine(`FROM a\n${variables}`, { text: `RUN ${'b '.repeat(400)}` }), undefined);
    assert.equal(findLine(`FROM a\n${variables}`, { text: `RUN ${'b '.repeat(40)}x` }), 2);
    const { facts } = await explain([`#6 [2/3] RUN ${'a'.repeat(200_000)}`, '#6 ERROR: x', 'ERROR: y']);
    assert.deepEqual(facts, { location: undefined, reason: 'y' });
  });

  it('has a reason of one line', async () => {
    const { facts } = await explain([`ERROR: failed to solve: ${'very '.repeat(1000)}long`]);
    assert.ok((facts as { reason: string }).reason.length <= 300);
  });
});

describe('a line of the Dockerfile', () => {
  const text = [
    '# syntax=docker/dockerfile:1',
    'ARG BASE=busybox',
    'FROM ${BASE} AS one',
    'RUN echo $WHO \\',
    '  # a comment',
    '',
    '  && true',
    'RUN <<EOF',
    'COPY this is not an instruction',
    'EOF',
    'from one',
    'RUN echo same',
    'FROM --platform=linux/amd64 one AS two',
    'RUN echo same',
    'COPY --chown=$UID:$GID a.b /',
  ].join('\n');

  it('is found by the instruction', () => {
    assert.equal(findLine(text, { text: 'RUN echo $WHO   && true' }), 4);
    assert.equal(findLine(text, { text: 'RUN echo me and you && true' }), 4);
    assert.equal(findLine(text, { text: 'COPY --chown=1:2 a.b /' }), 15);
    assert.equal(findLine(text, { text: 'COPY --chown=1:2 axb /' }), undefined);
  });

  it('is found in its stage, and not guessed', () => {
    assert.equal(findLine(text, { text: 'RUN echo same' }), undefined);
    assert.equal(findLine(text, { text: 'RUN echo same', stage: 'two' }), 14);
    assert.equal(findLine(text, { text: 'RUN echo same', stage: 'stage-1' }), 12);
    assert.equal(findLine(text, { text: 'RUN echo same', stage: 1 }), 12);
    assert.equal(findLine(text, { text: 'RUN echo same', stage: 'three' }), undefined);
  });

  it('is not looked for inside of others', () => {
    assert.deepEqual(
      readInstructions(text).map(({ line, text: instruction }) => `${line} ${instruction.split(' ')[0]}`),
      ['2 ARG', '3 FROM', '4 RUN', '8 RUN', '11 from', '12 RUN', '13 FROM', '14 RUN', '15 COPY'],
    );
    assert.deepEqual(
      readInstructions('# escape=`\nRUN a `\n b\\\nRUN c').map(({ line }) => line),
      [2, 4],
    );
    assert.deepEqual(
      readInstructions('RUN <<EOF\nnever\nended').map(({ line }) => line),
      [1],
    );
    assert.deepEqual(readInstructions(''), []);
  });
});

describe('the line of an image that could not be had', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const text = [
    'ARG BASE=python',
    'ARG VERSION="3.12" TAG=${VERSION}-slim',
    'FROM ${BASE}:$TAG AS one',
    'FROM --platform=$BUILDPLATFORM me/tools AS two',
    `FROM ghcr.io/me/cuda@${digest}`,
    'FROM one',
    'COPY --from=nginx:latest /etc/nginx /',
    'RUN --mount=type=bind,from=alpine,source=/,target=/x true',
    'FROM ${UNKNOWN}',
  ].join('\n');

  it('is the one that names it, as the engine calls it', () => {
    const lines: readonly [image: string, line: number | undefined][] = [
      ['docker.io/library/python:3.12-slim', 3],
      ['docker.io/me/tools:latest', 4],
      [`ghcr.io/me/cuda@${digest}`, 5],
      ['docker.io/library/nginx:latest', 7],
      ['docker.io/library/alpine:latest', 8],
      ['docker.io/library/python:latest', undefined],
      ['docker.io/library/tools:latest', undefined],
    ];
    for (const [image, line] of lines) assert.equal(findImageLine(text, image, {}), line, image);
  });

  it('is found by what the arguments are', () => {
    const passed = { BASE: 'quay.io/me/python', TAG: 'edge' };
    assert.equal(findImageLine(text, 'quay.io/me/python:edge', passed), 3);
    assert.equal(findImageLine(text, 'docker.io/library/mine:latest', { UNKNOWN: 'mine' }), undefined);
    assert.equal(
      findImageLine(`ARG UNKNOWN\n${text}`, 'docker.io/library/mine:latest', { UNKNOWN: 'mine' }),
      10,
    );
  });

  it('is none where that is no Dockerfile', () => {
    assert.equal(findImageLine('', 'docker.io/library/python:latest', {}), undefined);
    assert.equal(findImageLine('FROM\nFROM ', 'docker.io/library/python:latest', {}), undefined);
  });
});

describe('a push that failed', () => {
  const reference = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-studio:v1';
  const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
  const codeOf = (name: string): string => pushFailure('docker', reference, linesOf(name)).code;

  it('was refused', () => {
    for (const name of [
      'docker-20.10/push-unauth.stderr',
      'docker-24/push-expired.stderr',
      'podman-4.3/push-unauth.stderr',
      'finch/push-unauth.stderr',
    ]) {
      assert.equal(codeOf(name), 'registry.refused', name);
    }
    const error = pushFailure('docker', reference, linesOf('docker-24/push-expired.stderr'));
    assert.deepEqual(error.facts, {
      host,
      reason: 'denied: Your authorization token has expired. Reauthenticate and try again.',
    });
  });

  it('found the tag taken', () => {
    for (const name of ['docker-24/push-tag-taken.stderr', 'docker-28/push-tag-taken.stderr']) {
      assert.deepEqual(pushFailure('docker', reference, linesOf(name)).facts, { reference }, name);
      assert.equal(codeOf(name), 'push.tagTaken', name);
    }
  });

  it('was disturbed', () => {
    for (const version of ['docker-20.10', 'podman-4.3']) {
      const error = pushFailure('docker', reference, linesOf(`${version}/push-down.stderr`)) as KnownError;
      assert.equal(error.code, 'push.failed');
      assert.match((error.facts as { reason: string }).reason, /connection refused$/);
    }
  });

  it('says its reason without what stands beside it, and without long addresses', () => {
    const at = `${host}/sagemaker-studio`;
    const layer = `sha256:${'0123456789abcdef'.repeat(4)}`;
    const upload = `https://${host}/v2/sagemaker-studio/blobs/uploads/1a2b?digest=sha256%3A1a2b`;
    const reasons: readonly [line: string, reason: string][] = [
      [
        `Get "https://${host}/v2/": dial tcp 1.2.3.4:443: connect: connection refused`,
        'dial tcp 1.2.3.4:443: connect: connection refused',
      ],
      [`Get https://${host}/v2/: EOF`, 'EOF'],
      [
        `dial tcp: lookup ${host} on 1.1.1.1:53: no such host`,
        'dial tcp: lookup … on 1.1.1.1:53: no such host',
      ],
      [`Head "https://bucket.s3.amazonaws.com/x?X-Amz-Signature=1a2b": EOF`, 'bucket.s3.amazonaws.com: EOF'],
      [
        `failed commit on ref "layer-${layer}": unexpected status from PUT request to ${upload}: 500 Internal Server Error`,
        'failed commit on ref "layer-sha256:0123456789ab": unexpected status from PUT request to …: 500 Internal Server Error',
      ],
      [
        `ERROR: failed to resolve reference "${reference}": failed to do request: Head "https://${host}/v2/sagemaker-studio/manifests/v1": EOF`,
        'failed to resolve reference "…": failed to do request: EOF',
      ],
      [
        `Error: writing manifest: uploading manifest v1 to ${at}: received unexpected HTTP status: 500`,
        'writing manifest: uploading manifest v1 to …: received unexpected HTTP status: 500',
      ],
      [
        `Error: trying to reuse blob ${layer} at destination: pinging container registry ${host}: Get "https://${host}/v2/": dial tcp: EOF`,
        'trying to reuse blob sha256:0123456789ab at destination: pinging container registry …: dial tcp: EOF',
      ],
    ];
    for (const [line, reason] of reasons) {
      assert.deepEqual(pushFailure('docker', reference, [line]).facts, { reference, reason });
    }
  });

  it('says its reason after what engines say of their requests', () => {
    const unknown = `name unknown: The repository with name 'nowhere' does not exist in the registry with id '123456789012'`;
    const reasons: Readonly<Record<string, string>> = {
      'docker-20.10/push-nowhere.stderr': unknown,
      'podman-4.3/push-nowhere.stderr': `writing blob: initiating layer upload to /v2/nowhere/blobs/uploads/ in …: ${unknown}`,
    };
    for (const [name, reason] of Object.entries(reasons)) {
      const error = pushFailure('docker', `${ecr}/nowhere:1`, linesOf(name));
      assert.deepEqual([error.code, error.facts], ['push.failed', { reference: `${ecr}/nowhere:1`, reason }]);
    }
  });

  it('says its reason also where that comes after a very long address', () => {
    const address = `https://bucket.s3.amazonaws.com/${'a'.repeat(2_000)}`;
    const { facts } = pushFailure('docker', reference, [`error uploading to ${address}: broken pipe`]);
    assert.deepEqual(facts, { reference, reason: 'error uploading to bucket.s3.amazonaws.com: broken pipe' });
  });

  it('met a certificate that the engine does not trust', () => {
    for (const name of ['docker-20.10/push-untrusted.stderr', 'podman-4.3/push-untrusted.stderr']) {
      const error = pushFailure('docker', `${ecr}/studio:2`, linesOf(name));
      assert.equal(error.code, 'registry.untrusted', name);
      assert.deepEqual(error.facts, { host: ecr, reason: 'x509: certificate signed by unknown authority' });
    }
    const elsewhere =
      'Get "https://bucket.s3.amazonaws.com/x": tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "Corp")';
    const { code, facts } = pushFailure('docker', reference, [elsewhere]);
    assert.equal(code, 'registry.untrusted');
    assert.equal((facts as { host: string }).host, 'bucket.s3.amazonaws.com');
  });

  it('met a certificate that is not valid', () => {
    for (const reason of [
      'x509: certificate has expired or is not yet valid: current time 2026-01-02T03:04:05Z is after 2025-01-02T03:04:05Z',
      'x509: certificate is valid for proxy.corp, not 123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    ]) {
      const line = `Get "https://${host}/v2/": tls: failed to verify certificate: ${reason}`;
      const { code, facts } = pushFailure('docker', reference, [line]);
      assert.deepEqual([code, facts], ['registry.invalidCertificate', { host, reason }]);
    }
  });

  it('has lost its engine, or what was built', () => {
    assert.equal(codeOf('docker-20.10/engine-down.stderr'), 'engine.notRunning');
    assert.equal(codeOf('finch/engine-down.stderr'), 'engine.notRunning');
    const words = ['Error response from daemon: No such image: sha256:0000'];
    assert.deepEqual(tagFailure('docker', 'sha256:0000', reference, words).facts, { imageId: 'sha256:0000' });
  });
});

describe('signing in that failed', () => {
  it('was refused', () => {
    const host = '127.0.0.1:5055';
    assert.deepEqual(signInFailure('docker', host, linesOf('docker-20.10/login-refused.stderr')).facts, {
      host,
      reason: 'login attempt to … failed with status: 401 Unauthorized',
    });
    assert.deepEqual(signInFailure('podman', host, linesOf('podman-4.3/login-refused.stderr')).facts, {
      host,
      reason: 'logging into "…": invalid username/password',
    });
  });

  it('met a certificate that the engine does not trust', () => {
    const newer = `Error response from daemon: Get "https://${ecr}/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority`;
    for (const lines of [
      linesOf('docker-20.10/login-untrusted.stderr'),
      linesOf('podman-4.3/login-untrusted.stderr'),
      [newer],
    ]) {
      const { code, facts } = signInFailure('docker', ecr, lines);
      assert.equal(code, 'registry.untrusted');
      assert.deepEqual(facts, { host: ecr, reason: 'x509: certificate signed by unknown authority' });
    }
  });

  it('did not reach the registry', () => {
    const url = 'https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/';
    for (const reason of [
      'Bad Gateway',
      'dial tcp: lookup 123456789012.dkr.ecr.us-east-1.amazonaws.com: no such host',
      'dial tcp 127.0.0.1:443: connect: connection refused',
      'EOF',
      'net/http: TLS handshake timeout',
    ]) {
      const line = `Error response from daemon: Get "${url}": ${reason}`;
      assert.equal(signInFailure('docker', 'host', [line]).code, 'network.unreachable', reason);
    }
  });
});
