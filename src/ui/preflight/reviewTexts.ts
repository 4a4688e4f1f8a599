import * as vscode from 'vscode';
import type { ReviewTexts } from '../promptTexts.ts';
import { createItem, parameterItem } from '../rowItems.ts';
import { checksItem, findingItem } from './findingItems.ts';

const { t } = vscode.l10n;

/** The review of a version, and what is asked of its checks before it is created. */
export const reviewTexts: ReviewTexts = {
  review: {
    title: t('Review'),
    placeholder: t('Create the version, or pick a parameter to change it'),
    present: (row) => {
      switch (row.kind) {
        case 'create':
          return createItem(row);
        case 'parameter':
          return parameterItem(row);
        default:
          return findingItem(row);
      }
    },
    button: { iconPath: new vscode.ThemeIcon('copy'), tooltip: t('Copy as…') },
  },
  checks: {
    title: t('Checks'),
    placeholder: t('What the checks have to say before the version is created'),
    present: checksItem,
  },
};
