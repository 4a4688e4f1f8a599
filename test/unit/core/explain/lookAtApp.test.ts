import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import type { AppEvidence } from '../../../../src/core/explain/evidence.ts';
import { lookAtApp } from '../../../../src/core/explain/lookAtApp.ts';
import { aContainerImage, anImage, aVersion, digestOf, host, role } from '../../../support/builders.ts';
import { aConfiguration, aManifest, arm64 } from '../../../support/contentsBuilders.ts';
import { anApp } from '../../../support/inMemoryApps.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';

const { signal } = new AbortController();
const image = anImage({ name: 'Notebook' });
const reference = `${host}/team/notebook@${digestOf('a')}`;
const version = aVersion({ imageName: 'Notebook', number: 3, containerImage: reference });
const app = anApp({ imageArn: image.arn, imageVersionArn: version.arn });
const stream = 'd-abc/team/JupyterLab/default';
const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });
const refused = { kind: 'error', error: denied } as const;
const attached = { JupyterLab: [{ imageName: 'Notebook', configName: 'lab' }] };

describe('What is found out of an app', () => {
  let session: InMemorySession;

  beforeEach(() => {
    session = aSession();
    const { images, registry, roles, apps, logs, studioSettings } = session;
    images.add(image, version);
    registry.add(aContainerImage());
    registry.manifests.set(digestOf('a'), aManifest());
    registry.configurations.set(digestOf('c'), aConfiguration({ platform: arm64 }));
    roles.decisions.set(role, { 'logs:PutLogEvents': 'denied' });
    apps.apps = [app];
    logs.streams.set(stream, ['one', 'two']);
    studioSettings.spaces.set('team', { isPrivate: false, settings: { images: {} } });
    studioSettings.domains.set('d-abc', {
      ofUsers: { images: {} },
      ofSpaces: { executionRole: role, images: attached },
    });
    studioSettings.configs.set('lab', { name: 'lab', apps: { JupyterLab: { command: ['start'] } } });
  });

  const look = (by = signal): Promise<AppEvidence | undefined> => lookAtApp(app, session, by);

  it('is its reason, its log, its role, its image and what that is attached with', async () => {
    assert.deepEqual(await look(), {
      app,
      log: { kind: 'lines', lines: ['one', 'two'].map((text) => ({ at: new Date(0), text })) },
      executionRole: {
        arn: role,
        decisions: [
          { action: 'logs:CreateLogStream', decision: 'allowed' },
          { action: 'logs:PutLogEvents', decision: 'denied' },
          { action: 'sagemaker:DescribeImageVersion', decision: 'allowed' },
        ],
      },
      isAttached: true,
      config: { name: 'lab', appTypes: ['JupyterLab'], command: ['start'] },
      version,
      container: {
        reference,
        isFound: true,
        status: 'ACTIVE',
        isArtifact: false,
        mediaType: aManifest().mediaType,
        sizeInBytes: 100,
        platforms: ['linux/arm64/v8'],
        configuration: { user: '1000', entrypoint: ['jupyter-lab'], cmd: [] },
      },
      obstacles: {},
    });
    assert.deepEqual(session.logs.calls.to('readTail'), [['/aws/sagemaker/studio', stream, 100]]);
    assert.deepEqual(
      session.roles.calls.to('simulate').map(([, , resource]) => resource),
      [
        `arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/studio:log-stream:${stream}`,
        version.arn,
      ],
    );
    assert.deepEqual(session.images.calls.to('describeVersion'), [['Notebook', 3]]);
  });

  it('is nothing of an app that is not there', async () => {
    session.apps.apps = [];
    assert.equal(await look(), undefined);
    assert.deepEqual(session.logs.calls.operations, []);
  });

  it('fails where not even the app may be described', async () => {
    session.apps.calls.fail('findApp', denied);
    await assert.rejects(look(), { code: 'auth.denied' });
  });

  it('is less where less may be asked for, and says what stood in the way', async () => {
    const { logs, roles, images, studioSettings } = session;
    logs.calls.fail('readTail', denied);
    roles.calls.fail('simulate', denied, denied);
    images.calls.fail('describeVersion', denied);
    studioSettings.calls.fail('describeAppImageConfig', denied);
    assert.deepEqual(await look(), {
      app,
      log: { kind: 'unreadable' },
      executionRole: { arn: role },
      isAttached: true,
      obstacles: { log: refused, role: refused, version: refused, appImageConfig: refused },
    });
  });

  it('does without settings that nobody may see', async () => {
    session.studioSettings.calls.fail('describeSpace', denied);
    const found = await look();
    assert.deepEqual(
      [found?.executionRole, found?.isAttached, found?.obstacles?.settings],
      [undefined, undefined, refused],
    );
    assert.deepEqual(session.roles.calls.operations, []);
  });

  it('does without a container image that could not be looked at', async () => {
    session.registry.calls.fail('findContainerImage', denied);
    session.registry.calls.fail('findManifest', denied);
    const found = await look();
    assert.deepEqual(found?.container, { reference });
    assert.deepEqual(found?.obstacles, { container: refused, platform: refused, configuration: refused });
  });

  it('knows of a version that is gone', async () => {
    session.images.removeVersion('Notebook', 3);
    assert.equal((await look())?.version, 'gone');
  });

  it('knows of a container image that is gone', async () => {
    session = { ...session, registry: aSession().registry };
    const found = await look();
    assert.deepEqual(found?.container, { reference, isFound: false });
    assert.deepEqual(found?.obstacles?.platform, { kind: 'missing' });
  });

  for (const [title, other] of [
    [
      "SageMaker's own images",
      anApp({ ...app, imageArn: image.arn.replace('123456789012', '885854791233') }),
    ],
    ['a version that only an alias names', anApp({ imageArn: image.arn, imageVersionArn: 'None' })],
    ['an app without an image', anApp()],
  ] as const) {
    it(`is not asked of ${title}`, async () => {
      session.apps.apps = [other];
      const found = await look();
      assert.deepEqual([found?.version, found?.container], [undefined, undefined]);
      assert.deepEqual(session.images.calls.operations, []);
      assert.equal(session.roles.calls.to('simulate').length, 1);
    });
  }

  it('is not asked for any more when nobody waits', async () => {
    const controller = new AbortController();
    const looking = look(controller.signal);
    controller.abort();
    await assert.rejects(looking, { name: 'AbortError' });
  });
});
