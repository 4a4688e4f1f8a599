import { Account } from '../account.ts';
import { Session } from '../session.ts';
import { startAtReview } from '../walk.ts';
import type { Workbench } from '../workbench.ts';

/** Made before any window is open: what makes it takes the bundles away that those are about to load. */
const vsix = 'out/sagemaker-images.vsix';

describe('The package, installed', () => {
  const account = new Account();
  let session: Session | undefined;
  let workbench: Workbench;
  let closeAccount: (() => Promise<void>) | undefined;

  before(async () => {
    session = await Session.start({ name: 'e2e-vsix', vsix });
    closeAccount = await account.prepare(session);
    workbench = await session.openWindow({ suite: 'vsix', workspace: 'test/fixtures/demo-workspace' });
  });

  after(async () => {
    await session?.[Symbol.asyncDispose]();
    await closeAccount?.();
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
