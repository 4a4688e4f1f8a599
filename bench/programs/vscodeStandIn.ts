/** As much of VS Code's API as lenses and lists use, for a program outside of VS Code. */
import type * as vscode from 'vscode';

/** The providers of code lenses that were registered, in turn. */
export const codeLensProviders: vscode.CodeLensProvider[] = [];

interface Disposable {
  readonly dispose: () => void;
}

const nothing: Disposable = { dispose: () => undefined };

export const Disposable = { from: (): Disposable => nothing };

export class EventEmitter {
  readonly event = (): Disposable => nothing;
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

export const window = { createQuickPick: (): QuickPick => new QuickPick() };

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
  getConfiguration: (): { get: () => boolean } => ({ get: () => true }),
  onDidChangeConfiguration: (): Disposable => nothing,
};
