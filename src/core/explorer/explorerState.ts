import type { TreeNode } from '../tree.ts';
import { isFiltered, type ExplorerQuery } from './explorerQuery.ts';
import { isSignedOut } from './failures.ts';

/** What the sidebar shows: images or what failed, or else which text stands in their place. */
export type ExplorerState = 'loading' | 'images' | 'empty' | 'noMatch' | 'signedOut';

/** The topmost rows, and why there are not more of them. */
export interface ImageRows {
  readonly nodes: readonly TreeNode[];
  readonly error?: unknown;
}

/** What the topmost rows come to. The welcome text for those who are signed out says more than rows could. */
export function stateOf({ nodes, error }: ImageRows, query: ExplorerQuery): ExplorerState {
  if (isSignedOut(error)) return 'signedOut';
  if (nodes.length > 0) return 'images';
  return isFiltered(query) ? 'noMatch' : 'empty';
}
