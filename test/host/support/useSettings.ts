import * as vscode from 'vscode';
import { settingsSection, type SettingId } from '../../../src/ui/ids.ts';

type Scope = 'user' | 'workspace';

const targets = { user: vscode.ConfigurationTarget.Global, workspace: vscode.ConfigurationTarget.Workspace };

/** Changes settings as a user does, and takes it back after each test. */
export function useSettings(): (scope: Scope, id: SettingId, value: unknown) => Promise<void> {
  const changed: (readonly [Scope, SettingId])[] = [];
  const update = async (scope: Scope, id: SettingId, value: unknown): Promise<void> =>
    vscode.workspace.getConfiguration(settingsSection).update(id, value, targets[scope]);
  afterEach(async () => {
    for (const [scope, id] of changed.splice(0)) await update(scope, id, undefined);
  });
  return async (scope, id, value) => {
    changed.push([scope, id]);
    await update(scope, id, value);
  };
}
