/** As much of VS Code's API as lenses, lists and the sidebar use, for a program outside of VS Code. */
import { setImmediate } from 'node:timers/promises';
import type * as vscode from 'vscode';

/** The providers of code lenses that were registered, in turn. */
export const codeLensProviders: vscode.CodeLensProvider[] = [];

interface Disposable {
  readonly dispose: () => void;
}

const nothing: Disposable = { dispose: () => undefined };

export const Disposable = { from: (): Disposable => nothing };

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => void>();
  readonly event = (listener: (event: T) => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  readonly dispose = (): void => this.#listeners.clear();

  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }
}

export class Range {
  readonly places: readonly number[];

  constructor(...places: readonly number[]) {
    this.places = places;
  }
}

export class CodeLens {
  readonly range: Range;
  readonly command: vscode.Command;

  constructor(range: Range, command: vscode.Command) {
    this.range = range;
    this.command = command;
  }
}

export class ThemeIcon {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeColor extends ThemeIcon {}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export const QuickPickItemKind = { Separator: -1, Default: 0 };

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;

  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class MarkdownString {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

/** A tree whose rows nobody opens but the program itself. */
const treeView = {
  visible: false,
  onDidExpandElement: (): Disposable => nothing,
  onDidCollapseElement: (): Disposable => nothing,
  onDidChangeSelection: (): Disposable => nothing,
  onDidChangeVisibility: (): Disposable => nothing,
};

/** Nobody opens what it leads to. */
export const Uri = {
  file: (fsPath: string): { fsPath: string } => ({ fsPath }),
  parse: (text: string): { fsPath: string } => ({ fsPath: text }),
};

/** VS Code carries commands out in another process: nobody has the outcome at once. */
export const commands = { executeCommand: (): Promise<void> => setImmediate() };

export const QuickInputButtons = { Back: {} };

/** A list that is shown, and to which nobody does anything. */
class QuickPick {
  items: readonly vscode.QuickPickItem[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  value = '';
  readonly onDidChangeActive = (): Disposable => nothing;
  readonly onDidChangeValue = this.onDidChangeActive;
  readonly onDidAccept = this.onDidChangeActive;
  readonly onDidTriggerButton = this.onDidChangeActive;
  readonly onDidTriggerItemButton = this.onDidChangeActive;
  readonly onDidHide = this.onDidChangeActive;
  readonly dispose = (): void => undefined;

  show(): void {
    quickPicks.showing?.(this);
  }
}

export const quickPicks = {
  showing: undefined as ((shown: QuickPick) => void) | undefined,
  /** Resolves when the next list is shown. */
  next(): Promise<QuickPick> {
    return new Promise((resolve) => {
      this.showing = resolve;
    });
  },
};

export const env = { language: 'en' };

export const window = {
  createQuickPick: (): QuickPick => new QuickPick(),
  createTreeView: (): typeof treeView => treeView,
  withProgress: (_options: unknown, task: () => Promise<void>): Promise<void> => task(),
};

/** Nothing is written, but src/ui/settings.ts mentions it. */
export const ConfigurationTarget = {};

export const l10n = { t: (text: string): string => text };

export const languages = {
  registerCodeLensProvider(_selector: unknown, provider: vscode.CodeLensProvider): Disposable {
    codeLensProviders.push(provider);
    return nothing;
  },
};

export const workspace = {
  isTrusted: true,
  onDidGrantWorkspaceTrust: (): Disposable => nothing,
  getConfiguration: (): { get: () => boolean } => ({ get: () => true }),
  onDidChangeConfiguration: (): Disposable => nothing,
};
