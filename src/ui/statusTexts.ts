import * as vscode from 'vscode';

const { t } = vscode.l10n;

const texts: Readonly<Record<string, string>> = {
  CREATING: t('creating'),
  CREATED: t('created'),
  CREATE_FAILED: t('creation failed'),
  UPDATING: t('updating'),
  UPDATE_FAILED: t('update failed'),
  DELETING: t('deleting'),
  DELETE_FAILED: t('deletion failed'),
};

/** A status in words; one that SageMaker added later is shown as it is. */
export function statusText(status: string): string {
  return texts[status] ?? status;
}
