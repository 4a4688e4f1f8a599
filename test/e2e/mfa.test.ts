import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { startAtReview } from './walk.ts';

const title = 'MFA Code for AWS Profile "default"';

describe('A role that takes an MFA code', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'mfa',
    prepare: async (session) => {
      const close = await account.start();
      const { emulator, place, withKeys } = account;
      const roleArn = emulator.addRole({ name: 'Analyst', requiresMfa: true });
      const role = { role_arn: roleArn, source_profile: 'base', mfa_serial: emulator.mfaSerial };
      session.aws.write({ base: withKeys, default: { ...place, settings: role } });
      return close;
    },
  });

  it('asks for the code when the sidebar is opened, and says what to do when it is not given', async () => {
    const { workbench } = open();
    const { quickInput, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    await quickInput.waitUntilOpen(title);
    await workbench.screenshot('asked');
    assert.equal(
      (await quickInput.message())?.text,
      'The six digits that developer shows now, to assume arn:aws:iam::123456789012:role/Analyst' +
        " (Press 'Enter' to confirm or 'Escape' to cancel)",
    );
    await quickInput.cancel();
    const unanswered = sideBar.view('SageMaker Images').row('AWS profile "default" needs an MFA code');
    await unanswered.waitForDescription('retry to enter it.');
    await workbench.screenshot('cancelled');
    assert.equal(account.callsOf('AssumeRole'), 0);
    assert.equal(await quickInput.isOpen(), false, 'it is asked once');
    await unanswered.pressAction('Retry');
    await quickInput.waitUntilOpen(title);
  });

  it('refuses what is no code, and says that a code was the wrong one', async () => {
    const { workbench } = open();
    const { quickInput, sideBar } = workbench;
    await quickInput.type('12345');
    await quickInput.waitForMessage('An MFA code is made of six digits.');
    await quickInput.type('000000');
    await quickInput.accept();
    const refused = sideBar.view('SageMaker Images').row('AWS refuses the MFA code for profile "default"');
    await refused.waitFor();
    await workbench.screenshot('refused');
    assert.equal(account.callsOf('AssumeRole'), 1);
    await refused.pressAction('Retry');
    await quickInput.waitUntilOpen(title);
  });

  it('asks once for all that is done with the role', async () => {
    const { workbench } = open();
    const { notifications, quickInput, sideBar, statusBar } = workbench;
    await quickInput.type(account.emulator.mfaCode);
    await quickInput.accept();
    const view = sideBar.view('SageMaker Images');
    await view.row('churn-notebook').expand();
    await view.row('Version 5').waitFor();
    await statusBar.waitForTooltip('default · us-east-1', 'assumed-role/Analyst/');
    await statusBar.tooltip('default · us-east-1');
    await workbench.screenshot('given');
    await sideBar.pressTitleAction('Refresh');
    await view.row('churn-notebook').waitFor();
    await startAtReview(workbench, { image: 'fraud-training' });
    await quickInput.pick('Create version of fraud-training');
    await notifications.waitFor('Version 4 of image "fraud-training" is created.');
    assert.equal(account.callsOf('AssumeRole'), 2, 'the wrong code and the right one');
  });

  it('asks again once the session of the role has ended, and goes on with what it was asked for', async () => {
    const { workbench } = open();
    const { quickInput, sideBar } = workbench;
    account.emulator.expireIssuedCredentials();
    const view = sideBar.view('SageMaker Images');
    await view.row('churn-notebook').collapse();
    await view.row('genomics-gpu').expand();
    await quickInput.waitUntilOpen(title);
    await quickInput.type(account.emulator.mfaCode);
    await quickInput.accept();
    await view.row('Version 3').waitFor();
    assert.equal(account.callsOf('AssumeRole'), 3);
  });
});
