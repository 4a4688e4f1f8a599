import * as vscode from 'vscode';
import { settingsSection, type SettingId, type Settings } from './ids.ts';

/** The only place that reads or writes configuration. Defaults are package.json's. */
export function readSetting<K extends SettingId>(id: K): Settings[K] {
  // The manifest declares every setting with this type and a default (held by test/package/manifest.test.ts).
  return vscode.workspace.getConfiguration(settingsSection).get(id) as Settings[K];
}

/** Writes for this workspace where there is one that may choose (a restricted one may not), else for the user. */
export async function writeSetting<K extends SettingId>(id: K, value: Settings[K]): Promise<void> {
  const hasWorkspace = vscode.workspace.workspaceFolders !== undefined && vscode.workspace.isTrusted;
  const target = hasWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(settingsSection).update(id, value, target);
}

export function onSettingChange(ids: readonly SettingId[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (ids.some((id) => event.affectsConfiguration(`${settingsSection}.${id}`))) listener();
  });
}
