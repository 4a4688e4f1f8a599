/** The workbench opens, shows our extension, and can be operated: what every other end-to-end test builds on. */
import assert from 'node:assert/strict';

import { startEmulator } from '../emulator/emulator.ts';
import { addSamples } from '../emulator/samples.ts';
import { useWorkbench } from './useWorkbench.ts';

describe('The workbench', () => {
  const open = useWorkbench({ suite: 'smoke', workspace: 'test/fixtures/demo-workspace' });

  it('opens a copy of the workspace with nothing in the way', async () => {
    const { workbench } = open();
    assert.equal(await workbench.notifications.count(), 0);
    assert.equal(await workbench.quickInput.isOpen(), false);
    assert.equal(await workbench.page.locator('.part.auxiliarybar').isVisible(), false);
    await workbench.screenshot('opened');
  });

  it('opens a file and reads the editor', async () => {
    const { workbench } = open();
    await workbench.openFile('Dockerfile');
    assert.match(await workbench.editor.text(), /^FROM /m);
    assert.match(await workbench.statusBar.waitFor('Docker'), /Docker/);
  });

  it('picks from a quick pick, and cancels it', async () => {
    const { workbench } = open();
    await workbench.runCommand('Preferences: Color Theme');
    await workbench.quickInput.type('High Contrast');
    const labels = (await workbench.quickInput.rows()).map((row) => row.label);
    assert.ok(labels.includes('Dark High Contrast'), labels.join(', '));
    await workbench.quickInput.cancel();
    await workbench.quickInput.waitUntilClosed();
  });

  it('types into an input box and reads what it says', async () => {
    const { workbench } = open();
    await workbench.runCommand('Go to Line/Column...');
    await workbench.quickInput.waitUntilOpen();
    await workbench.quickInput.paste('3');
    assert.equal(await workbench.quickInput.value(), ':3');
    await workbench.quickInput.accept();
    await workbench.statusBar.waitFor('Ln 3');
  });
});

describe('The extension in the workbench', () => {
  const open = useWorkbench({
    suite: 'smoke-extension',
    workspace: 'test/fixtures/demo-workspace',
    prepare: async ({ aws }) => {
      const emulator = await startEmulator();
      addSamples(emulator);
      aws.write({
        default: { region: emulator.region, endpointUrl: emulator.url, keys: emulator.credentials },
      });
      return () => emulator.close();
    },
  });

  it('shows the images of the account in the side bar', async () => {
    const { workbench } = open();
    await workbench.sideBar.open('SageMaker Images');
    const images = workbench.sideBar.view('SageMaker Images');
    await images.row('churn-notebook').waitFor();
    await images.row('churn-notebook').expand();
    await workbench.screenshot('explorer');
    const rows = await images.rows();
    assert.ok(rows.some((row) => row.level === 2));
  });

  it('asks for the image first when a version is to be created', async () => {
    const { workbench } = open();
    await workbench.runCommand('SageMaker Images: Create Image Version…');
    await workbench.quickInput.waitForRow('churn-notebook');
    await workbench.screenshot('create');
    await workbench.quickInput.cancel();
    await workbench.quickInput.waitUntilClosed();
  });
});
