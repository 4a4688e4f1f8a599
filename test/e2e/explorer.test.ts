import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { titles } from './walk.ts';

describe('The sidebar', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'explorer',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  it('shows images, their versions and a version’s facts, each loaded when it is opened', async () => {
    const { workbench } = open();
    await workbench.sideBar.open('SageMaker Images');
    const view = workbench.sideBar.view('SageMaker Images');
    await view.row('churn-notebook').waitFor();
    assert.equal(account.callsOf('ListImageVersions'), 0);

    await view.row('churn-notebook').expand();
    await view.row('Version 5').waitFor();
    assert.equal(account.callsOf('DescribeImageVersion'), 0);

    await view.row('Version 5').expand();
    await view.row('Aliases').waitForDescription('1.4.0, latest');
    await workbench.screenshot('version');
    const labels = (await view.rows()).filter(({ level }) => level === 3).map(({ label }) => label);
    assert.deepEqual(labels, [
      'Status',
      'Base image',
      'Container image',
      'Aliases',
      'Job type',
      'Processor',
      'Created',
    ]);
    await view.row('Version 5').collapse();
  });

  it('says why a version failed', async () => {
    const { workbench } = open();
    const view = workbench.sideBar.view('SageMaker Images');
    await view.row('Version 4').waitForDescription('creation failed');
    await view.row('Version 4').expand();
    await view.row('Failure reason').waitForDescription('data-science/churn-notebook:1.4.1 does not exist');
    await workbench.screenshot('failed-version');
    await view.row('Version 4').collapse();
  });

  it('creates a version of the image whose "+" is pressed, without asking for the image', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    const view = workbench.sideBar.view('SageMaker Images');
    await view.row('genomics-gpu').pressAction('Create Image Version…');
    await quickInput.waitUntilOpen(titles.repository);
    assert.equal(await quickInput.step(), '1/5');
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
  });

  it('shows a failed call as a row that can be retried, under an image', async () => {
    const { workbench } = open();
    const view = workbench.sideBar.view('SageMaker Images');
    account.emulator.faults.inject({ kind: 'denied', operation: 'ListImageVersions' });
    await view.row('fraud-training').expand();
    const failed = view.rowContaining('No permission to call sagemaker:ListImageVersions');
    await failed.waitFor();
    await workbench.screenshot('denied');
    account.emulator.faults.clear();
    await failed.pressAction('Retry');
    await view.row('Version 3').waitFor();
    await view.row('fraud-training').collapse();
  });

  it('shows a failed call as a row that can be retried, in place of the images', async () => {
    const { workbench } = open();
    const view = workbench.sideBar.view('SageMaker Images');
    account.emulator.faults.inject({ kind: 'html', operation: 'ListImages' });
    await workbench.sideBar.pressTitleAction('Refresh');
    const failed = view.rowContaining('did not come from AWS');
    await failed.waitFor();
    await workbench.screenshot('html');
    account.emulator.faults.clear();
    await failed.pressAction('Retry');
    await view.row('churn-notebook').waitFor();
  });

  it('shows a status and members that SageMaker added later as they are', async () => {
    const { workbench } = open();
    const view = workbench.sideBar.view('SageMaker Images');
    account.emulator.faults.inject({ kind: 'unknownEnum', operation: 'ListImages', times: 1 });
    await workbench.sideBar.pressTitleAction('Refresh');
    await view.row('codeeditor-base').waitFor();
    await workbench.screenshot('unknown-status');
    await workbench.sideBar.pressTitleAction('Refresh');
    await view.row('codeeditor-base').waitFor();
  });

  it('shows every page of a large account', async () => {
    const { workbench } = open();
    const view = workbench.sideBar.view('SageMaker Images');
    for (let number = 0; number < 250; number += 1) {
      account.emulator.addImage({ name: `batch-${String(number).padStart(3, '0')}` });
    }
    await workbench.sideBar.pressTitleAction('Refresh');
    await view.row('batch-000').waitFor();
    await view.scrollTo('geo-sandbox');
    await workbench.screenshot('many');
  });
});

describe('The sidebar of an empty account', () => {
  const account = new Account({}, { isEmpty: true });
  const open = useWorkbench({ suite: 'explorer-empty', prepare: account.prepare });

  it('says so, and offers to create the first image', async () => {
    const { workbench } = open();
    await workbench.sideBar.open('SageMaker Images');
    const view = workbench.sideBar.view('SageMaker Images');
    await view.waitForWelcome('There are no SageMaker images in this account and region yet.');
    await workbench.screenshot('empty');
    await view.pressInWelcome('Create Image Version…');
    await workbench.quickInput.waitUntilOpen(titles.image);
    await workbench.quickInput.waitForActiveRow('Create a new image…');
    await workbench.quickInput.cancel();
  });
});
