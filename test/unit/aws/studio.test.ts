import assert from 'node:assert/strict';

import type { Session } from '../../../src/core/ports.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { useSession } from './useSession.ts';

const { signal } = new AbortController();
const domainId = 'd-abc';
const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const attached = (name: string) => ({
  CustomImages: [{ ImageName: 'Notebook', AppImageConfigName: name, ImageVersionNumber: 3 }],
});
const imagesOf = (configName: string) => [{ imageName: 'Notebook', configName }];

describe('the settings of Studio', () => {
  let emulator: Emulator;
  let session: Session;
  useSession((opened) => ({ emulator, session } = opened));

  it('are those of a domain for users and for spaces', async () => {
    emulator.studio.addDomain({
      domainId,
      userSettings: {
        ExecutionRole: role('Users'),
        JupyterLabAppSettings: attached('lab'),
        CodeEditorAppSettings: attached('editor'),
        KernelGatewayAppSettings: attached('kernels'),
        RSessionAppSettings: attached('r'),
      },
      spaceSettings: { ExecutionRole: role('Spaces'), JupyterLabAppSettings: attached('shared') },
    });
    assert.deepEqual(await session.studioSettings.describeDomain(domainId, signal), {
      ofUsers: {
        executionRole: role('Users'),
        images: {
          JupyterLab: imagesOf('lab'),
          CodeEditor: imagesOf('editor'),
          KernelGateway: imagesOf('kernels'),
          RSessionGateway: imagesOf('r'),
        },
      },
      ofSpaces: { executionRole: role('Spaces'), images: { JupyterLab: imagesOf('shared') } },
    });
  });

  it('are those of a user profile, which may have none', async () => {
    emulator.studio.addUserProfile({ domainId, name: 'me' });
    emulator.studio.addUserProfile({ domainId, name: 'you', settings: { ExecutionRole: role('Yours') } });
    const describe = (name: string) => session.studioSettings.describeUserProfile(domainId, name, signal);
    assert.deepEqual(await describe('me'), { images: {} });
    assert.deepEqual(await describe('you'), { executionRole: role('Yours'), images: {} });
  });

  it('are those of a space, and of whom it is', async () => {
    emulator.studio.addSpace({ domainId, name: 'mine', owner: 'me', sharing: 'Private' });
    emulator.studio.addSpace({ domainId, name: 'ours', owner: 'me', sharing: 'Shared' });
    emulator.studio.addSpace({
      domainId,
      name: 'old',
      settings: { KernelGatewayAppSettings: attached('kernels') },
    });
    const describe = (name: string) => session.studioSettings.describeSpace(domainId, name, signal);
    assert.deepEqual(await describe('mine'), { isPrivate: true, owner: 'me', settings: { images: {} } });
    assert.deepEqual(await describe('ours'), { isPrivate: false, owner: 'me', settings: { images: {} } });
    assert.deepEqual(await describe('old'), {
      isPrivate: false,
      settings: { images: { KernelGateway: imagesOf('kernels') } },
    });
  });

  it('are those of an app image config, for each app that it is for', async () => {
    emulator.studio.addAppImageConfig({
      name: 'all',
      JupyterLabAppImageConfig: {
        ContainerConfig: { ContainerEntrypoint: ['start'], ContainerArguments: ['--port', '8888'] },
      },
      CodeEditorAppImageConfig: {},
      KernelGatewayImageConfig: {
        KernelSpecs: [{ Name: 'python3' }],
        FileSystemConfig: { DefaultUid: 0, DefaultGid: 0 },
      },
    });
    emulator.studio.addAppImageConfig({ name: 'bare' });
    assert.deepEqual(await session.studioSettings.describeAppImageConfig('all', signal), {
      name: 'all',
      apps: {
        JupyterLab: { command: ['start', '--port', '8888'] },
        CodeEditor: { command: [] },
        KernelGateway: { command: [], user: { uid: 0, gid: 0 } },
      },
    });
    assert.deepEqual(await session.studioSettings.describeAppImageConfig('bare', signal), {
      name: 'bare',
      apps: {},
    });
  });

  it('may not be there, or not be for this user to see', async () => {
    const { studioSettings } = session;
    await assert.rejects(studioSettings.describeDomain(domainId, signal), { code: 'image.notFound' });
    for (const operation of ['DescribeDomain', 'DescribeUserProfile', 'DescribeSpace'] as const) {
      emulator.faults.inject({ kind: 'denied', operation });
    }
    emulator.faults.inject({ kind: 'denied', operation: 'DescribeAppImageConfig' });
    const denied = { code: 'auth.denied' };
    await assert.rejects(studioSettings.describeDomain(domainId, signal), denied);
    await assert.rejects(studioSettings.describeUserProfile(domainId, 'me', signal), denied);
    await assert.rejects(studioSettings.describeSpace(domainId, 'mine', signal), denied);
    await assert.rejects(studioSettings.describeAppImageConfig('all', signal), denied);
  });
});
