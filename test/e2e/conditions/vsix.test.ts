import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Account } from '../account.ts';
import { Session } from '../session.ts';
import { startAtReview } from '../walk.ts';
import type { Workbench } from '../workbench.ts';

const project = join(import.meta.dirname, '..', '..', '..');

describe('The package, installed', () => {
  const account = new Account();
  let folder: string;
  let session: Session | undefined;
  let workbench: Workbench;
  let closeAccount: (() => Promise<void>) | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vsix-'));
    const vsix = join(folder, 'sagemaker-images.vsix');
    await promisify(execFile)(process.execPath, ['scripts/package.ts', vsix], { cwd: project });
    session = await Session.start({ name: 'e2e-vsix', vsix });
    closeAccount = await account.prepare(session);
    workbench = await session.openWindow({ suite: 'vsix', workspace: 'test/fixtures/demo-workspace' });
  });

  after(async () => {
    await session?.[Symbol.asyncDispose]();
    await closeAccount?.();
    await rm(folder, { recursive: true, force: true });
  });

  it('has the lens, the sidebar and the walk', async () => {
    const { editor, notifications, quickInput, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await workbench.openFile('Dockerfile');
    await editor.waitForLens('Create SageMaker image version');
    await startAtReview(workbench, { image: 'fraud-training' });
    await quickInput.pick('Create version of fraud-training');
    await notifications.waitFor('Version 4 of image "fraud-training" is being created');
    await notifications.waitFor('Version 4 of image "fraud-training" is created.');
    await workbench.screenshot('created');
  });
});
