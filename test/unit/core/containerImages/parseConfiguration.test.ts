import assert from 'node:assert/strict';
import { parseConfiguration } from '../../../../src/core/containerImages/parseConfiguration.ts';
import { hideValues } from '../../../../src/core/containerImages/hideValues.ts';

describe('the configuration of a container image', () => {
  it('tells how a container begins, and of variables the names alone', () => {
    const text = JSON.stringify({
      os: 'linux',
      architecture: 'arm64',
      variant: 'v8',
      created: '2026-01-02T03:04:05Z',
      config: {
        User: 'me:staff',
        Entrypoint: ['/bin/start'],
        Cmd: ['--fast'],
        WorkingDir: '/work',
        Env: ['ZOO=lion=cat', 'PATH=/bin', 'EMPTY'],
        ExposedPorts: { '9000/tcp': {}, '8888/tcp': {} },
        Labels: { team: 'churn', broken: 1 },
      },
      history: [{ created_by: 'ADD rootfs.tar /' }, { created_by: 'ENV ZOO=lion', empty_layer: true }, {}],
    });
    assert.deepEqual(parseConfiguration(text), {
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
      createdAt: new Date('2026-01-02T03:04:05Z'),
      user: 'me:staff',
      entrypoint: ['/bin/start'],
      cmd: ['--fast'],
      workingDir: '/work',
      ports: ['8888/tcp', '9000/tcp'],
      environmentNames: ['EMPTY', 'PATH', 'ZOO'],
      labels: { team: 'churn' },
      history: [
        { createdBy: 'ADD rootfs.tar /', isEmptyLayer: false },
        { createdBy: 'ENV ZOO=…', isEmptyLayer: true },
        { createdBy: '', isEmptyLayer: false },
      ],
    });
  });

  it('may say next to nothing', () => {
    for (const text of ['{}', '{"config":null}', '{"config":[],"history":{},"created":"soon","os":7}']) {
      const { platform, createdAt, user, entrypoint, labels, history } = parseConfiguration(text) ?? {};
      assert.deepEqual(
        { platform, createdAt, user, entrypoint, labels, history },
        { platform: undefined, createdAt: undefined, user: '', entrypoint: [], labels: {}, history: [] },
        text,
      );
    }
  });

  it('is none', () => {
    for (const text of ['', '[]', 'null', '7', '{']) assert.equal(parseConfiguration(text), undefined, text);
  });
});

describe('an instruction of the history', () => {
  for (const [createdBy, shown] of [
    ['ENV TOKEN=secret', 'ENV TOKEN=…'],
    ['ENV TOKEN=secret OTHER="more secret"', 'ENV TOKEN=…'],
    ['ENV TOKEN secret', 'ENV TOKEN=…'],
    ['/bin/sh -c #(nop)  ENV TOKEN=secret', 'ENV TOKEN=…'],
    ['ARG TOKEN=secret', 'ARG TOKEN=…'],
    ['ARG TOKEN', 'ARG TOKEN'],
    ['RUN |2 USER=me TOKEN=secret /bin/sh -c make # buildkit', 'RUN … /bin/sh -c make # buildkit'],
    ['|1 TOKEN=secret /bin/bash -c make', '… /bin/bash -c make'],
    ['RUN |1 TOKEN=secret /bin/sh -c secret /bin/sh -c make', 'RUN … /bin/sh -c make'],
    ['RUN |1 TOKEN=secret make', 'RUN …'],
    ['RUN /bin/sh -c make # buildkit', 'RUN /bin/sh -c make # buildkit'],
    ['/bin/sh -c #(nop) COPY file:1a2b in /app', 'COPY file:1a2b in /app'],
    ['COPY . . # buildkit', 'COPY . . # buildkit'],
    ['', ''],
  ] as const) {
    it(`${createdBy || 'that is empty'} is shown as ${shown || 'such'}`, () => {
      assert.equal(hideValues(createdBy), shown);
      assert.ok(!hideValues(createdBy).includes('secret'));
    });
  }
});
