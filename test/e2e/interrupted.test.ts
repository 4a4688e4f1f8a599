import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { createCommand, startAtReview, titles } from './walk.ts';

describe('A window closed half-way', () => {
  const account = new Account({ transitionDelay: 'manual' });
  const open = useWorkbench({
    suite: 'interrupted',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  it('while the version is created: the next window goes on with the same answers, and there is one version', async () => {
    const { workbench } = open();
    const { quickInput, notifications } = workbench;
    await startAtReview(workbench, { image: 'fraud-training', releaseNotes: 'Survives the window.' });
    account.emulator.faults.inject({ kind: 'silence', operation: 'CreateImageVersion', times: 1 });
    await quickInput.pick('Create version of fraud-training');
    await account.emulator.waitFor('CreateImageVersion', { until: 'received' });
    await workbench.reload();

    await workbench.sideBar.open('SageMaker Images');
    await workbench.runCommand(createCommand);
    for (const [title, active] of [
      [titles.image, 'fraud-training'],
      [titles.repository, 'fraud/training'],
      [titles.containerImage, '0.11.0'],
      [titles.jobType, 'TRAINING'],
      [titles.processor, 'CPU'],
    ] as const) {
      await quickInput.waitUntilOpen(title);
      await quickInput.waitForActiveRow(active);
      await quickInput.accept();
    }
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow('Release notes');
    const notes = (await quickInput.rows()).find(({ label }) => label === 'Release notes');
    assert.equal(notes?.description, 'Survives the window.');
    await quickInput.pick('Create version of fraud-training');
    await notifications.waitFor('Version 4 of image "fraud-training" is being created');

    const tokens = account.emulator.requests
      .filter(({ operation }) => operation === 'CreateImageVersion')
      .map(({ clientToken }) => clientToken);
    assert.equal(tokens.length, 2);
    assert.equal(new Set(tokens).size, 1);
    assert.equal(await account.countVersions('fraud-training'), 4);
  });

  it('while the version is followed: the next window says when it is created', async () => {
    const { workbench } = open();
    const { notifications, sideBar } = workbench;
    await workbench.reload();
    account.emulator.settle();
    await sideBar.open('SageMaker Images');
    await notifications.waitFor('Version 4 of image "fraud-training" is created.');
    await workbench.screenshot('followed');
    assert.equal(await account.countVersions('fraud-training'), 4);
  });
});
