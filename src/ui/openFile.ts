import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import type { FileLocation } from '../core/profiles.ts';

/** Opens a file at a line; one that is not there yet as a new one that is saved under this path. */
export async function openFileAt({ path, line }: FileLocation): Promise<void> {
  const file = vscode.Uri.file(path);
  const uri = existsSync(path) ? file : file.with({ scheme: 'untitled' });
  const start = new vscode.Position(line, 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(start, start) });
}
