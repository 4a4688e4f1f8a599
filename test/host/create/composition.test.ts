import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activate } from '../../../src/extension.ts';
import { commandIds, views } from '../../../src/ui/ids.ts';
import { useFolder } from '../support/useFolder.ts';

describe('What activation makes', () => {
  const folder = useFolder();

  /** @returns what is disposed of when the extension is deactivated. */
  function activateHere(): vscode.Disposable[] {
    const subscriptions: vscode.Disposable[] = [];
    const storageUri = vscode.Uri.file(folder());
    const globalStorageUri = vscode.Uri.joinPath(storageUri, 'global');
    activate({ subscriptions, storageUri, globalStorageUri } as unknown as vscode.ExtensionContext);
    return subscriptions;
  }

  it('is all disposed of with it, so that it can be made again', async () => {
    for (let time = 0; time < 2; time += 1) {
      const subscriptions = activateHere();
      assert.deepEqual(await missingCommands(), []);

      for (const disposable of subscriptions) disposable.dispose();
      assert.deepEqual(await missingCommands(), commandIds);
    }
  });

  it('has its tree view and what the watcher listens to disposed of with it', async () => {
    const { window } = vscode;
    const { createTreeView, onDidChangeWindowState } = window;
    const open = new Set<string>();
    const noted = <T extends vscode.Disposable>(name: string, disposable: T): T => {
      const dispose = disposable.dispose.bind(disposable);
      open.add(name);
      disposable.dispose = () => {
        open.delete(name);
        dispose();
      };
      return disposable;
    };
    Object.assign(window, {
      createTreeView: (...view: Parameters<typeof createTreeView>) => noted(view[0], createTreeView(...view)),
      onDidChangeWindowState: (...listener: Parameters<typeof onDidChangeWindowState>) =>
        noted('window state', onDidChangeWindowState(...listener)),
    });
    try {
      const subscriptions = activateHere();
      assert.deepEqual(await missingCommands(), []);
      assert.deepEqual([...open].toSorted(), [views.explorer, 'window state'].toSorted());
      for (const disposable of subscriptions) disposable.dispose();
      assert.deepEqual([...open], []);
    } finally {
      Object.assign(window, { createTreeView, onDidChangeWindowState });
    }
  });
});

async function missingCommands(): Promise<readonly string[]> {
  const registered = await vscode.commands.getCommands(true);
  return commandIds.filter((id) => !registered.includes(id));
}
