import * as vscode from 'vscode';

/** Whether somebody edits it as a Dockerfile: what git shows of an earlier state is nothing to be put right. */
export function isCheckable({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'dockerfile' && vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false;
}

/** Does something once, with the first Dockerfile that is seen in an editor: until then nothing has to be loaded for it. */
export function whenDockerfileShows(run: () => void): vscode.Disposable {
  const subscriptions: vscode.Disposable[] = [];
  const dispose = (): void => {
    for (const subscription of subscriptions.splice(0)) subscription.dispose();
  };
  const look = (): void => {
    if (
      subscriptions.length === 0 ||
      !vscode.window.visibleTextEditors.some(({ document }) => isCheckable(document))
    )
      return;
    dispose();
    // Not at once: VS Code may be in the middle of the extension's activation.
    setImmediate(run);
  };
  subscriptions.push(
    vscode.window.onDidChangeVisibleTextEditors(look),
    // Its language may be chosen later.
    vscode.workspace.onDidOpenTextDocument(look),
  );
  look();
  return new vscode.Disposable(dispose);
}
