import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { switchCommand } from './walk.ts';

describe('The AWS configuration, changed while a window is open', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'configuration',
    prepare: async (session) => {
      const close = await account.start();
      session.aws.write({ default: { ...account.place, keys: account.emulator.sessionCredentials } });
      return close;
    },
  });

  it('keys that were rotated are used from the next call on', async () => {
    const { session, workbench } = open();
    const { sideBar, statusBar } = workbench;
    await sideBar.open('SageMaker Images');
    const view = sideBar.view('SageMaker Images');
    await view.row('churn-notebook').waitFor();
    await statusBar.waitForTooltip('default · us-east-1', 'assumed-role/DataScientist/developer');

    account.emulator.expireSession();
    session.aws.write({ default: rotated() });
    await view.row('churn-notebook').expand();
    await view.row('Version 5').waitFor();
    await statusBar.waitForTooltip('default · us-east-1', 'user/rotated');
    await workbench.screenshot('rotated');
    await sideBar.pressTitleAction('Refresh');
    await view.row('fraud-training').waitFor();
  });

  it('keys that are good again fill the sidebar by themselves', async () => {
    const { session, workbench } = open();
    const { sideBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    session.aws.write({ default: { ...account.place, keys: account.emulator.sessionCredentials } });
    await sideBar.pressTitleAction('Refresh');
    await view.waitForWelcome('needs AWS credentials and a region');
    await workbench.statusBar.waitFor('default · us-east-1');
    await workbench.screenshot('expired');
    session.aws.write({ default: rotated() });
    await view.row('churn-notebook').waitFor();
  });

  it('a profile that was added is in the list', async () => {
    const { session, workbench } = open();
    const { quickInput } = workbench;
    session.aws.write({ default: rotated(), added: rotated() });
    await workbench.runCommand(switchCommand);
    await quickInput.waitUntilOpen('AWS Profile');
    await quickInput.waitForRow('added');
    await quickInput.cancel();
  });

  it('a profile that breaks is said to, and once it is mended the sidebar fills by itself', async () => {
    const { session, workbench } = open();
    const { sideBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    const role = account.emulator.addRole({ name: 'Analyst' });
    const broken = { ...account.place, settings: { role_arn: role, source_profile: 'nowhere' } };
    session.aws.write({ default: broken });
    const row = view.row(
      'AWS profile "default" cannot be used, because the source of "default" is not there',
    );
    await row.waitFor();
    await workbench.screenshot('broken');
    session.aws.write({ default: broken, nowhere: rotated() });
    await view.row('churn-notebook').waitFor();
    await workbench.statusBar.waitForTooltip('default · us-east-1', 'assumed-role/Analyst/');
    await workbench.screenshot('mended');
  });

  function rotated() {
    return { ...account.place, keys: account.emulator.addUser({ name: 'rotated' }) };
  }
});
