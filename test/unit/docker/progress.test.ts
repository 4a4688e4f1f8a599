import assert from 'node:assert/strict';
import type { EngineEvent, Report } from '../../../src/core/build/engine.ts';
import type { PushReader } from '../../../src/docker/dialects/dialect.ts';
import { dockerPush } from '../../../src/docker/progress/dockerPush.ts';
import { nerdctlPush } from '../../../src/docker/progress/nerdctlPush.ts';
import type { OutputReader } from '../../../src/docker/progress/outputReader.ts';
import { plainProgress } from '../../../src/docker/progress/plainProgress.ts';
import { rawProgress } from '../../../src/docker/progress/rawProgress.ts';
import { stepProgress } from '../../../src/docker/progress/stepProgress.ts';
import { linesOf, stepsIn, textIn } from './outputs.ts';

function read(
  reader: (report: Report) => OutputReader,
  lines: readonly string[],
  succeeded = true,
): readonly EngineEvent[] {
  const events: EngineEvent[] = [];
  const output = reader((event) => events.push(event));
  for (const text of lines) output.line(text);
  output.end(succeeded);
  return events;
}

function readPush(
  reader: (report: Report) => PushReader,
  name: string,
): { events: readonly EngineEvent[]; digest: string | undefined } {
  const events: EngineEvent[] = [];
  const push = reader((event) => events.push(event));
  for (const text of linesOf(name)) push.line(text);
  push.end(true);
  return { events, digest: push.digest };
}

const twoStages = [
  'started [one 1/2] FROM docker.io/library/busybox:base',
  'started [one 2/2] RUN echo hello && seq 1 3',
  'started [stage-1 1/2] COPY f /f',
];

