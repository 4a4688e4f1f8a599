import * as vscode from 'vscode';
import type { ImageVersion } from '../../core/model.ts';
import type { Fact, FactNode } from '../../core/tree.ts';
import { formatDate } from '../format.ts';
import { statusText } from '../statusTexts.ts';

const { t } = vscode.l10n;

/** What rows call the facts of a version. */
export const factLabels: Readonly<Record<Fact, string>> = {
  status: t('Status'),
  failureReason: t('Failure reason'),
  baseImage: t('Base image'),
  containerImage: t('Container image'),
  aliases: t('Aliases'),
  jobType: t('Job type'),
  processor: t('Processor'),
  created: t('Created'),
};

export function factText({ value }: FactNode): string {
  return value instanceof Date ? formatDate(value) : (value ?? t('not set'));
}

/** What is written of an image's latest version, shortly, for rows are cut off; null when it has none. */
export function latestText(latest: Latest): string {
  return latestAs(t('v{0}', latest?.number ?? ''), latest);
}

/** The same as it is read out. */
export function spokenLatestText(latest: Latest): string {
  return latestAs(t('latest version {0}', latest?.number ?? ''), latest);
}

type Latest = Pick<ImageVersion, 'number' | 'status'> | null;

function latestAs(text: string, latest: Latest): string {
  if (latest === null) return t('no version yet');
  return latest.status === 'CREATED' ? text : t('{0} ({1})', text, statusText(latest.status));
}
