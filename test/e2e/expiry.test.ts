import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { confirmInBrowser, expireEverything, forgetSignIn, signInElsewhere } from './sso.ts';
import { ssoProfile, ssoRole, ssoSection } from './sso.ts';
import { useWorkbench } from './useWorkbench.ts';
import { startAtReview, switchSession } from './walk.ts';

describe('Credentials that end while a version is reviewed', () => {
  const account = new Account({ transitionDelay: 'manual' });
  const open = useWorkbench({
    suite: 'expiry',
    workspace: 'test/fixtures/demo-workspace',
    prepare: async (session) => {
      const close = await account.start();
      const { emulator, place, withKeys } = account;
      emulator.assignSsoRole({ roleName: ssoRole });
      await signInElsewhere(session, account);
      const role = { role_arn: emulator.addRole({ name: 'Publisher' }), source_profile: 'base' };
      session.aws.write(
        { default: ssoProfile(account), base: withKeys, publisher: { ...place, settings: role } },
        ssoSection(account),
      );
      return async () => {
        await forgetSignIn(session);
        await close();
      };
    },
  });

  it('a sign-in is offered, and what was confirmed goes on by itself: one version, one token', async () => {
    const { workbench } = open();
    const { dialog, notifications, quickInput, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    await startAtReview(workbench, { image: 'fraud-training' });
    expireEverything(account);
    await quickInput.pick('Create version of fraud-training');

    const ended = await notifications.waitFor(
      'You are not signed in with AWS profile "default", or no longer',
    );
    await workbench.screenshot('signed-out');
    assert.deepEqual(await ended.buttons(), ['Sign In', 'Retry', 'Switch Profile or Region']);
    assert.equal(await account.countVersions('fraud-training'), 3);
    await ended.press('Sign In');
    await dialog.waitFor('Sign in with AWS profile "default"');
    await workbench.screenshot('code');
    await (await confirmInBrowser(workbench)).close();

    const created = await notifications.waitFor('Version 4 of image "fraud-training" is being created');
    await workbench.screenshot('went-on');
    assert.match(
      await created.text(),
      /arn:aws:sagemaker:us-east-1:123456789012:image-version\/fraud-training\/4/,
    );
    assert.equal(await quickInput.isOpen(), false, 'nothing is asked twice');
    assert.equal(await account.countVersions('fraud-training'), 4);
    assert.equal(new Set(account.clientTokens).size, 1);
    account.emulator.settle();
    await notifications.waitFor('Version 4 of image "fraud-training" is created.');
  });

  it('those of a role are renewed without a word while its source is good', async () => {
    const { workbench } = open();
    const { notifications, quickInput } = workbench;
    await workbench.dismissNotifications();
    await switchSession(workbench, 'publisher', 'us-east-1');
    await workbench.sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await startAtReview(workbench, { image: 'genomics-gpu' });
    account.emulator.forgetRequests();
    account.emulator.expireIssuedCredentials();
    await quickInput.pick('Create version of genomics-gpu');
    const created = await notifications.waitFor('of image "genomics-gpu" is being created');
    await workbench.screenshot('renewed');
    assert.equal(await notifications.count(), 1, await created.text());
    assert.equal(account.callsOf('AssumeRole'), 1);
    assert.equal(new Set(account.clientTokens).size, 1);
    assert.equal(await account.countVersions('genomics-gpu'), 4);
  });
});
