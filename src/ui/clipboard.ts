import * as vscode from 'vscode';

const shownMs = 3_000;

/** Copies a text, and says so where it disturbs nobody. */
export async function copyText(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('$(copy) Copied to the clipboard'), shownMs);
}
