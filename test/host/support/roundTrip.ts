import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/**
 * Resolves when the window has taken in everything that was done in the extension host until now, and its events of
 * that have arrived here. (The host sends changes of quick input on at the end of the turn, and messages keep their
 * order in both directions.)
 */
export async function roundTrip(): Promise<void> {
  await delay(0);
  await vscode.commands.executeCommand('setContext', 'sagemakerImages.test.roundTrip', true);
}
