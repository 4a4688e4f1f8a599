import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { pickIn, titles } from './walk.ts';

describe('The sidebar', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'explorer',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  async function rowLabels(): Promise<string[]> {
    const { sideBar } = open().workbench;
    return (await sideBar.view('SageMaker Images').rows()).map(({ label }) => label);
  }

  /** @param toggles statuses to be shown that are not, and the other way round. */
  async function filter(name: string, { toggles }: { readonly toggles: readonly string[] }): Promise<void> {
    const { quickInput, sideBar } = open().workbench;
    await sideBar.pressTitleAction('Filter Images…');
    await quickInput.waitUntilOpen('Filter Images (1/2): Name');
    await quickInput.type(name);
    await quickInput.accept();
    await quickInput.waitUntilOpen('Filter Images (2/2): Status');
    for (const status of toggles) await quickInput.pick(status);
    await quickInput.accept();
    await quickInput.waitUntilClosed();
  }

  /** How many pages of an image's versions were asked for. */
  function pagesOf(imageName: string): number {
    return account.emulator.requests.filter(
      ({ operation, input }) =>
        operation === 'ListImageVersions' && input['ImageName'] === imageName && input['MaxResults'] === 100,
    ).length;
  }

  it('shows images, their versions and a version’s facts, each loaded when it is opened', async () => {
    const { workbench } = open();
    await workbench.sideBar.open('SageMaker Images');
    const view = workbench.sideBar.view('SageMaker Images');
    await view.row('churn-notebook').waitForDescription('v6');
    assert.equal(account.callsOf('DescribeImageVersion'), 0);

    await view.row('churn-notebook').expand();
    await view.row('Version 5').waitForDescription('1.4.0, latest');
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

  it('shows the images whose name contains a text, and says so', async () => {
    const { workbench } = open();
    const { quickInput, sideBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    await sideBar.pressTitleAction('Filter Images…');
    await quickInput.waitUntilOpen('Filter Images (1/2): Name');
    await quickInput.type('no_underscores');
    await quickInput.waitForMessage('Names of images have letters, digits, hyphens and dots only.');
    await quickInput.type('FRAUD');
    await quickInput.accept();
    await quickInput.waitUntilOpen('Filter Images (2/2): Status');
    await workbench.screenshot('filter');
    await quickInput.accept();
    await view.row('churn-notebook').waitUntilGone();
    await view.row('fraud-training').waitFor();
    await workbench.screenshot('filtered');
    assert.deepEqual(await rowLabels(), ['fraud-inference', 'fraud-training']);
    await sideBar.waitForHeading('name contains "FRAUD"');
  });

  it('shows the images of a status, and says when there is none', async () => {
    const { workbench } = open();
    const { quickInput, sideBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    await sideBar.pressTitleAction('Filter Images…');
    await quickInput.waitUntilOpen('Filter Images (1/2): Name');
    assert.equal(await quickInput.value(), 'FRAUD');
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
    await filter('FRAUD', { toggles: ['creation failed'] });
    await view.waitForMessage('No image matches the filter: name contains "FRAUD" · creation failed.');
    await workbench.screenshot('no-match');

    await filter('', { toggles: [] });
    await view.row('geo-sandbox').waitFor();
    assert.deepEqual(await rowLabels(), ['geo-sandbox']);
    await sideBar.waitForHeading('creation failed');
  });

  it('sorts the images, and says how', async () => {
    const { workbench } = open();
    const { sideBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    await filter('', { toggles: ['creation failed'] });
    await view.row('churn-notebook').waitFor();
    await sideBar.pickFromMenu('Sort Images…');
    await workbench.quickInput.waitUntilOpen('Sort Images');
    await workbench.screenshot('sort');
    await pickIn(workbench, 'Sort Images', 'Created');
    await view.firstRow('geo-sandbox').waitFor();
    await workbench.screenshot('sorted');
    assert.deepEqual(await rowLabels(), [
      'geo-sandbox',
      'fraud-inference',
      'fraud-training',
      'codeeditor-base',
      'genomics-gpu',
      'churn-notebook',
    ]);
    await sideBar.waitForHeading('newest first');
  });

  it('loads the versions of an image a page at a time', async () => {
    const { workbench } = open();
    const { sideBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    await sideBar.pickFromMenu('Sort Images…');
    await pickIn(workbench, 'Sort Images', 'Name');
    await view.firstRow('churn-notebook').waitFor();
    const { registryHost } = account.emulator;
    account.emulator.addImage({ name: 'nightly' });
    for (let number = 1; number <= 130; number += 1) {
      account.emulator.addVersion({
        imageName: 'nightly',
        baseImage: `${registryHost}/fraud/training:0.10.0`,
      });
    }
    await sideBar.pressTitleAction('Refresh');
    await view.row('nightly').expand();
    await view.row('nightly').waitForDescription('100 versions shown');
    assert.equal(pagesOf('nightly'), 1);
    await view.scrollTo('Version 31');
    await workbench.screenshot('a-page-of-versions');
    await view.goToTop();
    await view.row('nightly').pressAction('Load More Versions');
    await view.scrollTo('Version 1');
    await workbench.screenshot('more-versions');
    assert.equal(pagesOf('nightly'), 2);
    await view.goToTop();
    await view.row('nightly').collapse();
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
    await view.row('codeeditor-base').waitForDescription(/^ADDED_LATER/);
    await workbench.screenshot('unknown-status');
    await workbench.sideBar.pressTitleAction('Refresh');
    await view.row('codeeditor-base').waitForDescription(/^(?!ADDED_LATER)/);
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
