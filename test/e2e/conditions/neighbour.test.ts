import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Session } from '../session.ts';
import { pickIn, switchCommand } from '../walk.ts';
import type { Workbench } from '../workbench.ts';

describe('Where the AWS Toolkit is installed', () => {
  let folder: string;
  let session: Session | undefined;
  let workbench: Workbench;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'toolkit-'));
    await installFakeToolkit(folder);
    session = await Session.start({ name: 'e2e-neighbour', neighbours: [folder] });
    workbench = await session.openWindow({ suite: 'neighbour' });
  });

  after(async () => {
    await session?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('a profile can be added with it', async () => {
    const { notifications, quickInput, statusBar } = workbench;
    await statusBar.waitFor('Toolkit is ready');
    await workbench.runCommand(switchCommand);
    await pickIn(workbench, 'AWS Profile', 'Add Profile…');
    await quickInput.waitUntilOpen('Add AWS Profile');
    await quickInput.waitForRow('Add a connection with the AWS Toolkit');
    await workbench.screenshot('add');
    await quickInput.pick('Add a connection with the AWS Toolkit');
    await notifications.waitFor('The toolkit adds a connection.');
  });
});

/** An extension with the toolkit's command, which starts by itself as the toolkit does. */
async function installFakeToolkit(folder: string): Promise<void> {
  const manifest = {
    name: 'fake-toolkit',
    publisher: 'test',
    version: '0.0.1',
    engines: { vscode: '^1.101.0' },
    main: './main.js',
    activationEvents: ['onStartupFinished'],
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(
    join(folder, 'main.js'),
    [
      `const { commands, window } = require('vscode');`,
      `const addConnection = () => window.showInformationMessage('The toolkit adds a connection.');`,
      `exports.activate = () => {`,
      `  commands.registerCommand('aws.toolkit.auth.addConnection', addConnection);`,
      `  window.setStatusBarMessage('Toolkit is ready');`,
      `};`,
    ].join('\n'),
  );
}
