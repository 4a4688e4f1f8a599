import type * as vscode from 'vscode';

/** VS Code's cancellation as the `AbortSignal` that everything below the UI takes. */
export function toAbortSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
