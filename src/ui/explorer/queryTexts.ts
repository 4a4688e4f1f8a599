import * as vscode from 'vscode';
import {
  imageStatuses,
  namePart,
  namePartProblem,
  sortOrders,
  type ExplorerQuery,
  type SortBy,
} from '../../core/explorer/explorerQuery.ts';
import { statusText } from '../statusTexts.ts';

const { t } = vscode.l10n;

/** What the sidebar's title says of the rows below it; empty for all images by name. */
export function queryText(query: ExplorerQuery): string {
  const order = query.sortBy === 'name' ? '' : sortTexts[query.sortBy].short;
  return [filterText(query), order].filter(Boolean).join(' · ');
}

export function noMatchText(query: ExplorerQuery): string {
  return t('No image matches the filter: {0}. Change it with "Filter Images…".', filterText(query));
}

interface Filter {
  /** Empty for any name. */
  readonly nameContains: string;
  /** Empty for any status. */
  readonly statuses: readonly string[];
}

/** Asks which images to show. @returns undefined when it was cancelled */
export async function askFilter({ nameContains = '', statuses }: ExplorerQuery): Promise<Filter | undefined> {
  const part = await vscode.window.showInputBox({
    title: t('Filter Images (1/2): Name'),
    ignoreFocusOut: true,
    prompt: t('A part of the name, in upper or lower case. Empty: any name.'),
    placeHolder: t('Part of the name'),
    value: nameContains,
    validateInput: namePartText,
  });
  if (part === undefined) return undefined;
  const picked = await vscode.window.showQuickPick(statusItems(statuses), {
    title: t('Filter Images (2/2): Status'),
    ignoreFocusOut: true,
    placeHolder: t('The statuses to show. None: any status.'),
    canPickMany: true,
  });
  return picked && { nameContains: part, statuses: picked.map(({ status }) => status) };
}

/** Asks for the order of the images. @returns undefined when it was cancelled */
export async function askSortOrder({ sortBy: current }: ExplorerQuery): Promise<SortBy | undefined> {
  const items = sortOrders.map((sortBy) => ({
    sortBy,
    label: sortTexts[sortBy].label,
    description: [sortTexts[sortBy].order, sortBy === current ? t('now') : ''].filter(Boolean).join(' · '),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Sort Images'),
    ignoreFocusOut: true,
    placeHolder: t('Sort the images by'),
  });
  return picked?.sortBy;
}

const sortTexts: Readonly<Record<SortBy, { readonly [as in 'label' | 'order' | 'short']: string }>> = {
  name: { label: t('Name'), order: t('A to Z'), short: '' },
  created: { label: t('Created'), order: t('newest first'), short: t('newest first') },
  modified: { label: t('Modified'), order: t('latest first'), short: t('last modified first') },
};

function filterText({ nameContains, statuses }: ExplorerQuery): string {
  const name = nameContains === undefined ? '' : t('name contains "{0}"', nameContains);
  return [name, statuses.map(statusText).join(', ')].filter(Boolean).join(' · ');
}

function namePartText(text: string): string | undefined {
  switch (namePartProblem(text)) {
    case 'pattern':
      return t('Names of images have letters, digits, hyphens and dots only.');
    case 'tooLong':
      return t('Names of images have at most {0} characters.', namePart.max);
    case undefined:
      return undefined;
  }
}

/** A status that is filtered by already is offered though it is not known here. */
function statusItems(
  current: readonly string[],
): (vscode.QuickPickItem & { readonly status: string; readonly picked: boolean })[] {
  return [...new Set([...imageStatuses, ...current])].map((status) => ({
    status,
    label: statusText(status),
    picked: current.includes(status),
  }));
}
