import * as vscode from 'vscode';

/** The Dockerfile that somebody is at: the one in the active editor. */
export function activeDockerfile(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'dockerfile' ? document.uri : undefined;
}
