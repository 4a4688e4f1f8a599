import * as vscode from 'vscode';
import { codeSpan, escapeMarkdown } from '../../core/explorer/markdown.ts';
import type { ImageNode, TreeNode, VersionNode } from '../../core/tree.ts';
import { formatAge, formatDate } from '../format.ts';
import { messageOf } from '../messages.ts';
import { statusText } from '../statusTexts.ts';
import { factLabels, factText, latestText } from './rowTexts.ts';

const { t } = vscode.l10n;

/** What hovering over a row shows. Apart from the row, for nobody hovers over ten thousand of them. */
export function tooltipOf(node: TreeNode): string | vscode.MarkdownString {
  switch (node.kind) {
    case 'image':
      return markdown(imageLines(node));
    case 'version':
      return markdown(versionLines(node));
    case 'fact':
      return `${factLabels[node.fact]}: ${factText(node)}`;
    case 'error':
      return messageOf(node.error).text;
  }
}

/** What AWS sends stands in it as it is: nothing in it is a link, an icon or a command. */
function markdown(lines: readonly (string | undefined)[]): vscode.MarkdownString {
  // Two spaces at the end of a line begin a new one.
  return new vscode.MarkdownString(lines.filter((text) => text !== undefined).join('  \n'));
}

function imageLines({ image, latest }: ImageNode): readonly (string | undefined)[] {
  return [
    heading(image.name),
    line(t('Display name'), image.displayName),
    line(t('Description'), image.description),
    line(t('Status'), statusText(image.status)),
    line(t('Failure reason'), image.failureReason),
    line(t('Latest version'), latest === undefined ? undefined : latestText(latest)),
    line(t('Created'), moment(image.createdAt)),
    line(t('Modified'), moment(image.modifiedAt)),
    line(t('ARN'), image.arn, codeSpan),
  ];
}

function versionLines({ version, facts }: VersionNode): readonly (string | undefined)[] {
  const details = facts?.details;
  return [
    heading(t('{0}, version {1}', version.imageName, version.number)),
    line(t('Status'), statusText(version.status)),
    line(t('Failure reason'), version.failureReason),
    line(t('Aliases'), facts?.aliases?.join(', ')),
    line(t('Base image'), details?.baseImage, codeSpan),
    line(t('Container image'), details?.containerImage, codeSpan),
    line(t('Job type'), details?.jobType),
    line(t('Processor'), details?.processor),
    line(t('Vendor guidance'), details?.vendorGuidance),
    line(t('ML framework'), details?.mlFramework),
    line(t('Programming language'), details?.programmingLang),
    line(t('Horovod'), details?.horovod === undefined ? undefined : details.horovod ? t('Yes') : t('No')),
    line(t('Release notes'), details?.releaseNotes),
    line(t('Created'), moment(version.createdAt)),
    line(t('Modified'), moment(version.modifiedAt)),
    line(t('ARN'), version.arn, codeSpan),
    facts ? undefined : escapeMarkdown(t('More could not be loaded; point at it again to retry.')),
  ];
}

function heading(text: string): string {
  return `**${escapeMarkdown(text)}**`;
}

function line(label: string, value: string | undefined, show = escapeMarkdown): string | undefined {
  return value ? `${escapeMarkdown(label)}: ${show(value)}` : undefined;
}

function moment(date: Date): string {
  return `${formatDate(date)} (${formatAge(date, new Date())})`;
}
