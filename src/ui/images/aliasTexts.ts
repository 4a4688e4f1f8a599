import * as vscode from 'vscode';
import type { Destination } from '../../core/destination.ts';
import type { VersionAlias } from '../../core/images/aliases.ts';
import type { Loss } from '../funnel.ts';
import { destinationText } from '../destinationText.ts';

const { t } = vscode.l10n;

/** What is asked before an alias is taken from one version and put on another. */
export function moveOf(
  { imageName, number, alias }: VersionAlias,
  from: number,
  destination: Destination,
): Loss {
  return {
    question: t(
      'Move alias "{0}" from version {1} to version {2} of image "{3}"?',
      alias,
      from,
      number,
      imageName,
    ),
    detail: [
      t('It is taken off version {0} first, so that for a moment no version has it.', from),
      t('Domains and spaces attach images by number or as the latest: they do not follow an alias.'),
      destinationText(destination),
    ].join('\n\n'),
    action: t('Move Alias'),
  };
}

/** What is asked before an alias is taken from a version. */
export function removalOf(
  { imageName, number, alias }: VersionAlias,
  isLaunchable: boolean,
  destination: Destination,
): Loss {
  return {
    question: t('Remove alias "{0}" from version {1} of image "{2}"?', alias, number, imageName),
    detail: [
      isLaunchable
        ? t('Studio apps can no longer be launched with it.')
        : t('It is a label only: scripts that look for it no longer find a version.'),
      destinationText(destination),
    ].join('\n\n'),
    action: t('Remove Alias'),
  };
}
