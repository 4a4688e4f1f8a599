/**
 * Opens the sidebar and images in it as VS Code does, in a process that has made a call before: what is measured are not
 * the costs of loading the SDK. Once all images are there, it opens as many as its argument says, one after the other.
 * Prints the times as JSON.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type * as vscode from 'vscode';

import type { ImageNode, TreeNode } from '../../src/core/tree.ts';
import type { ActiveSession } from '../../src/ui/activeSession.ts';
import { systemClock as clock } from '../../src/ui/clock.ts';
import { Explorer } from '../../src/ui/explorer/explorer.ts';
import { openSession } from './ourCreate.ts';

export interface ExploreTimes {
  /** Milliseconds until the first images could be shown. */
  readonly firstRowsMs: number;
  /** Milliseconds from opening an image until its first versions could be shown, one time per image. */
  readonly versionRowsMs: readonly number[];
  /** Milliseconds from opening the first image until the rows in view of all had their details. */
  readonly detailsMs: number;
  /** Milliseconds from opening the sidebar until everything was there that it fetches by itself. */
  readonly totalMs: number;
  /** What failed, by the error's code or message. */
  readonly failures: readonly string[];
  /** Bytes that are kept of the sidebar, VS Code's own rows included. */
  readonly keptBytes: number;
}

/** As many rows as the sidebar takes to be in view. */
const SCREENFUL = 30;

const failures: string[] = [];
const nothing = (): { dispose: () => void } => ({ dispose: () => undefined });

async function main(): Promise<void> {
  const count = Number(process.argv[2] ?? 1);
  const session = await openSession();
  await session.images.findLatestVersion('notebook', new AbortController().signal);
  const bytesBefore = heapBytes();

  const explorer = new Explorer({
    activeSession: {
      open: () => Promise.resolve(session),
      onDidReset: nothing,
      onDidRenew: nothing,
    } as unknown as ActiveSession,
    funnel: { logFailure: (error) => failures.push(error instanceof Error ? error.message : String(error)) },
    memory: { explorerQuery: () => undefined, keepExplorerQuery: () => Promise.resolve() },
    clock,
  });
  const rows = new Rows(explorer);

  const start = performance.now();
  await rows.open(undefined);
  const firstRowsMs = performance.now() - start;
  await rows.until(() => rows.areImagesKnown);

  const openedAt = performance.now();
  const images = rows.images.slice(0, count);
  const versionRowsMs: number[] = [];
  for (const image of images) {
    const imageOpenedAt = performance.now();
    await rows.open(image);
    versionRowsMs.push(performance.now() - imageOpenedAt);
  }
  await rows.until(() => images.every((image) => rows.detailedBelow(image) === SCREENFUL));
  const detailsMs = performance.now() - openedAt;
  const totalMs = performance.now() - start;
  const times: ExploreTimes = {
    firstRowsMs,
    versionRowsMs,
    detailsMs,
    totalMs,
    failures,
    keptBytes: heapBytes() - bytesBefore,
  };
  console.log(JSON.stringify(times));
  explorer.dispose();
}

/** The rows as VS Code keeps them: what it was told has changed, it asks for anew. */
class Rows {
  readonly #explorer: Explorer;
  readonly #children = new Map<TreeNode | undefined, readonly TreeNode[]>();
  readonly #items = new Map<TreeNode, vscode.TreeItem>();
  #waiting: { readonly isMet: () => boolean; readonly resolve: () => void } | undefined;

  constructor(explorer: Explorer) {
    this.#explorer = explorer;
    explorer.onDidChangeTreeData((changed) => void this.#refresh(changed));
  }

  get images(): readonly ImageNode[] {
    return (this.#children.get(undefined) ?? []).filter((node) => node.kind === 'image');
  }

  /** Whether the images in view have their latest version, and no more images are to come. */
  get areImagesKnown(): boolean {
    return (
      this.images.length >= Number(process.env['BENCH_IMAGES']) &&
      this.images.slice(0, SCREENFUL).every(({ latest }) => latest !== undefined)
    );
  }

  /** How many of the rows below an image that are in view are shown with their details. */
  detailedBelow(image: ImageNode): number {
    const inView = (this.#children.get(image) ?? []).slice(0, SCREENFUL);
    return inView.filter((row) => String(this.#items.get(row)?.description).includes('sha256:')).length;
  }

  async open(parent: TreeNode | undefined): Promise<void> {
    const children = await this.#explorer.getChildren(parent);
    this.#children.set(parent, children);
    for (const child of children) this.#items.set(child, this.#explorer.getTreeItem(child));
    if (this.#waiting?.isMet()) this.#waiting.resolve();
  }

  until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting = { isMet, resolve };
    });
  }

  async #refresh(changed: TreeNode | readonly TreeNode[] | undefined): Promise<void> {
    for (const node of [changed].flat()) {
      if (node) this.#items.set(node, this.#explorer.getTreeItem(node));
      if (this.#children.has(node)) await this.open(node);
    }
    if (this.#waiting?.isMet()) this.#waiting.resolve();
  }
}

function heapBytes(): number {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

void main();
