import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { createAllTheSame, createCommand, startAtReview, titles } from './walk.ts';
import { useWorkbench } from './useWorkbench.ts';

describe('Creating an image version', () => {
  const account = new Account({ transitionDelay: 'manual' });
  const open = useWorkbench({
    suite: 'create',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  it('goes from the palette through every step to the ARN', async () => {
    const { workbench } = open();
    const { quickInput, notifications } = workbench;
    await workbench.runCommand(createCommand);

    await quickInput.waitUntilOpen(titles.image);
    await quickInput.waitForRow('fraud-training');
    await workbench.screenshot('image');
    await quickInput.pick('fraud-training');

    await quickInput.waitUntilOpen(titles.repository);
    await quickInput.waitForRow('fraud/training');
    await workbench.screenshot('repository');
    await quickInput.pick('fraud/training');

    await quickInput.waitUntilOpen(titles.containerImage);
    await quickInput.waitForRow('0.11.0');
    assert.equal(await quickInput.step(), '3/6');
    await workbench.screenshot('container-image');
    await quickInput.pick('0.11.0');

    await quickInput.waitUntilOpen(titles.jobType);
    await workbench.screenshot('job-type');
    await quickInput.pick('TRAINING');

    await quickInput.waitUntilOpen(titles.processor);
    await workbench.screenshot('processor');
    await quickInput.pick('CPU');

    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow('ML framework');
    await workbench.screenshot('review');
    await quickInput.pick('ML framework');
    await quickInput.waitUntilOpen('ML Framework');
    await quickInput.type('TensorFlow 2');
    await quickInput.waitForMessage('Use a name and a version');
    await workbench.screenshot('ml-framework-problem');
    await quickInput.type('XGBoost 2.1');
    await quickInput.accept();

    await quickInput.waitUntilOpen(titles.review);
    await quickInput.pick('Aliases');
    await quickInput.waitUntilOpen('Aliases');
    await quickInput.type('0.11.0, stable');
    await quickInput.accept();
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow('Create version of fraud-training');
    await workbench.screenshot('review-filled');
    await quickInput.pick('Create version of fraud-training');

    const created = await notifications.waitFor('Version 4 of image "fraud-training" is being created');
    await workbench.screenshot('being-created');
    const text = await created.text();
    assert.match(text, /arn:aws:sagemaker:us-east-1:\d{12}:image-version\/fraud-training\/4/);
    assert.deepEqual(await created.buttons(), ['Copy ARN', 'Open in Console', 'Show in Sidebar']);
    await created.press('Show in Sidebar');
    await workbench.sideBar.view('SageMaker Images').row('Version 4').waitFor();
    await workbench.screenshot('in-sidebar-creating');

    account.emulator.settle();
    await notifications.waitFor('Version 4 of image "fraud-training" is created, with alias 0.11.0, stable.');
    await workbench.sideBar.view('SageMaker Images').row('Version 4').waitForDescription('0.11.0, stable');
    await workbench.screenshot('created');
    assert.equal(account.callsOf('CreateImageVersion'), 1);
    assert.deepEqual(account.emulator.contractViolations, []);
  });

  it('says once why a version could not be created, and what can be done', async () => {
    const { workbench } = open();
    const { quickInput, notifications } = workbench;
    const reason = 'The role SageMakerImageRole may not read fraud/training.';
    await workbench.dismissNotifications();
    await startAtReview(workbench, { image: 'codeeditor-base', releaseNotes: 'To be created again.' });
    account.emulator.failNext('CreateImageVersion', reason);
    await quickInput.pick('Create version of codeeditor-base');
    await notifications.waitFor('Version 3 of image "codeeditor-base" is being created');
    account.emulator.settle();

    const failed = await notifications.waitFor(`SageMaker says: ${reason}`);
    await workbench.screenshot('failed');
    assert.equal(await failed.severity(), 'error');
    assert.match(
      await failed.text(),
      /Version 3 of image "codeeditor-base" could not be created: check that/,
    );
    await failed.press('Create Again…');
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow('Create version of codeeditor-base');
    await quickInput.pick('Create version of codeeditor-base');
    await notifications.waitFor('Version 4 of image "codeeditor-base" is being created');
    assert.equal(await account.countVersions('codeeditor-base'), 4);
  });

  it('says that an alias is taken, and adds it when it is free', async () => {
    const { workbench } = open();
    const { quickInput, notifications } = workbench;
    await workbench.dismissNotifications();
    await startAtReview(workbench, { image: 'fraud-training', until: 'listed' });
    // What is found moves the rows: the keyboard does not miss.
    await quickInput.type('Aliases');
    await quickInput.waitForActiveRow('Aliases');
    await quickInput.accept();
    await quickInput.waitUntilOpen('Aliases');
    await quickInput.type('0.10.0');
    await quickInput.accept();
    await quickInput.waitUntilOpen(titles.review);
    // The same container image once more, and an alias that another version has.
    await createAllTheSame(workbench, 'fraud-training');
    await notifications.waitFor('Version 5 of image "fraud-training" is being created');
    account.emulator.settle();
    const refused = await notifications.waitFor('is created, but without alias 0.10.0.');
    await workbench.screenshot('alias-taken');
    await account.removeAlias('fraud-training', 3, '0.10.0');
    await refused.press('Add Alias Again');
    await notifications.waitFor('Version 5 of image "fraud-training" is created, with alias 0.10.0.');
  });
});
