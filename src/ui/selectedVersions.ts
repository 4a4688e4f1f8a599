import * as vscode from 'vscode';
import type { ImageVersion } from '../core/model.ts';
import type { TreeNode, VersionNode } from '../core/tree.ts';
import type { Funnel } from './funnel.ts';

/**
 * The versions to compare: those that are selected, or the one whose menu it was where that is none of them.
 * @returns undefined where more than two are selected, which is told.
 */
export function versionsToCompare(
  node: VersionNode | undefined,
  selected: readonly TreeNode[],
  funnel: Pick<Funnel, 'inform'>,
): readonly ImageVersion[] | undefined {
  const nodes = node && !selected.includes(node) ? [node] : selected;
  const versions = nodes.flatMap((one) => (one.kind === 'version' ? [one.version] : []));
  if (versions.length <= 2) return versions;
  const text = vscode.l10n.t('{0} versions are selected: select the two to compare.', versions.length);
  void funnel.inform(text, []);
  return undefined;
}
