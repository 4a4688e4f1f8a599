/** As much of VS Code's API as src/ui/lenses.ts uses, for a program outside of VS Code. */
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
