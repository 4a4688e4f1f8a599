import assert from 'node:assert/strict';

import type { App, AppOwner } from '../../../src/core/explain/apps.ts';
import type { Session } from '../../../src/core/ports.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { useSession } from './useSession.ts';

const { signal } = new AbortController();
const domainId = 'd-abc';
const createdAt = new Date('2026-01-01T00:00:00.000Z');
const imageArn = 'arn:aws:sagemaker:us-east-1:123456789012:image/Notebook';
const imageVersionArn = 'arn:aws:sagemaker:us-east-1:123456789012:image-version/notebook/3';

describe('the apps of Studio', () => {
  let emulator: Emulator;
  let session: Session;
  useSession((opened) => ({ emulator, session } = opened));

  async function all(owner: AppOwner): Promise<App[]> {
    const apps: App[] = [];
    for await (const page of session.apps.listApps(owner, signal)) apps.push(...page);
    return apps;
  }

  async function names(owner: AppOwner): Promise<string[]> {
    return (await all(owner)).map(({ name }) => name);
  }

  it('are listed with what they run, the newest first', async () => {
    emulator.addApp({ domainId, space: 'team', type: 'CodeEditor', name: 'default', createdAt });
    emulator.addApp({
      domainId,
      userProfile: 'me',
      type: 'JupyterLab',
      name: 'default',
      status: 'Failed',
      createdAt: new Date(createdAt.getTime() + 1000),
      imageArn,
      imageVersionArn,
      instanceType: 'ml.t3.medium',
    });
    assert.deepEqual(await all({ domainId }), [
      {
        domainId,
        userProfile: 'me',
        type: 'JupyterLab',
        name: 'default',
        status: 'Failed',
        createdAt: new Date(createdAt.getTime() + 1000),
        imageArn,
        imageVersionArn,
        instanceType: 'ml.t3.medium',
      },
      { domainId, space: 'team', type: 'CodeEditor', name: 'default', status: 'InService', createdAt },
    ]);
  });

  it('are those of a domain, a user profile, a space, or all', async () => {
    emulator.addApp({ domainId, userProfile: 'me', type: 'JupyterLab', name: 'one' });
    emulator.addApp({ domainId, space: 'team', type: 'JupyterLab', name: 'two' });
    emulator.addApp({ domainId: 'd-xyz', userProfile: 'me', type: 'JupyterLab', name: 'three' });
    assert.deepEqual((await names({ domainId })).toSorted(), ['one', 'two']);
    assert.deepEqual(await names({ domainId, userProfile: 'me' }), ['one']);
    assert.deepEqual(await names({ domainId, space: 'team' }), ['two']);
    assert.deepEqual(await names({ domainId: 'd-none' }), []);
    assert.deepEqual((await names({})).toSorted(), ['one', 'three', 'two']);
  });

  it('come page by page, a hundred at a time, empty ones included', async () => {
    for (let number = 0; number < 150; number += 1) {
      emulator.addApp({ domainId, userProfile: 'me', type: 'JupyterLab', name: `app-${number}` });
    }
    emulator.faults.inject({ kind: 'emptyPage', operation: 'ListApps', times: 1 });
    assert.equal((await all({ domainId })).length, 150);
    assert.deepEqual(
      emulator.requests.map(({ input }) => input['MaxResults']),
      [100, 100, 100],
    );
  });

  it('have a reason when they failed', async () => {
    const arn = emulator.addApp({
      domainId,
      space: 'team',
      type: 'JupyterLab',
      name: 'default',
      status: 'Failed',
      failureReason: 'InternalFailure',
      createdAt,
    });
    const ref = { domainId, space: 'team', type: 'JupyterLab', name: 'default' };
    assert.deepEqual(await session.apps.findApp(ref, signal), {
      ...ref,
      status: 'Failed',
      createdAt,
      arn,
      failureReason: 'InternalFailure',
    });
  });

  it('may not be there any more', async () => {
    const ref = { domainId, space: 'team', type: 'JupyterLab', name: 'default' };
    assert.equal(await session.apps.findApp(ref, signal), undefined);
  });

  it('may not be for this user to see', async () => {
    emulator.faults.inject({ kind: 'denied', operation: 'DescribeApp' });
    const ref = { domainId, userProfile: 'me', type: 'JupyterLab', name: 'default' };
    await assert.rejects(session.apps.findApp(ref, signal), { code: 'auth.denied' });
  });

  it('take a status that SageMaker adds later', async () => {
    emulator.addApp({ domainId, space: 'team', type: 'JupyterLab', name: 'default' });
    emulator.faults.inject({ kind: 'unknownEnum', operation: 'ListApps', times: 1 });
    const [app] = await all({ domainId });
    assert.equal(app?.status, 'ADDED_LATER');
  });
});
