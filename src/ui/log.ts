import * as vscode from 'vscode';

/** The one output channel. The only place that makes one. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('SageMaker Images', { log: true });
}
