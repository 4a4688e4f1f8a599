import { Account } from './account.ts';
import { Session } from './session.ts';
import type { Workbench } from './workbench.ts';

describe('A workspace that is not trusted', () => {
  const account = new Account();
  let session: Session | undefined;
  let workbench: Workbench;
  let closeAccount: (() => Promise<void>) | undefined;

  before(async () => {
    session = await Session.start({ name: 'e2e-trust', workspaceTrust: true });
    closeAccount = await account.prepare(session);
    workbench = await session.openWindow({ suite: 'trust', workspace: 'test/fixtures/untrusted-workspace' });
  });

  after(async () => {
    await session?.[Symbol.asyncDispose]();
    await closeAccount?.();
  });

  it('chooses neither profile nor region until it is trusted', async () => {
    const { sideBar, statusBar } = workbench;
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await statusBar.waitFor('default · us-east-1');
    await workbench.screenshot('restricted');
  });

  it('chooses them once it is', async () => {
    const { page, statusBar } = workbench;
    await statusBar.click('Restricted Mode');
    await page.getByRole('button', { name: 'Trust', exact: true }).click();
    await statusBar.waitFor('demo · eu-west-1');
    await workbench.screenshot('trusted');
  });
});
