import * as vscode from 'vscode';
import type { Destination } from '../core/destination.ts';

const { t } = vscode.l10n;

/** Where something is written, and by whom. */
export function destinationText({ profile, region, accountId }: Destination): string {
  return t(
    'profile {0} · account {1} · {2}',
    profile,
    accountId === null ? t('unknown') : (accountId ?? '…'),
    region,
  );
}
