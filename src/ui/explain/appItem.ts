import * as vscode from 'vscode';
import type { App } from '../../core/explain/apps.ts';
import { formatAge } from '../format.ts';

/** An app as a row: what it is and whose, its status and its age. */
export function appItem({
  type,
  name,
  space,
  userProfile = '',
  status,
  createdAt,
}: App): vscode.QuickPickItem {
  const { t } = vscode.l10n;
  const owner = space === undefined ? t('user profile {0}', userProfile) : t('space {0}', space);
  const age = createdAt ? formatAge(createdAt, new Date()) : '';
  return {
    label: t('{0} of {1}', type, owner),
    // Studio calls all but those of Studio Classic "default".
    description: [status, age, name === 'default' ? '' : name].filter(Boolean).join(' · '),
    iconPath: new vscode.ThemeIcon(status === 'Failed' ? 'error' : 'window'),
  };
}
