import * as vscode from 'vscode';
import type { Destination } from '../../core/destination.ts';
import type { Deletion } from '../../core/images/deleteVersions.ts';
import type { ImageVersion } from '../../core/model.ts';
import type { Loss } from '../funnel.ts';
import { destinationText } from '../destinationText.ts';

const { t } = vscode.l10n;

/** As many lines as a dialog shows without scrolling. */
const mostLines = 15;

/** What is asked before versions are deleted. @param aliases those of each version; undefined where they are not known. */
export function lossOf(
  versions: readonly ImageVersion[],
  aliases: readonly (readonly string[])[] | undefined,
  destination: Destination,
): Loss {
  const [only] = versions;
  if (only && versions.length === 1) {
    return {
      question: t('Delete version {0} of image "{1}"?', only.number, only.imageName),
      detail: [onlyText(aliases?.[0]), destinationText(destination)].join('\n\n'),
      action: t('Delete Version'),
    };
  }
  const lines = versions.map((version, index) => lineOf(version, aliases?.[index]));
  const more = lines.length - mostLines;
  return {
    question: t('Delete {0} versions?', versions.length),
    detail: [
      [...lines.slice(0, mostLines), ...(more > 0 ? [t('and {0} more', more)] : [])].join('\n'),
      aliases
        ? t('They are deleted for good. The container images stay in ECR.')
        : t('They are deleted for good, with their aliases. The container images stay in ECR.'),
      destinationText(destination),
    ].join('\n\n'),
    action: t('Delete {0} Versions', versions.length),
  };
}

function onlyText(aliases: readonly string[] | undefined): string {
  if (aliases === undefined) {
    return t('It is deleted for good, with its aliases. The container image stays in ECR.');
  }
  return aliases.length > 0
    ? t('It is deleted for good, with aliases: {0}. The container image stays in ECR.', aliases.join(', '))
    : t('It is deleted for good. The container image stays in ECR.');
}

function lineOf({ imageName, number }: ImageVersion, aliases: readonly string[] = []): string {
  return aliases.length > 0
    ? t('{0}: version {1} (aliases: {2})', imageName, number, aliases.join(', '))
    : t('{0}: version {1}', imageName, number);
}

type Failed = Deletion<ImageVersion>['failed'];
type ReasonOf = (error: unknown) => string;

/** Which versions were not deleted, and why; those with the same reason together. */
export function failureText(failed: Failed, count: number, reasonOf: ReasonOf): string {
  const explained = failed.map(({ version, error }) => ({ ...version, reason: reasonOf(error) }));
  const groups = Map.groupBy(explained, ({ imageName, reason }) => `${imageName}\n${reason}`);
  const reasons = [...groups.values()].map((group) => {
    const { imageName = '', reason = '' } = group[0] ?? {};
    return t('Version {0} of image "{1}": {2}', numbersOf(group), imageName, reason);
  });
  return t('{0} of {1} versions could not be deleted. {2}', failed.length, count, reasons.join(' '));
}

/** What was done of a deletion that was cancelled, and what was not. */
export function cancelledText(
  { deleted, failed, notBegun }: Deletion<ImageVersion>,
  reasonOf: ReasonOf,
): string {
  const count = deleted.length + failed.length + notBegun.length;
  return [
    t('Deleting {0} versions was cancelled.', count),
    ...(deleted.length > 0 ? [t('Being deleted all the same: {0}.', namesOf(deleted))] : []),
    t('Not begun: {0}.', namesOf(notBegun)),
    ...(failed.length > 0 ? [failureText(failed, count, reasonOf)] : []),
  ].join(' ');
}

function namesOf(versions: readonly ImageVersion[]): string {
  const groups = Map.groupBy(versions, ({ imageName }) => imageName);
  return [...groups]
    .map(([imageName, group]) => t('version {0} of image "{1}"', numbersOf(group), imageName))
    .join('; ');
}

function numbersOf(versions: readonly Pick<ImageVersion, 'number'>[]): string {
  return versions.map(({ number }) => number).join(', ');
}
