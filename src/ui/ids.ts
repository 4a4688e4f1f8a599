import type * as vscode from 'vscode';
import type { ImageNode, TreeNode } from '../core/tree.ts';

/** Where a version is created from. */
export type CreateFrom = { readonly dockerfile: vscode.Uri } | ImageNode;

/** Every command with its arguments. `test/package/manifest.test.ts` holds the ids to package.json. */
export interface Commands {
  'sagemakerImages.version.create': [from?: CreateFrom];
  'sagemakerImages.explorer.refresh': [];
  'sagemakerImages.explorer.retry': [failed: TreeNode];
  'sagemakerImages.session.switch': [];
  'sagemakerImages.session.signIn': [];
  'sagemakerImages.log.show': [];
}
export type CommandId = keyof Commands;

export const commandIds = [
  'sagemakerImages.version.create',
  'sagemakerImages.explorer.refresh',
  'sagemakerImages.explorer.retry',
  'sagemakerImages.session.switch',
  'sagemakerImages.session.signIn',
  'sagemakerImages.log.show',
] as const satisfies readonly CommandId[];

export const views = { explorer: 'sagemakerImages.explorer' } as const;

/** Context keys that `when` clauses of package.json read. */
export const contextKeys = {
  /** What the explorer's welcome text speaks of: `loading`, `images`, `empty` or `signedOut`. */
  explorerState: 'sagemakerImages.explorerState',
} as const;

export const settingsSection = 'sagemakerImages';

/** Settings and their types; defaults live in package.json alone. */
export interface Settings {
  'aws.profile': string;
  'aws.region': string;
  'aws.expectedAccount': string;
  'create.pinDigest': boolean;
  'codeLens.enabled': boolean;
}
export type SettingId = keyof Settings;

export const settingIds = [
  'aws.profile',
  'aws.region',
  'aws.expectedAccount',
  'create.pinDigest',
  'codeLens.enabled',
] as const satisfies readonly SettingId[];

/** A command for a lens, a tree item or a status bar item: it exists, and its arguments are right. */
export function asCommand<C extends CommandId>(
  command: C,
  title: string,
  ...args: Commands[C]
): vscode.Command {
  return { command, title, arguments: args };
}
