/** The checks of a container image: beside the review, before a version is created, and as documents. */
import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { createAllTheSame, pickIn, startAtReview, titles } from './walk.ts';

const notebook = 'data-science/churn-notebook';

describe('The checks before a version is created', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'preflight',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  beforeEach(() => open().workbench.dismissNotifications());
  afterEach(async () => {
    account.emulator.faults.clear();
    const { quickInput } = open().workbench;
    if (await quickInput.isOpen()) await quickInput.cancel();
  });

  /** The rows of the review that are no parameters. */
  async function found(): Promise<readonly string[]> {
    const labels = (await open().workbench.quickInput.rows()).map(({ label }) => label);
    return labels.slice(0, labels.indexOf('Image name'));
  }

  it('say of a good image that all of them are passed', async () => {
    const { workbench } = open();
    await startAtReview(workbench, { image: 'fraud-training' });
    await workbench.quickInput.waitForDescription(
      'Create version of fraud-training',
      'all 10 checks are passed',
    );
    await workbench.screenshot('review-good');
    assert.deepEqual(await found(), ['Create version of fraud-training']);
  });

  it('stop an image of another architecture', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await startAtReview(workbench, {
      image: 'fraud-training',
      from: { repository: notebook, tag: '1.4.0-rc1-arm64' },
    });
    const wrong = 'It is for linux/arm64 and not for linux/amd64';
    const slight = 'Its scan found 6 LOW, and nothing worse.';
    await quickInput.waitForRow(wrong);
    await quickInput.waitForRow(slight);
    assert.deepEqual(await found(), ['Create version of fraud-training', wrong, slight]);
    await workbench.screenshot('review-arm64');
    await quickInput.pick('Create version of fraud-training');
    await quickInput.waitUntilOpen(titles.checks);
    await quickInput.waitForRow(wrong);
    await workbench.screenshot('stopped-arm64');
    const labels = (await quickInput.rows()).map(({ label }) => label);
    assert.deepEqual(labels, ['Back to the review', 'Check again', wrong]);
    await quickInput.pick('Back to the review');
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow(wrong);
    await quickInput.cancel();
    assert.equal(account.callsOf('CreateImageVersion'), 0);
  });

  it('stop what is archived, and let another one be chosen in its place', async () => {
    const { workbench } = open();
    const { notifications, quickInput } = workbench;
    account.emulator.addImage({ name: 'to-be-repaired' });
    await startAtReview(workbench, {
      image: 'to-be-repaired',
      from: { repository: notebook, tag: ':1.1.0' },
      releaseNotes: 'Kept through the repair.',
    });
    await quickInput.pick('Create version of to-be-repaired');
    await quickInput.waitUntilOpen(titles.checks);
    const archived = `${notebook}:1.1.0 is archived and can not be pulled`;
    await quickInput.waitForRow(archived);
    await workbench.screenshot('stopped-archived');
    await quickInput.pick(archived);
    await pickIn(workbench, titles.repository, 'fraud/training');
    await pickIn(workbench, titles.containerImage, '0.11.0');
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForDescription('Create version of to-be-repaired', 'checks are passed');
    await workbench.screenshot('repaired');
    await quickInput.pick('Create version of to-be-repaired');
    await notifications.waitFor('Version 1 of image "to-be-repaired" is created.');
    const { ReleaseNotes } = await account.describeVersion('to-be-repaired', 1);
    assert.equal(ReleaseNotes, 'Kept through the repair.');
  });

  it('warn of an alias that is taken, and let others be chosen', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await startAtReview(workbench, { image: 'fraud-training' });
    await pickIn(workbench, titles.review, 'Aliases');
    await quickInput.waitUntilOpen('Aliases');
    await quickInput.type('0.11.0, candidate');
    await quickInput.accept();
    await quickInput.waitUntilOpen(titles.review);
    const taken = 'Alias "candidate" is on version 3 of "fraud-training"';
    await quickInput.waitForRow(taken);
    await workbench.screenshot('review-alias-taken');
    await quickInput.pick(taken);
    await quickInput.waitUntilOpen('Aliases');
    assert.equal(await quickInput.value(), '0.11.0, candidate');
    await quickInput.type('0.11.0');
    await quickInput.accept();
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForDescription('Create version of fraud-training', 'all 11 checks are passed');
  });

  it('warn of a role that SageMaker may not assume, show what would do, and ask before it is created', async () => {
    const { workbench } = open();
    const { editor, notifications, quickInput } = workbench;
    const roleArn = 'arn:aws:iam::123456789012:role/GeoSandboxRole';
    account.emulator.addImage({ name: 'geo-tools', roleArn });
    await startAtReview(workbench, {
      image: 'geo-tools',
      releaseNotes: 'With a role to be repaired.',
      until: 'listed',
    });
    const untrusted = 'Role GeoSandboxRole does not let SageMaker assume it';
    await quickInput.waitForRow(untrusted);
    await workbench.screenshot('review-untrusted');
    await quickInput.pick(untrusted);
    await editor.waitForText('"Service": "sagemaker.amazonaws.com"');
    const told = await notifications.waitFor(
      'This is a trust policy that would do: add its statement to that of role',
    );
    await workbench.screenshot('policy');
    await told.press('Back to the Review');
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow(untrusted);

    await quickInput.pick('Create version of geo-tools');
    await quickInput.waitUntilOpen(titles.checks);
    await quickInput.waitForActiveRow('Back to the review');
    await quickInput.waitForRow(untrusted);
    await workbench.screenshot('asked');
    await quickInput.back();
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow(untrusted);
    await createAllTheSame(workbench, 'geo-tools');
    await notifications.waitFor('Version 1 of image "geo-tools" is created');
    const { ReleaseNotes } = await account.describeVersion('geo-tools', 1);
    assert.equal(ReleaseNotes, 'With a role to be repaired.');
  });

  it('are waited for three seconds where the registry is slow, and then left to whoever creates', async () => {
    const { workbench } = open();
    const { notifications, quickInput } = workbench;
    account.emulator.addImage({ name: 'in-a-hurry' });
    account.emulator.faults.inject({ kind: 'silence', operation: 'DescribeImageScanFindings' });
    await startAtReview(workbench, { image: 'in-a-hurry', until: 'listed' });
    await workbench.screenshot('review-slow');
    await quickInput.pick('Create version of in-a-hurry');
    await quickInput.waitUntilOpen(titles.checks);
    await quickInput.waitForRow('Waiting for the checks, 3 seconds at most…');
    await workbench.screenshot('waiting');
    await quickInput.waitForRow('1 check is not through yet');
    await workbench.screenshot('asked-slow');
    await quickInput.pick('Create version of in-a-hurry all the same');
    await notifications.waitFor('Version 1 of image "in-a-hurry" is created');
  });

  it('come to no answer without a permission, which keeps nobody from creating', async () => {
    const { workbench } = open();
    const { notifications, quickInput } = workbench;
    account.emulator.addImage({ name: 'least-privilege' });
    for (const operation of ['SimulatePrincipalPolicy', 'GetRole', 'DescribeImageScanFindings'] as const) {
      account.emulator.faults.inject({ kind: 'denied', operation });
    }
    await startAtReview(workbench, { image: 'least-privilege', until: 'listed' });
    await quickInput.waitForRow('3 checks came to no answer');
    await workbench.screenshot('review-denied');
    await quickInput.pick('3 checks came to no answer');
    await quickInput.waitUntilOpen(titles.checks);
    await quickInput.waitForRow('Not checked: vulnerabilities');
    await workbench.screenshot('not-checked');
    await quickInput.back();
    await quickInput.waitUntilOpen(titles.review);
    await pickIn(workbench, titles.review, 'Create version of least-privilege');
    await notifications.waitFor('Version 1 of image "least-privilege" is created');
  });

  it('are made of a version from its menu in the sidebar, whose container image is shown and compared', async () => {
    const { workbench } = open();
    const { editor, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    const view = sideBar.view('SageMaker Images');
    // VS Code forgets the versions of an image whose own row is shown anew: a menu would say so, and do nothing.
    await view.row('churn-notebook').waitForDescription('v6');
    await view.row('churn-notebook').expand();
    await view.row('Version 5').waitForDescription('1.4.0, latest');
    await view.row('Version 5').pickFromMenu('Check Container Image…');
    await editor.waitForText('Nothing was found that speaks against a version of it.');
    await workbench.screenshot('report');
    await view.row('Version 5').pickFromMenu('Show Container Image…');
    await editor.waitForText('"Entrypoint"');
    await workbench.screenshot('shown');
    await view.row('Version 3').click();
    await view.row('Version 5').addToSelection();
    await view.row('Version 5').pickFromMenu('Compare Container Images…');
    await editor.waitForDiff('2 of 4 layers in common, 2.4 GB → 2.6 GB');
    await workbench.screenshot('compared');
  });
});
