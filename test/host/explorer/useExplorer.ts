import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json' with { type: 'json' };
import type { Clock, Cloud, Session } from '../../../src/core/ports.ts';
import type { TreeNode } from '../../../src/core/tree.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import { systemClock } from '../../../src/ui/clock.ts';
import { Explorer } from '../../../src/ui/explorer/explorer.ts';
import { Funnel } from '../../../src/ui/funnel.ts';
import { Memory } from '../../../src/ui/memory.ts';
import { createLog } from '../../../src/ui/log.ts';
import { contextKeys } from '../../../src/ui/ids.ts';
import { aCloud, aSession } from '../../support/inMemorySession.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';

/** An explorer over in-memory sessions, in the place of the activated extension's. */
export interface ExplorerFixture {
  readonly explorer: Explorer;
  readonly activeSession: ActiveSession;
  readonly funnel: Funnel;
  readonly memory: Memory;
  /** What VS Code was told has changed. */
  readonly changes: readonly (TreeNode | undefined)[];
  /** How often it was told to ask for all rows again; a single row may change meanwhile, as soon as more is known of it. */
  readonly reloads: () => number;
}

export interface ExplorerOptions {
  readonly clock?: Clock;
  readonly memory?: Memory;
}

/**
 * Makes explorers, and disposes of them after each test. The extension is active before: showing the view would
 * activate it half-way through a test, and whoever registers last has the view.
 */
export function useExplorer(): (
  openSession?: () => Session | Promise<Session>,
  options?: ExplorerOptions,
) => ExplorerFixture {
  const disposables: vscode.Disposable[] = [];
  let channel: vscode.LogOutputChannel | undefined;
  const log = (): vscode.LogOutputChannel => (channel ??= createLog());
  after(() => channel?.dispose());
  before(async () => {
    await vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`)?.activate();
  });
  afterEach(() => {
    for (const disposable of disposables.splice(0)) disposable.dispose();
  });

  return (
    openSession = aSession,
    { clock = systemClock, memory = new Memory(new InMemoryMemento(), new InMemoryMemento()) } = {},
  ) => {
    const cloud: Cloud = { ...aCloud(), openSession: async () => openSession() };
    const activeSession = new ActiveSession({ cloud: () => cloud, memory });
    const funnel = new Funnel(log(), () => Promise.resolve(false));
    const explorer = new Explorer({ activeSession, funnel, memory, clock });
    const changes: (TreeNode | undefined)[] = [];
    disposables.push(
      explorer.onDidChangeTreeData((changed) =>
        changes.push(...(Array.isArray(changed) ? changed : [changed])),
      ),
      explorer,
      activeSession,
    );
    const reloads = (): number => changes.filter((changed) => changed === undefined).length;
    return { explorer, activeSession, funnel, memory, changes, reloads };
  };
}

/** The states that welcome texts depend on, as they are set meanwhile: VS Code lets nobody read them. */
export async function statesDuring(action: () => Promise<void>): Promise<readonly unknown[]> {
  const states: unknown[] = [];
  const { executeCommand } = vscode.commands;
  const recording = (command: string, ...args: unknown[]): Thenable<unknown> => {
    if (command === 'setContext' && args[0] === contextKeys.explorerState) states.push(args[1]);
    return executeCommand(command, ...args);
  };
  Object.assign(vscode.commands, { executeCommand: recording });
  try {
    await action();
  } finally {
    Object.assign(vscode.commands, { executeCommand });
  }
  return states;
}

/** The labels of rows, as they are shown. */
export function labelsOf(explorer: Explorer, nodes: readonly TreeNode[]): readonly string[] {
  return nodes.map((node) => {
    const { label } = explorer.getTreeItem(node);
    return typeof label === 'string' ? label : '';
  });
}

/** The row with that label among a row's children. */
export async function open(
  explorer: Explorer,
  parent: TreeNode | undefined,
  label: string,
): Promise<TreeNode> {
  const children = await explorer.getChildren(parent);
  const labels = labelsOf(explorer, children);
  const child = children[labels.indexOf(label)];
  assert.ok(child, `there is no row "${label}" but ${labels.join(', ')}`);
  return child;
}

/** What a row says behind its label. */
export function descriptionOf(explorer: Explorer, node: TreeNode | undefined): string {
  assert.ok(node);
  return String(explorer.getTreeItem(node).description);
}

/** Puts another view in the place of the explorer's: VS Code asks for its rows no more. */
export async function hideSideBar(): Promise<void> {
  await vscode.commands.executeCommand('workbench.view.explorer');
}
