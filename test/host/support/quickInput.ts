import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { roundTrip } from './roundTrip.ts';

/** What a person can do with the open quick input, through VS Code's own commands. */
export const keys: Readonly<Record<'enter' | 'down' | 'up' | 'escape' | 'back', () => Promise<void>>> = {
  enter: () => press('workbench.action.acceptSelectedQuickOpenItem'),
  down: () => press('workbench.action.quickOpenSelectNext'),
  up: () => press('workbench.action.quickOpenSelectPrevious'),
  escape: () => press('workbench.action.closeQuickOpen'),
  back: () => press('workbench.action.quickInputBack'),
};

async function press(command: string): Promise<void> {
  await roundTrip();
  await vscode.commands.executeCommand(command);
  await roundTrip();
}

/** Fails when the question has been answered by now. */
export async function assertOpen(answer: Promise<unknown>): Promise<void> {
  await roundTrip();
  const open = Symbol('open');
  assert.equal(await Promise.race([answer, Promise.resolve(open)]), open, 'the question is closed');
}
