import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Account } from './account.ts';
import { useWorkbench } from './useWorkbench.ts';
import { pickIn } from './walk.ts';

describe('Profile and region', () => {
  const account = new Account();
  const open = useWorkbench({
    suite: 'session',
    workspace: 'test/fixtures/demo-workspace',
    prepare: account.prepare,
  });

  it('are shown in the status bar, and a click switches them for this workspace', async () => {
    const { workbench } = open();
    const { quickInput, sideBar, statusBar } = workbench;
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await statusBar.waitFor('default · us-east-1');

    await statusBar.click('default · us-east-1');
    await quickInput.waitUntilOpen('AWS Profile');
    await quickInput.waitForActiveRow('default');
    await workbench.screenshot('profiles');
    await quickInput.pick('demo');
    await quickInput.waitUntilOpen('AWS Region');
    await quickInput.waitForActiveRow('us-east-1');
    await workbench.screenshot('regions');
    await quickInput.accept();

    await statusBar.waitFor('demo · us-east-1');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    const settings = await readFile(join(workbench.workspace, '.vscode', 'settings.json'), 'utf8');
    assert.match(settings, /"sagemakerImages.aws.profile": "demo"/);
  });

  it('can be a region that is in no list', async () => {
    const { workbench } = open();
    const { quickInput, statusBar } = workbench;
    await workbench.runCommand('SageMaker Images: Switch AWS Profile or Region…');
    await pickIn(workbench, 'AWS Profile', 'demo');
    await quickInput.waitUntilOpen('AWS Region');
    await quickInput.type('eu-nowhere 9');
    await quickInput.waitForRow('"eu-nowhere 9" is not a region');
    await quickInput.type('eu-nowhere-9');
    await quickInput.waitForRow('eu-nowhere-9');
    await quickInput.accept();
    await statusBar.waitFor('demo · eu-nowhere-9');
  });
});
