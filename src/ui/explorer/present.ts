import * as vscode from 'vscode';
import type { ErrorNode, Fact, FactNode, ImageNode, TreeNode, VersionNode } from '../../core/tree.ts';
import { formatAge, formatDate, formatImageUri, shortDigests, splitSentence } from '../format.ts';
import { messageOf } from '../messages.ts';
import { statusText } from '../statusTexts.ts';

const { t } = vscode.l10n;
const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** A row of the sidebar as VS Code shows it. */
export function present(node: TreeNode): vscode.TreeItem {
  const item = presentKind(node);
  item.id = node.id;
  return item;
}

/** What hovering over a row shows. Apart from the row, for nobody hovers over ten thousand of them. */
export function tooltipOf(node: TreeNode): string {
  switch (node.kind) {
    case 'image':
      return linesOf(node.image.arn, node.image.description, node.image.failureReason);
    case 'version':
      return linesOf(node.version.arn, formatDate(node.version.createdAt), node.version.failureReason);
    case 'fact':
      return `${factLabels[node.fact]}: ${factText(node)}`;
    case 'error':
      return messageOf(node.error).text;
  }
}

function linesOf(...lines: readonly (string | undefined)[]): string {
  return lines.filter(Boolean).join('\n');
}

function presentKind(node: TreeNode): vscode.TreeItem {
  switch (node.kind) {
    case 'image':
      return presentImage(node);
    case 'version':
      return presentVersion(node);
    case 'fact':
      return presentFact(node);
    case 'error':
      return presentError(node);
  }
}

function presentImage({ image }: ImageNode): vscode.TreeItem {
  const item = new vscode.TreeItem(image.name, Collapsed);
  const status = image.status === 'CREATED' ? undefined : statusText(image.status);
  item.description = [image.displayName, status].filter(Boolean).join(' · ');
  item.iconPath = image.status === 'CREATED' ? new vscode.ThemeIcon('package') : statusIcon(image.status);
  item.contextValue = 'image;canCreateVersion;';
  return item;
}

function presentVersion({ version }: VersionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(t('Version {0}', version.number), Collapsed);
  item.description = `${statusText(version.status)} · ${formatAge(version.createdAt, new Date())}`;
  item.iconPath = statusIcon(version.status);
  item.contextValue = 'version;';
  return item;
}

function presentFact(node: FactNode): vscode.TreeItem {
  const { fact, value } = node;
  const item = new vscode.TreeItem(factLabels[fact], None);
  item.description = value === null ? factText(node) : shortText(fact, factText(node));
  item.iconPath = new vscode.ThemeIcon(factIcons[fact]);
  item.contextValue = 'fact;';
  return item;
}

function presentError({ error }: ErrorNode): vscode.TreeItem {
  const { text } = messageOf(error);
  const { problem, cure } = splitSentence(text);
  const item = new vscode.TreeItem(problem, None);
  item.description = cure;
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground'));
  item.contextValue = 'error;';
  item.accessibilityInformation = { label: t('Error: {0}', text) };
  return item;
}

const factLabels: Readonly<Record<Fact, string>> = {
  status: t('Status'),
  failureReason: t('Failure reason'),
  baseImage: t('Base image'),
  containerImage: t('Container image'),
  aliases: t('Aliases'),
  jobType: t('Job type'),
  processor: t('Processor'),
  created: t('Created'),
};

const factIcons: Readonly<Record<Fact, string>> = {
  status: 'info',
  failureReason: 'warning',
  baseImage: 'layers',
  containerImage: 'file-binary',
  aliases: 'tag',
  jobType: 'beaker',
  processor: 'chip',
  created: 'calendar',
};

function factText({ value }: FactNode): string {
  return value instanceof Date ? formatDate(value) : (value ?? t('not set'));
}

function shortText(fact: Fact, text: string): string {
  switch (fact) {
    case 'status':
      return statusText(text);
    case 'baseImage':
      return formatImageUri(text);
    default:
      return shortDigests(text);
  }
}

function statusIcon(status: string): vscode.ThemeIcon {
  switch (status) {
    case 'CREATED':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'CREATING':
    case 'UPDATING':
    case 'DELETING':
      return new vscode.ThemeIcon('sync~spin');
    case 'CREATE_FAILED':
    case 'UPDATE_FAILED':
    case 'DELETE_FAILED':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    default:
      return new vscode.ThemeIcon('question');
  }
}
