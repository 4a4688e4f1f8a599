import type * as vscode from 'vscode';
import type { Fix } from '../core/preflight/finding.ts';
import type { ImageNode, TreeNode, VersionNode } from '../core/tree.ts';

/** Where a version is created from. */
export type CreateFrom = { readonly dockerfile: vscode.Uri } | ImageNode;

/** Which Dockerfile is built, and whether its last run is gone on with. */
export interface BuildFrom {
  readonly dockerfile: vscode.Uri;
  readonly isContinued?: boolean;
}

/** Every command with its arguments. `test/package/manifest.test.ts` holds the ids to package.json. */
export interface Commands {
  'sagemakerImages.image.create': [];
  'sagemakerImages.image.edit': [image?: ImageNode];
  'sagemakerImages.image.delete': [image?: ImageNode];
  'sagemakerImages.version.create': [from?: CreateFrom];
  /** VS Code's own menus give the file alone. */
  'sagemakerImages.version.build': [from?: BuildFrom | vscode.Uri];
  'sagemakerImages.dockerfile.chooseTarget': [of?: { readonly dockerfile: vscode.Uri }];
  'sagemakerImages.dockerfile.showState': [of?: { readonly dockerfile: vscode.Uri }];
  'sagemakerImages.version.edit': [version?: VersionNode];
  'sagemakerImages.version.editAliases': [version?: VersionNode];
  'sagemakerImages.version.archive': [version?: VersionNode];
  'sagemakerImages.version.delete': [version?: VersionNode, selected?: readonly TreeNode[]];
  'sagemakerImages.version.show': [version?: VersionNode];
  'sagemakerImages.version.showSelected': [];
  'sagemakerImages.version.compare': [version?: VersionNode, selected?: readonly TreeNode[]];
  'sagemakerImages.version.copyAs': [version?: VersionNode];
  'sagemakerImages.version.explain': [version?: VersionNode];
  'sagemakerImages.app.explain': [];
  'sagemakerImages.containerImage.check': [version?: VersionNode];
  'sagemakerImages.containerImage.show': [version?: VersionNode];
  'sagemakerImages.containerImage.compare': [version?: VersionNode, selected?: readonly TreeNode[]];
  'sagemakerImages.containerImage.fix': [fix: Fix];
  'sagemakerImages.copy.name': [row?: ImageNode | VersionNode];
  'sagemakerImages.copy.arn': [row?: ImageNode | VersionNode];
  'sagemakerImages.copy.uri': [version?: VersionNode];
  'sagemakerImages.copy.digest': [version?: VersionNode];
  'sagemakerImages.console.open': [row?: ImageNode | VersionNode];
  'sagemakerImages.explorer.filter': [];
  'sagemakerImages.explorer.sort': [];
  'sagemakerImages.explorer.loadMore': [image: ImageNode];
  'sagemakerImages.explorer.refresh': [];
  'sagemakerImages.explorer.retry': [failed: TreeNode];
  'sagemakerImages.session.switch': [];
  'sagemakerImages.session.signIn': [];
  'sagemakerImages.log.show': [];
}
export type CommandId = keyof Commands;

export const commandIds = [
  'sagemakerImages.image.create',
  'sagemakerImages.image.edit',
  'sagemakerImages.image.delete',
  'sagemakerImages.version.create',
  'sagemakerImages.version.build',
  'sagemakerImages.dockerfile.chooseTarget',
  'sagemakerImages.dockerfile.showState',
  'sagemakerImages.version.edit',
  'sagemakerImages.version.editAliases',
  'sagemakerImages.version.archive',
  'sagemakerImages.version.delete',
  'sagemakerImages.version.show',
  'sagemakerImages.version.showSelected',
  'sagemakerImages.version.compare',
  'sagemakerImages.version.copyAs',
  'sagemakerImages.version.explain',
  'sagemakerImages.app.explain',
  'sagemakerImages.containerImage.check',
  'sagemakerImages.containerImage.show',
  'sagemakerImages.containerImage.compare',
  'sagemakerImages.containerImage.fix',
  'sagemakerImages.copy.name',
  'sagemakerImages.copy.arn',
  'sagemakerImages.copy.uri',
  'sagemakerImages.copy.digest',
  'sagemakerImages.console.open',
  'sagemakerImages.explorer.filter',
  'sagemakerImages.explorer.sort',
  'sagemakerImages.explorer.loadMore',
  'sagemakerImages.explorer.refresh',
  'sagemakerImages.explorer.retry',
  'sagemakerImages.session.switch',
  'sagemakerImages.session.signIn',
  'sagemakerImages.log.show',
] as const satisfies readonly CommandId[];

/** What is in the menus of rows, and in no other: there it is always about a row. */
export const rowCommandIds: ReadonlySet<CommandId> = new Set<CommandId>([
  'sagemakerImages.image.edit',
  'sagemakerImages.image.delete',
  'sagemakerImages.version.edit',
  'sagemakerImages.version.editAliases',
  'sagemakerImages.version.archive',
  'sagemakerImages.version.delete',
  'sagemakerImages.version.show',
  'sagemakerImages.version.compare',
  'sagemakerImages.version.copyAs',
  'sagemakerImages.version.explain',
  'sagemakerImages.containerImage.check',
  'sagemakerImages.containerImage.show',
  'sagemakerImages.containerImage.compare',
  'sagemakerImages.copy.name',
  'sagemakerImages.copy.arn',
  'sagemakerImages.copy.uri',
  'sagemakerImages.copy.digest',
  'sagemakerImages.console.open',
  'sagemakerImages.explorer.loadMore',
  'sagemakerImages.explorer.retry',
]);

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
  'docker.path': string;
  'dockerfile.target': string;
  'dockerfile.rules': Readonly<Record<string, unknown>>;
  dockerfiles: Readonly<Record<string, unknown>>;
}
export type SettingId = keyof Settings;

export const settingIds = [
  'aws.profile',
  'aws.region',
  'aws.expectedAccount',
  'create.pinDigest',
  'codeLens.enabled',
  'docker.path',
  'dockerfile.target',
  'dockerfile.rules',
  'dockerfiles',
] as const satisfies readonly SettingId[];

/** The type of the tasks that build a Dockerfile, and the problem matcher of what they say. */
export const buildTask = { type: 'sagemaker-image', problemMatcher: '$sagemaker-image' } as const;

/** A command for a lens, a tree item or a status bar item: it exists, and its arguments are right. */
export function asCommand<C extends CommandId>(
  command: C,
  title: string,
  ...args: Commands[C]
): vscode.Command {
  return { command, title, arguments: args };
}
