import assert from 'node:assert/strict';

import { trustPolicyOf } from '../emulator/identities.ts';
import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { createCommand, pickIn, startAtReview, titles } from './walk.ts';

const roleArn = 'arn:aws:iam::123456789012:role/service-role/NotebookImages';
const lens = 'Create SageMaker image version';

/** What a person types or pastes where a URI is asked for, and what the prompt says about it. */
const badUris: readonly (readonly [what: string, typed: string, said: string])[] = [
  [
    'another registry',
    'docker.io/library/python:3.12',
    'SageMaker takes images from private ECR repositories only, not from "docker.io"',
  ],
  [
    'a public ECR image',
    'public.ecr.aws/sagemaker/sagemaker-distribution:3',
    'SageMaker takes images from private ECR repositories only',
  ],
  [
    'an upper-case repository',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/Fraud/Training:1',
    'ECR repositories are lower case',
  ],
  [
    '256 characters',
    `123456789012.dkr.ecr.us-east-1.amazonaws.com/${'r'.repeat(209)}:1`,
    'The URI has 256 characters and SageMaker takes 255',
  ],
  [
    'a second colon',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud/training:1:2',
    'There is a second colon',
  ],
  ['a bare digest', `sha256:${'a'.repeat(64)}`, 'A digest alone does not say where the image is'],
  [
    'a space',
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud/training: 1',
    'An image URI has no spaces or line breaks in it.',
  ],
];

