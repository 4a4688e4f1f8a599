import * as vscode from 'vscode';
import { consoleUrl } from '../../core/arn.ts';
import type { VersionRef } from '../../core/model.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { Action, Funnel } from '../funnel.ts';

export interface TellCreatedContext {
  readonly funnel: Pick<Funnel, 'inform'>;
  readonly explorer: Pick<Explorer, 'show'>;
}

/** Says that a version is being created, and what it is called. */
export async function tellCreated(ref: VersionRef, { funnel, explorer }: TellCreatedContext): Promise<void> {
  const { t } = vscode.l10n;
  const url = consoleUrl(ref.arn, ref.imageName);
  const openInConsole: Action[] = url
    ? [{ title: t('Open in Console'), run: () => vscode.env.openExternal(vscode.Uri.parse(url)) }]
    : [];
  await funnel.inform(createdText(ref), [
    { title: t('Copy ARN'), run: () => vscode.env.clipboard.writeText(ref.arn) },
    ...openInConsole,
    { title: t('Show in Sidebar'), run: () => explorer.show(ref) },
  ]);
}

export function createdText({ number, imageName, arn }: VersionRef): string {
  return vscode.l10n.t('Version {0} of image "{1}" is being created: {2}', number, imageName, arn);
}
