import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { pickIn, startAtReview } from './walk.ts';
import type { Workbench } from './workbench.ts';

describe('A workspace that names its account', () => {
  const mine = new Account();
  const expected = new Account({ accountId: '210987654321' });
  const open = useWorkbench({
    suite: 'guard',
    workspace: 'test/fixtures/demo-workspace',
    // Before the window is there: it may notice a later change at any time.
    fill: async (folder) => {
      const settings = { 'sagemakerImages.aws.expectedAccount': '210987654321' };
      await writeFile(join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
    },
    prepare: async (session) => {
      const closing = [await mine.start(), await expected.start()];
      session.aws.write({ default: mine.withKeys, production: expected.withKeys });
      return async () => {
        await Promise.all(closing.map((close) => close()));
      };
    },
  });

  it('has nothing created in another one', async () => {
    const { workbench } = open();
    const { notifications, quickInput, sideBar } = workbench;
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await startAtReview(workbench, { image: 'fraud-training', releaseNotes: 'For production.' });
    assert.equal(await creationRow(workbench), 'profile default · account 123456789012 · us-east-1');
    await workbench.screenshot('review');
    await quickInput.pick('Create version of fraud-training');

    const refused = await notifications.waitFor(
      'AWS profile "default" is of account 123456789012, but this workspace writes to account 210987654321 alone',
    );
    await workbench.screenshot('refused');
    assert.deepEqual(await refused.buttons(), ['Switch Profile or Region']);
    assert.equal(mine.callsOf('CreateImageVersion'), 0);

    await refused.press('Switch Profile or Region');
    await pickIn(workbench, 'AWS Profile', 'production');
    await pickIn(workbench, 'AWS Region', 'us-east-1');
    await workbench.statusBar.waitForTooltip('production · us-east-1', 'Account: 210987654321');
  });

  it('has it created in its own', async () => {
    const { workbench } = open();
    const { notifications, quickInput } = workbench;
    await startAtReview(workbench, { image: 'fraud-training' });
    assert.equal(await creationRow(workbench), 'profile production · account 210987654321 · us-east-1');
    await quickInput.pick('Create version of fraud-training');
    await notifications.waitFor('arn:aws:sagemaker:us-east-1:210987654321:image-version/fraud-training/4');
    await workbench.screenshot('created');
    assert.equal(mine.callsOf('CreateImageVersion'), 0);
    assert.equal(expected.callsOf('CreateImageVersion'), 1);
  });
});

/** Which profile, account and region the review names where the version is created. */
async function creationRow({ quickInput }: Workbench): Promise<string | undefined> {
  const rows = await quickInput.rows();
  return rows.find(({ label }) => label.startsWith('Create version of'))?.detail;
}
