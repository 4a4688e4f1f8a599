import * as vscode from 'vscode';

/** Commands that the AWS Toolkit contributes; it is neither needed nor started by us. */
type ToolkitCommand = 'aws.toolkit.auth.addConnection' | 'aws.toolkit.auth.consoleLogin';

export async function hasToolkitCommand(command: ToolkitCommand): Promise<boolean> {
  return (await vscode.commands.getCommands(true)).includes(command);
}

export async function runToolkitCommand(command: ToolkitCommand, ...args: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}
