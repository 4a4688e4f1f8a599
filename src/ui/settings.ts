import * as vscode from 'vscode';
import { settingsSection, type SettingId, type Settings } from './ids.ts';

/**
 * The only place that reads or writes configuration. Defaults are package.json's.
 * @param folder what it is read for, where folders of a workspace can differ.
 */
export function readSetting<K extends SettingId>(id: K, folder?: vscode.WorkspaceFolder): Settings[K] {
  // The manifest declares every setting with this type and a default (held by test/package/manifest.test.ts).
  return vscode.workspace.getConfiguration(settingsSection, folder?.uri).get(id) as Settings[K];
}

/** What a setting is in the workspace and for the user, each where it is set. */
export function readSettingByScope<K extends SettingId>(
  id: K,
): { readonly workspace: Settings[K] | undefined; readonly user: Settings[K] | undefined } {
  const scopes = vscode.workspace.getConfiguration(settingsSection).inspect<Settings[K]>(id);
  return {
    workspace: scopes?.workspaceFolderValue ?? scopes?.workspaceValue,
    user: scopes?.globalValue,
  };
}

export async function writeWorkspaceSetting<K extends SettingId>(id: K, value: Settings[K]): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration(settingsSection).update(id, value, target);
}

/**
 * Changes what belongs to one folder in its own settings, or in the workspace's where that is the only one.
 * @param change is given what is set there, without the user's and others' settings, which VS Code puts together with it.
 */
export async function changeFolderSetting<K extends SettingId>(
  id: K,
  change: (set: Settings[K] | undefined) => Settings[K],
  folder: vscode.WorkspaceFolder,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(settingsSection, folder.uri);
  const scopes = configuration.inspect<Settings[K]>(id);
  const { Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const isOnly = vscode.workspace.workspaceFile === undefined;
  const set = isOnly ? scopes?.workspaceValue : scopes?.workspaceFolderValue;
  await configuration.update(id, change(set), isOnly ? Workspace : WorkspaceFolder);
}

/** Shows a setting where it is edited. */
export async function openSetting(id: SettingId): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', `@id:${settingsSection}.${id}`);
}

export function onSettingChange(ids: readonly SettingId[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (ids.some((id) => event.affectsConfiguration(`${settingsSection}.${id}`))) listener();
  });
}

/** VS Code's own setting: whether servers, proxies above all, have to prove who they are. */
export function isSslStrict(): boolean {
  return vscode.workspace.getConfiguration('http').get('proxyStrictSSL', true);
}

/** Tells when VS Code reaches servers in another way than before: through another proxy, or with less proof. */
export function onNetworkSettingChange(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('http')) listener();
  });
}
