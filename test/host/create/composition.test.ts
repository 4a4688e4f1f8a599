import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activate } from '../../../src/extension.ts';
import { commandIds } from '../../../src/ui/ids.ts';
import { useFolder } from '../support/useFolder.ts';

describe('What activation makes', () => {
  const folder = useFolder();

  it('is all disposed of with it, so that it can be made again', async () => {
    for (let time = 0; time < 2; time += 1) {
      const subscriptions: vscode.Disposable[] = [];
      const storageUri = vscode.Uri.file(folder());
      const context = { subscriptions, storageUri, globalStorageUri: storageUri };
      activate(context as unknown as vscode.ExtensionContext);
      assert.deepEqual(await missingCommands(), []);

      for (const disposable of subscriptions) disposable.dispose();
      assert.deepEqual(await missingCommands(), commandIds);
    }
  });
});

async function missingCommands(): Promise<readonly string[]> {
  const registered = await vscode.commands.getCommands(true);
  return commandIds.filter((id) => !registered.includes(id));
}
