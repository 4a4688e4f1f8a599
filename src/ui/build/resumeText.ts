import * as vscode from 'vscode';
import type { Resume } from '../../core/build/record.ts';

/** The button, and the lens, that goes on where a run has ended. */
export function resumeText({ from }: Resume): string {
  return from === 'push' ? vscode.l10n.t('Continue from push') : vscode.l10n.t('Continue from register');
}
