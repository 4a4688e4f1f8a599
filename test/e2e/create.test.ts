import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { createCommand, titles } from './walk.ts';
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
    await quickInput.waitForRow('0.10.0');
    assert.equal(await quickInput.step(), '3/6');
    await workbench.screenshot('container-image');
    await quickInput.pick('0.10.0');

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
    await workbench.sideBar.view('SageMaker Images').row('Version 4').waitForDescription('created');
    await workbench.screenshot('created');
    assert.equal(account.callsOf('CreateImageVersion'), 1);
    assert.deepEqual(account.emulator.contractViolations, []);
  });
});