describe('The walk', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'walk',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  afterEach(async () => {
    const { quickInput } = open().workbench;
    if (await quickInput.isOpen()) await quickInput.cancel();
    await quickInput.waitUntilClosed();
  });

  it('starts from the lens above the final stage of a Dockerfile', async () => {
    const { workbench } = open();
    await workbench.openFile('Dockerfile');
    await workbench.editor.waitForLens(lens);
    await workbench.screenshot('lens');
    await workbench.editor.clickLens(lens);
    await workbench.quickInput.waitUntilOpen(titles.image);
    await workbench.quickInput.waitForRow('churn-notebook');
    await workbench.screenshot('from-lens');
  });

  it('keeps every answer through Back, and says nothing on Escape', async () => {
    const { workbench } = open();
    const { quickInput, notifications } = workbench;
    await startAtReview(workbench, { image: 'fraud-training', releaseNotes: 'Kept through Back.' });
    for (const [title, active] of [
      [titles.processor, 'CPU'],
      [titles.jobType, 'TRAINING'],
      [titles.containerImage, '0.11.0'],
      [titles.repository, 'fraud/training'],
      [titles.image, 'fraud-training'],
    ] as const) {
      await quickInput.back();
      await quickInput.waitUntilOpen(title);
      await quickInput.waitForActiveRow(active);
    }
    for (const title of [
      titles.repository,
      titles.containerImage,
      titles.jobType,
      titles.processor,
      titles.review,
    ]) {
      await quickInput.accept();
      await quickInput.waitUntilOpen(title);
      if (title !== titles.review) await quickInput.waitForActiveRow(/./);
    }
    await quickInput.waitForRow('Release notes');
    const notes = (await quickInput.rows()).find(({ label }) => label === 'Release notes');
    assert.equal(notes?.description, 'Kept through Back.');

    await quickInput.cancel();
    await quickInput.waitUntilClosed();
    assert.equal(await notifications.count(), 0);
    assert.equal(account.callsOf('CreateImageVersion'), 0);
  });

  it('clears an optional parameter with "Not set"', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await startAtReview(workbench, { image: 'fraud-training', releaseNotes: 'To be cleared.' });
    await quickInput.pick('Release notes');
    await quickInput.waitUntilOpen('Release Notes');
    await quickInput.pressButton('Not set');
    await pickIn(workbench, titles.review, 'Job type');
    await pickIn(workbench, titles.jobType, 'Not set');
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow('Release notes');
    const cleared = (await quickInput.rows()).filter(({ description }) => description === 'Not set');
    assert.ok(cleared.some(({ label }) => label === 'Release notes'));
    assert.ok(cleared.some(({ label }) => label === 'Job type'));
  });

  for (const [what, typed, said] of badUris) {
    it(`refuses ${what} while it is typed`, async () => {
      const { workbench } = open();
      const { quickInput } = workbench;
      await workbench.runCommand(createCommand);
      await pickIn(workbench, titles.image, 'fraud-training');
      await quickInput.waitUntilOpen(titles.repository);
      await quickInput.paste(typed);
      await quickInput.waitForRow(said);
      await workbench.screenshot(what.replaceAll(' ', '-'));
      await quickInput.accept();
      assert.equal(await quickInput.title(), titles.repository, 'it stays where it is');
    });
  }

  it('takes a pasted URI with white space around it, and pins its tag to the digest', async () => {
    const { workbench } = open();
    const { quickInput } = workbench;
    await workbench.runCommand(createCommand);
    await pickIn(workbench, titles.image, 'fraud-training');
    await quickInput.waitUntilOpen(titles.repository);
    await quickInput.paste('  123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud/training:0.9.1\n');
    await quickInput.waitForRow('Use 123456789012.dkr.ecr.us-east-1.amazonaws.com/fraud/training:0.9.1');
    await quickInput.accept();
    await pickIn(workbench, titles.jobType, 'TRAINING');
    await pickIn(workbench, titles.processor, 'CPU');
    await quickInput.waitUntilOpen(titles.review);
    await quickInput.waitForRow('Base image');
    await workbench.screenshot('pinned');
    const baseImage = (await quickInput.rows()).find(({ label }) => label === 'Base image');
    assert.match(baseImage?.description ?? '', /^fraud\/training@sha256:[0-9a-f]{12} in 123456789012/);
    assert.equal(baseImage?.detail, 'Tag 0.9.1, pinned to the digest that it stands for now');
  });

  it('creates a new image first, and then its version', async () => {
    const { workbench } = open();
    const { quickInput, notifications } = workbench;
    const trustPolicy = trustPolicyOf({ Service: 'sagemaker.amazonaws.com' });
    account.emulator.addRole({ name: 'NotebookImages', path: '/service-role/', trustPolicy, trusts: [] });
    await workbench.runCommand(createCommand);
    await pickIn(workbench, titles.image, 'Create a new image…');
    await quickInput.waitUntilOpen('Create Image Version: New Image');
    await quickInput.type('no_underscores');
    await quickInput.waitForMessage('Use 1 to 63 letters and digits');
    await workbench.screenshot('new-image-name');
    // The account's roles cannot be listed: the list says so, and takes any ARN.
    account.emulator.faults.inject({ kind: 'denied', operation: 'ListRoles' });
    await quickInput.type('brand-new');
    await quickInput.accept();
    await quickInput.waitUntilOpen('Create Image Version: Role');
    await quickInput.waitForRow('No permission to call iam:ListRoles');
    await workbench.screenshot('new-image-role');
    await quickInput.paste('arn:aws:iam::123456789012:user/developer');
    await quickInput.waitForRow(
      'Use the full ARN of an IAM role, such as arn:aws:iam::123456789012:role/SageMakerImages.',
    );
    await quickInput.type(roleArn);
    await quickInput.waitForActiveRow(`Use ${roleArn}`);
    await quickInput.accept();
    account.emulator.faults.clear();
    await quickInput.waitUntilOpen(titles.repository);
    await quickInput.type('');
    await pickIn(workbench, titles.repository, 'fraud/training');
    await pickIn(workbench, titles.containerImage, '0.11.0');
    await pickIn(workbench, titles.jobType, 'TRAINING');
    await pickIn(workbench, titles.processor, 'CPU');
    await quickInput.waitForDescription(
      'Create version of brand-new',
      'and the image itself first · all 8 checks are passed',
    );
    await workbench.screenshot('new-image-review');
    await quickInput.pick('Create version of brand-new');
    await notifications.waitFor('Version 1 of image "brand-new" is created.');
    await workbench.sideBar.open('SageMaker Images');
    await workbench.sideBar.view('SageMaker Images').row('brand-new').waitFor();
    assert.equal((await account.describeImage('brand-new')).RoleArn, roleArn);
  });
});
