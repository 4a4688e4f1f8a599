import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from './eventually.ts';

/** Waits until VS Code notices changes in a folder, and has told of those that were made before. */
export async function watched(folder: string): Promise<void> {
  const fence = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.file(folder), 'fence'),
  );
  let isNoticed = false;
  fence.onDidCreate(() => (isNoticed = true));
  fence.onDidChange(() => (isNoticed = true));
  await eventually(() => {
    writeFileSync(join(folder, 'fence'), '');
    return isNoticed;
  }, `changes in ${folder}`);
  fence.dispose();
}
