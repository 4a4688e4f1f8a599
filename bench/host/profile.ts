/** Whose code ran in a block, according to a CPU profile. */
import type { Profiler } from 'node:inspector';

import type { Block } from './probe.ts';

/** Whose code it is, by what the URL of the script ends with. */
const OWNERS: Readonly<Record<string, string>> = {
  'extensionHostProcess.js': 'VS Code',
  '/extension.cjs': 'extension.cjs',
  '/commands.cjs': 'commands.cjs',
  '/aws.cjs': 'aws.cjs',
  'modules/cjs/loader': 'loading code',
};

const NOBODY = 'Node and garbage collection';

/** "VS Code 60 %, extension.cjs 40 %" */
export function describeShares(profile: Profiler.Profile, block: Block): string {
  const owners = ownersByNode(profile);
  const sums = new Map<string, number>();
  let at = profile.startTime / 1000;
  for (const [index, node] of (profile.samples ?? []).entries()) {
    const milliseconds = (profile.timeDeltas?.[index] ?? 0) / 1000;
    at += milliseconds;
    if (at < block.endsAt - block.milliseconds || at > block.endsAt) continue;
    const owner = owners.get(node) ?? NOBODY;
    sums.set(owner, (sums.get(owner) ?? 0) + milliseconds);
  }
  const total = [...sums.values()].reduce((sum, part) => sum + part, 0);
  return [...sums]
    .sort(([, one], [, other]) => other - one)
    .map(([owner, part]) => `${owner} ${Math.round((100 * part) / total)} %`)
    .join(', ');
}

/** The owner of a function, or else of the nearest one that called it. */
function ownersByNode({ nodes }: Profiler.Profile): ReadonlyMap<number, string> {
  const owners = new Map<number, string>();
  // Callers come before those that they call.
  for (const { id, callFrame, children = [] } of nodes) {
    const owner = ownerOf(callFrame.url) ?? owners.get(id);
    for (const node of owner === undefined ? [] : [id, ...children]) owners.set(node, owner ?? NOBODY);
  }
  return owners;
}

function ownerOf(url: string): string | undefined {
  return Object.entries(OWNERS).find(([end]) => url.endsWith(end))?.[1];
}
