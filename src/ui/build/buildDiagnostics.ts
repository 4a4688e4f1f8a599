import * as vscode from 'vscode';

/** The line of a Dockerfile at which its last build failed, until it is built again or the line is edited. */
export class BuildDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('sagemaker-images-build');
  readonly #subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    const [diagnostic] = this.#collection.get(document.uri) ?? [];
    if (diagnostic) this.#follow(document, diagnostic, contentChanges);
  });

  /** @param line counted from 1. */
  async set(file: string, line: number, reason: string): Promise<void> {
    const uri = vscode.Uri.file(file);
    const document = await vscode.workspace.openTextDocument(uri);
    // The file may have become shorter since it was built.
    const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(
      Math.min(line, document.lineCount) - 1,
    );
    const text = range.with(range.start.translate(0, firstNonWhitespaceCharacterIndex));
    this.#put(uri, text, reason);
  }

  clear(uri: vscode.Uri): void {
    this.#collection.delete(uri);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#collection.dispose();
  }

  /** Edits above move it; VS Code itself moves only what the editor shows. */
  #follow(
    { uri }: vscode.TextDocument,
    { range, message }: vscode.Diagnostic,
    changes: readonly vscode.TextDocumentContentChangeEvent[],
  ): void {
    if (changes.some((change) => touches(change, range.start.line))) return this.clear(uri);
    const moved = changes
      .filter((change) => isAbove(change, range.start.line))
      .reduce((sum, change) => sum + addedLines(change), 0);
    if (moved === 0) return;
    const start = range.start.translate(moved);
    this.#put(uri, range.with(start, range.end.translate(moved)), message);
  }

  #put(uri: vscode.Uri, range: vscode.Range, message: string): void {
    const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
    diagnostic.source = 'SageMaker Images';
    this.#collection.set(uri, [diagnostic]);
  }
}

function touches(change: vscode.TextDocumentContentChangeEvent, line: number): boolean {
  return change.range.start.line <= line && !isAbove(change, line);
}

/** Also an edit that adds or removes whole lines right before it: that one ends where the line begins. */
function isAbove(
  { range: { start, end }, text }: vscode.TextDocumentContentChangeEvent,
  line: number,
): boolean {
  if (end.line < line) return true;
  const isWholeLines = start.character === 0 && (text === '' || text.endsWith('\n'));
  return end.line === line && end.character === 0 && isWholeLines;
}

function addedLines({ range, text }: vscode.TextDocumentContentChangeEvent): number {
  return text.split('\n').length - 1 - (range.end.line - range.start.line);
}
