import assert from 'node:assert/strict';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { createAllTheSame, pickIn, startAtReview, titles } from './walk.ts';

const image = 'ranking';
const roleArn = 'arn:aws:iam::123456789012:role/SageMakerImageRole';
const destination = 'profile default · account 123456789012 · us-east-1';

/** One test is one step; each goes on where the one before it ended. */
describe('The life of an image', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'life',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  it('begins with a name and a role, in the menu of the sidebar', async () => {
    const { workbench } = open();
    const { notifications, quickInput, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await sideBar.pickFromMenu('Create Image…');
    await quickInput.waitUntilOpen('Create Image: Name');
    await quickInput.type('no_underscores');
    await quickInput.waitForMessage('Use 1 to 63 letters and digits');
    await quickInput.type(image);
    await quickInput.accept();

    await quickInput.waitUntilOpen('Create Image: Role');
    await quickInput.waitForRow('SageMakerImageRole');
    await workbench.screenshot('role');
    assert.deepEqual(
      (await quickInput.rows()).map(({ label }) => label),
      ['AmazonSageMaker-ExecutionRole-20250612T101530', 'MlPlatformPipelines', 'SageMakerImageRole'],
    );
    await quickInput.paste('arn:aws:iam::123456789012:role/Another');
    await quickInput.waitForActiveRow('Use arn:aws:iam::123456789012:role/Another');
    await workbench.screenshot('another-role');
    await quickInput.type('imagerole');
    await quickInput.waitForActiveRow('SageMakerImageRole');
    await quickInput.accept();

    await quickInput.waitForRow(`Create image ${image}`);
    await quickInput.pick('Display name');
    await quickInput.waitUntilOpen('Create Image: Display Name');
    await quickInput.type('Search ranking');
    await quickInput.accept();
    await quickInput.waitForDetail(`Create image ${image}`, destination);
    await workbench.screenshot('image-to-be-created');
    await quickInput.pick(`Create image ${image}`);

    await notifications.waitFor(`Image "${image}" is created.`);
    await sideBar.view('SageMaker Images').row(image).waitForDescription('no version yet · Search ranking');
    await workbench.screenshot('image-created');
    const { DisplayName, ImageStatus, RoleArn } = await account.describeImage(image);
    assert.deepEqual(
      { DisplayName, ImageStatus, RoleArn },
      { DisplayName: 'Search ranking', ImageStatus: 'CREATED', RoleArn: roleArn },
    );
  });

  it('gets a version, which the sidebar shows by itself', async () => {
    const { workbench } = open();
    const { notifications, quickInput, sideBar } = workbench;
    await workbench.dismissNotifications();
    await sideBar.view('SageMaker Images').row(image).expand();
    await startAtReview(workbench, { image, releaseNotes: 'The first one.' });
    await quickInput.pick(`Create version of ${image}`);
    await notifications.waitFor(`Version 1 of image "${image}" is created.`);
    await sideBar
      .view('SageMaker Images')
      .row('Version 1')
      .waitForDescription(/(ago|now) · TRAINING · CPU/);
    await sideBar.view('SageMaker Images').row(image).waitForDescription('v1 ·');
    await workbench.screenshot('first-version');
    const { ReleaseNotes, ImageVersionStatus } = await account.describeVersion(image, 1);
    assert.deepEqual([ReleaseNotes, ImageVersionStatus], ['The first one.', 'CREATED']);
  });

  it('gets an alias, and says what it is good for', async () => {
    const { workbench } = open();
    const { quickInput, sideBar } = workbench;
    await workbench.dismissNotifications();
    const version = sideBar.view('SageMaker Images').row('Version 1');
    await version.pickFromMenu('Edit Aliases…');
    await quickInput.waitUntilOpen(`Aliases of Version 1 of ${image}`);
    await quickInput.type('no spaces');
    await quickInput.accept();
    await workbench.screenshot('alias-problem');
    await quickInput.type('1.0.0');
    await quickInput.waitForActiveRow('Add 1.0.0');
    await workbench.screenshot('alias');
    await quickInput.accept();
    await quickInput.waitForRow('1.0.0');
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
    await version.waitForDescription(/1\.0\.0 · .* · TRAINING/);
    await workbench.screenshot('alias-added');
    assert.deepEqual(await account.aliasesOf(image, 1), ['1.0.0']);
  });

  it('gets a second version, first as code, and the alias moves to it when both are named', async () => {
    const { workbench } = open();
    const { dialog, notifications, quickInput, sideBar, statusBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    await startAtReview(workbench, { image, releaseNotes: 'The second one.', until: 'listed' });
    await quickInput.pressRowButton(`Create version of ${image}`, 'Copy as…');
    await quickInput.waitUntilOpen('Create Image Version: Copy as…');
    await workbench.screenshot('copy-as');
    await pickIn(workbench, 'Create Image Version: Copy as…', 'Terraform');
    await quickInput.waitUntilOpen(titles.review);
    await statusBar.waitFor('Copied to the clipboard');
    const terraform = await workbench.clipboard();
    assert.match(terraform, /^resource "aws_sagemaker_image_version"/m);
    assert.match(terraform, /"The second one\."/);
    assert.equal(await account.countVersions(image), 1);

    await quickInput.waitForRow(`Create version of ${image}`);
    await createAllTheSame(workbench, image);
    await notifications.waitFor(`Version 2 of image "${image}" is created.`);
    await workbench.dismissNotifications();
    await view.row('Version 2').waitForDescription(/(ago|now) · TRAINING · CPU/);

    await view.row('Version 2').pickFromMenu('Edit Aliases…');
    await quickInput.waitUntilOpen(`Aliases of Version 2 of ${image}`);
    await quickInput.type('1.0.0');
    await quickInput.waitForActiveRow('Add 1.0.0');
    await quickInput.accept();
    await dialog.waitFor(`Move alias "1.0.0" from version 1 to version 2 of image "${image}"?`);
    await workbench.screenshot('alias-move');
    assert.match(await dialog.detail(), new RegExp(destination));
    assert.deepEqual(await account.aliasesOf(image, 1), ['1.0.0']);

    await dialog.press('Move Alias');
    await quickInput.waitForRow('1.0.0');
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
    await view.row('Version 2').waitForDescription(/1\.0\.0 · .* · TRAINING/);
    await view.row('Version 1').waitForDescription(/^(?!.*1\.0\.0).* · TRAINING/);
    await workbench.screenshot('alias-moved');
    assert.deepEqual(await account.aliasesOf(image, 1), []);
    assert.deepEqual(await account.aliasesOf(image, 2), ['1.0.0']);
  });

  it('has its metadata edited', async () => {
    const { workbench } = open();
    const { notifications, quickInput, sideBar } = workbench;
    const title = `Edit Version 2 of ${image}`;
    const save = `Save the changes to version 2 of ${image}`;
    await sideBar.view('SageMaker Images').row('Version 2').pickFromMenu('Edit Version…');
    await pickIn(workbench, title, 'Vendor guidance');
    await pickIn(workbench, `${title}: Vendor Guidance`, 'STABLE');
    await quickInput.waitForRow(save);
    await quickInput.pick('Release notes');
    await quickInput.waitUntilOpen(`${title}: Release Notes`);
    assert.equal(await quickInput.value(), 'The second one.');
    await quickInput.waitForMessage('cannot take it back');
    await workbench.screenshot('release-notes');
    await quickInput.type('The second one, tried and tested.');
    await quickInput.accept();
    await quickInput.waitForDetail(save, destination);
    await workbench.screenshot('changes');
    const changed = (await quickInput.rows()).filter(({ detail }) => detail !== undefined).slice(1);
    assert.deepEqual(
      changed.map(({ label, description, detail }) => [label, description, detail]),
      [
        ['Vendor guidance', 'STABLE', 'Was not set before'],
        ['Release notes', 'The second one, tried and tested.', 'Was "The second one." before'],
      ],
    );
    assert.equal(account.callsOf('UpdateImageVersion'), 3, 'those for the alias');

    await quickInput.pick(save);
    await notifications.waitFor(`The changes to version 2 of image "${image}" are saved.`);
    const { ReleaseNotes, VendorGuidance } = await account.describeVersion(image, 2);
    assert.deepEqual([ReleaseNotes, VendorGuidance], ['The second one, tried and tested.', 'STABLE']);
  });

  it('shows two versions side by side', async () => {
    const { workbench } = open();
    const { editor, sideBar } = workbench;
    await workbench.dismissNotifications();
    const view = sideBar.view('SageMaker Images');
    await view.row('Version 2').click();
    await editor.waitFor(`${image}-2.json`);
    await workbench.screenshot('version-as-json');
    assert.match(await editor.text(), /"ReleaseNotes": "The second one, tried and tested\."/);

    await view.row('Version 1').addToSelection();
    await view.row('Version 1').pickFromMenu('Compare Versions…');
    await editor.waitForDiff(`${image}: version 1 ↔ version 2`);
    await workbench.screenshot('diff');
    const { left, right } = await editor.diff();
    assert.match(left, /"Version": 1,/);
    assert.match(left, /"ReleaseNotes": "The first one\."/);
    assert.doesNotMatch(left, /VendorGuidance|"1\.0\.0"/);
    assert.match(right, /"Version": 2,/);
    assert.match(right, /"VendorGuidance": "STABLE"/);
    assert.match(right, /"1\.0\.0"/);
  });

  it('is there as code, too', async () => {
    const { workbench } = open();
    const { quickInput, sideBar, statusBar } = workbench;
    await sideBar.view('SageMaker Images').row('Version 2').pickFromMenu('Copy as…');
    await pickIn(workbench, `Version 2 of ${image}: Copy as…`, 'AWS CLI');
    await quickInput.waitUntilClosed();
    await statusBar.waitFor('Copied to the clipboard');
    const script = await workbench.clipboard();
    assert.match(script, /sagemaker create-image-version/);
    assert.match(script, /--image-name='ranking'/);
    assert.match(script, /--vendor-guidance='STABLE'/);
    assert.match(script, /--release-notes='The second one, tried and tested\.'/);
  });

  it('is archived in three months, when that was explained', async () => {
    const { workbench } = open();
    const { notifications, quickInput, sideBar } = workbench;
    const title = `Archive Version 1 of ${image}`;
    await sideBar.view('SageMaker Images').row('Version 1').pickFromMenu('Archive Version…');
    await quickInput.waitUntilOpen(title);
    await quickInput.waitForDetail('Archive in three months', 'TO_BE_ARCHIVED');
    await workbench.screenshot('archive');
    const [later] = await quickInput.rows();
    assert.equal(later?.description, 'SageMaker does it by itself then');
    assert.match(later.detail ?? '', new RegExp(destination));
    await pickIn(workbench, title, 'Archive in three months');
    await notifications.waitFor(`SageMaker archives version 1 of image "${image}" three months from now.`);
    await workbench.screenshot('archived');
    assert.equal((await account.describeVersion(image, 1)).VendorGuidance, 'TO_BE_ARCHIVED');
  });

  it('loses several versions at once, and says which one it could not lose', async () => {
    const { workbench } = open();
    const { dialog, notifications, sideBar } = workbench;
    const other = 'genomics-gpu';
    await workbench.dismissNotifications();
    const view = sideBar.view('SageMaker Images');
    await view.row(other).expand();
    await view.row('Version 1').waitForDescription('2024.2');
    await view.row('Version 2').waitForDescription('2025.1');
    await view.row('Version 3').waitForDescription('2025.2, latest');
    await view.row('Version 3').click();
    await workbench.editor.waitFor(`${other}-3.json`);
    await view.row('Version 2').addToSelection();
    await view.row('Version 1').addToSelection();
    await view.row('Version 1').pickFromMenu('Delete Version…');
    await dialog.waitFor('Delete 3 versions?');
    await workbench.screenshot('delete-versions');
    const detail = await dialog.detail();
    for (const [number, aliases] of [
      [3, '2025.2, latest'],
      [2, '2025.1'],
      [1, '2024.2'],
    ]) {
      assert.ok(detail.includes(`${other}: version ${number} (aliases: ${aliases})`), detail);
    }
    assert.match(detail, new RegExp(destination));

    account.emulator.faults.inject({
      kind: 'denied',
      operation: 'DeleteImageVersion',
      where: ({ Version: number }) => number === 2,
    });
    await dialog.press('Delete 3 Versions');
    const report = await notifications.waitFor('1 of 3 versions could not be deleted.');
    await view.row('Version 3').waitUntilGone();
    await view.row(other).waitForDescription('v2');
    await workbench.screenshot('versions-deleted');
    assert.match(await report.text(), /Version 2 of image "genomics-gpu": No permission/);
    assert.equal(await account.countVersions(other), 1);

    account.emulator.faults.clear();
    await report.press('Retry');
    await notifications.waitFor(`Version 2 of image "${other}" is deleted.`);
    await view.row(other).waitForDescription('no version yet');
    assert.equal(await account.countVersions(other), 0);
    await view.row(other).collapse();
    await workbench.dismissNotifications();
  });

  it('loses a version when account and region were named', async () => {
    const { workbench } = open();
    const { dialog, notifications, sideBar } = workbench;
    const view = sideBar.view('SageMaker Images');
    await view.row('Version 2').click();
    await workbench.editor.waitFor(`${image}-2.json`);
    account.emulator.transitionDelay = 'manual';
    await view.row('Version 1').pickFromMenu('Delete Version…');
    await dialog.waitFor(`Delete version 1 of image "${image}"?`);
    await workbench.screenshot('delete-version');
    const detail = await dialog.detail();
    assert.match(detail, new RegExp(destination));
    assert.match(detail, /The container image stays in ECR/);
    assert.equal(await account.countVersions(image), 2);

    await dialog.press('Delete Version');
    await view.row('Version 1').waitForDescription('deleting');
    await workbench.screenshot('deleting-version');
    account.emulator.settle();
    await notifications.waitFor(`Version 1 of image "${image}" is deleted.`);
    await view.row('Version 1').waitUntilGone();
    await workbench.screenshot('version-deleted');
    assert.equal(await account.countVersions(image), 1);
  });

  it('ends when its name is typed', async () => {
    const { workbench } = open();
    const { notifications, quickInput, sideBar } = workbench;
    await workbench.dismissNotifications();
    const view = sideBar.view('SageMaker Images');
    await view.row(image).pickFromMenu('Delete Image…');
    await quickInput.waitUntilOpen(`Delete Image ${image}`);
    await quickInput.waitForMessage(
      `Type "${image}" to delete the image with its 1 version (aliases: 1.0.0), for good: ${destination}.`,
    );
    await workbench.screenshot('delete-image');
    await quickInput.type('rank');
    await quickInput.waitForMessage(`Type the name "${image}" to delete it.`);
    await quickInput.accept();
    await quickInput.waitUntilOpen(`Delete Image ${image}`);
    assert.equal(account.callsOf('DeleteImage'), 0);

    await quickInput.type(image);
    await quickInput.accept();
    await view.row(image).waitForDescription('deleting');
    await workbench.screenshot('deleting-image');
    account.emulator.settle();
    await notifications.waitFor(`Image "${image}" is deleted.`);
    await view.row(image).waitUntilGone();
    await workbench.screenshot('image-deleted');
    assert.ok(!(await account.imageNames()).includes(image));
    assert.deepEqual(account.emulator.contractViolations, []);
  });
});
