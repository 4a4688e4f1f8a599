import * as vscode from 'vscode';
import type { Page } from './page.ts';

/** Read-only documents of one scheme, with what can be clicked in them. They are made when they are opened. */
export class Pages implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #changedLenses = new vscode.EventEmitter<void>();
  readonly #pages = new Map<string, Page>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;
  readonly onDidChangeCodeLenses = this.#changedLenses.event;

  constructor(scheme: string) {
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#changedLenses,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.languages.registerCodeLensProvider({ scheme }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#pages.delete(uri.toString())),
    );
  }

  /** Keeps what a document says now; whoever opens it reads that. */
  put(uri: vscode.Uri, page: Page): void {
    this.#pages.set(uri.toString(), page);
    // VS Code keeps a document for a while after its last editor was closed, and shows it again as it was.
    this.#changed.fire(uri);
    this.#changedLenses.fire();
  }

  /** Shows a document, in the editor that the next one takes unless somebody keeps it. */
  async open(uri: vscode.Uri, page: Page): Promise<void> {
    this.put(uri, page);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    // A document of an earlier window: what it showed may not be true any more.
    return (
      this.#pages.get(uri.toString())?.text ??
      vscode.l10n.t('This is no longer loaded: run the command again.')
    );
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const { lenses } = this.#pages.get(uri.toString()) ?? { lenses: [] };
    return lenses.map(
      ({ line, command }) => new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