describe('the progress of a build', () => {
  for (const engine of ['docker-20.10', 'docker-24', 'finch']) {
    it(`is read from what ${engine} prints`, () => {
      const lines = linesOf(`${engine}/build.stderr`);
      const events = read(plainProgress, lines);
      assert.deepEqual(textIn(events), lines);
      const steps = stepsIn(events);
      for (const step of twoStages) assert.ok(steps.includes(step), step);
      assert.ok(steps.includes('cached [one 2/2] RUN echo hello && seq 1 3'));
      assert.ok(steps.some((step) => step.startsWith('done exporting to ')));
      assert.equal(steps.filter((step) => step.startsWith('started ')).length, steps.length / 2);
    });

    it(`has the step that failed with ${engine}`, () => {
      const name = engine === 'finch' ? 'finch' : engine;
      const steps = stepsIn(read(plainProgress, linesOf(`${name}/failing-run.stderr`), false));
      assert.equal(steps.at(-1), 'failed [3/3] RUN echo about to fail   && cat /missing   && true');
      assert.equal(steps.filter((step) => step.startsWith('failed ')).length, 1);
    });
  }

  it("is read from BuildKit's own messages, and shown as the plain one", () => {
    const events = read(rawProgress, linesOf('docker-28/build.stderr'));
    assert.deepEqual(stepsIn(events), [
      'started [internal] load build definition from Dockerfile',
      'done [internal] load build definition from Dockerfile',
      'started [one 1/2] FROM docker.io/library/busybox:base',
      'cached [one 1/2] FROM docker.io/library/busybox:base',
      'started [one 2/2] RUN echo hello && seq 1 3',
      'done [one 2/2] RUN echo hello && seq 1 3',
      "started [stage-1 2/2] RUN printf 'h\\303\\251llo'",
      "done [stage-1 2/2] RUN printf 'h\\303\\251llo'",
      'started exporting to image',
      'done exporting to image',
    ]);
    const warning =
      'WARNING: JSONArgsRecommended: JSON arguments recommended for CMD to prevent unintended behavior related to OS signals (line 7)';
    assert.deepEqual(textIn(events), [
      '#1 [internal] load build definition from Dockerfile',
      '#1 transferring dockerfile: done',
      '#1 DONE 0.0s',
      warning,
      '#2 [one 1/2] FROM docker.io/library/busybox:base',
      '#2 CACHED',
      '#3 [one 2/2] RUN echo hello && seq 1 3',
      '#3 0.250 hello',
      '#3 0.250 1',
      '#3 0.260 2',
      '#3 0.260 3',
      '#3 DONE 0.3s',
      "#4 [stage-1 2/2] RUN printf 'h\\303\\251llo'",
      '#4 0.200 héllo',
      '#4 DONE 0.3s',
      '#5 exporting to image',
      '#5 exporting layers done',
      '#5 DONE 0.1s',
    ]);
  });

  it('has what failed and what was only cancelled for it', () => {
    const events = read(rawProgress, linesOf('docker-28/failing-run.stderr'), false);
    const steps = stepsIn(events);
    assert.deepEqual(
      steps.filter((step) => step.startsWith('failed ')),
      ['failed [3/3] RUN echo about to fail   && cat /missing   && true'],
    );
    assert.ok(textIn(events).includes('#3 CANCELED'));
    assert.ok(textIn(events).includes('Dockerfile:5'));
  });

  it('takes what is no message for text', () => {
    const lines = [
      '{',
      '{"vertexes":{}}',
      '{"vertexes":[null,7,{"digest":1}]}',
      '[1]',
      '{"logs":[{}]}',
      'null',
      '',
    ];
    const events = read(rawProgress, lines);
    assert.deepEqual(textIn(events), ['{', '[1]', 'null', '']);
    assert.deepEqual(stepsIn(events), []);
  });

  it('is not deceived by what commands print', () => {
    const lines = [
      '#1 [1/1] RUN x',
      '#1 0.1 #1 DONE 0.1s',
      '#1 0.2 ERROR: y',
      '#1 DONE 0.3s',
      '#1 DONE 0.3s',
      '# 2 z',
    ];
    assert.deepEqual(stepsIn(read(plainProgress, lines)), ['started [1/1] RUN x', 'done [1/1] RUN x']);
  });

  it('is read from what podman prints', () => {
    assert.deepEqual(stepsIn(read(stepProgress, linesOf('podman-4.3/build-again.stdout'))), [
      'started [1/2 1/2] FROM busybox:base AS one',
      'done [1/2 1/2] FROM busybox:base AS one',
      'started [1/2 2/2] RUN echo hello && seq 1 3',
      'cached [1/2 2/2] RUN echo hello && seq 1 3',
      'started [2/2 1/4] FROM 46a7015d51f4a97aaadae452a6e53ac803b6ac75f84d731fc3454f009c19f14e',
      'done [2/2 1/4] FROM 46a7015d51f4a97aaadae452a6e53ac803b6ac75f84d731fc3454f009c19f14e',
      'started [2/2 2/4] ARG WHO',
      'done [2/2 2/4] ARG WHO',
      'started [2/2 3/4] COPY f /f',
      'done [2/2 3/4] COPY f /f',
      'started [2/2 4/4] RUN echo "done $WHO"',
      'done [2/2 4/4] RUN echo "done $WHO"',
    ]);
    const failing = stepsIn(read(stepProgress, linesOf('podman-4.3/failing-run.stdout'), false));
    assert.deepEqual(failing.slice(-3), [
      'done [2/3] RUN echo fine',
      'started [3/3] RUN echo about to fail   && cat /missing   && true',
      'failed [3/3] RUN echo about to fail   && cat /missing   && true',
    ]);
  });

  it("is read from what Docker's builder before BuildKit prints", () => {
    const steps = stepsIn(read(stepProgress, linesOf('docker-20.10-classic/missing-file.stdout'), false));
    assert.deepEqual(steps, [
      'started [1/3] FROM busybox:base',
      'done [1/3] FROM busybox:base',
      'started [2/3] RUN echo fine',
      'cached [2/3] RUN echo fine',
      'started [3/3] COPY absent /f',
      'failed [3/3] COPY absent /f',
    ]);
  });
});

describe('the progress of a push', () => {
  it("has docker's layers and digest", () => {
    const { events, digest } = readPush(dockerPush, 'docker-20.10/push.stdout');
    assert.equal(digest, 'sha256:b15bb4bd4b6d00c7ebb4aa8a9d9957103494e4e1ebae44a7d4e6d7e9ae969062');
    assert.equal(stepsIn(events).filter((step) => step.startsWith('done ')).length, 4);
    const again = readPush(dockerPush, 'docker-20.10/push-again.stdout');
    assert.equal(again.digest, digest);
    assert.equal(stepsIn(again.events).filter((step) => step.startsWith('cached ')).length, 4);
    assert.deepEqual(stepsIn(readPush(dockerPush, 'docker-24/push.stdout').events), [
      'started 118d25b6d533',
      'started 8b614f2579e7',
      'started 51ce2adcff52',
      'cached 51ce2adcff52',
      'cached 8b614f2579e7',
      'done 118d25b6d533',
    ]);
  });

  it("has finch's bytes and digest", () => {
    const { events, digest } = readPush(nerdctlPush, 'finch/push.stderr');
    assert.equal(digest, 'sha256:841a86b15d0d324624d4e618dbf20c74b2a0b280d4804cfb4370330fa71ffbd5');
    const id = 'sha256:59bf1c3509f33515622619af21ed55bbe26d24913cedbca106468a5fb37a50c3';
    const total = 10 * 1024 * 1024;
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'transfer'),
      [
        { kind: 'transfer', id, sent: total / 4, total },
        { kind: 'transfer', id, sent: total, total },
      ],
    );
  });
});
