import * as vscode from 'vscode';
import type { SortBy } from '../../core/explorer/explorerQuery.ts';
import type { Image, ImageVersion } from '../../core/model.ts';
import {
  digestOf,
  imageActions,
  versionActions,
  type ErrorNode,
  type Fact,
  type FactNode,
  type ImageNode,
  type TreeNode,
  type VersionFacts,
  type VersionNode,
} from '../../core/tree.ts';
import { formatAge, formatImageUri, shortDigests, splitSentence } from '../format.ts';
import { asCommand } from '../ids.ts';
import { messageOf } from '../messages.ts';
import { statusText } from '../statusTexts.ts';
import { factLabels, factText, latestText, spokenLatestText } from './rowTexts.ts';

const { t } = vscode.l10n;
const { Collapsed, None } = vscode.TreeItemCollapsibleState;

const separator = ' · ';
const packageIcon = new vscode.ThemeIcon('package');
const imageText = t('Image {0}');

/**
 * A row of the sidebar as VS Code shows it.
 * @param sortBy the images' order: in the order of their changes, the age is that of the change.
 */
export function present(node: TreeNode, sortBy: SortBy = 'name'): vscode.TreeItem {
  const item = presentKind(node, sortBy);
  item.id = node.id;
  return item;
}

function presentKind(node: TreeNode, sortBy: SortBy): vscode.TreeItem {
  switch (node.kind) {
    case 'image':
      return presentImage(node, sortBy);
    case 'version':
      return presentVersion(node);
    case 'fact':
      return presentFact(node);
    case 'error':
      return presentError(node);
  }
}

/**
 * What tells most comes first, for a narrow sidebar cuts rows off.
 *
 * Ten thousand of these are made at a time, while every other extension waits: what can be, is made once.
 */
function presentImage(node: ImageNode, sortBy: SortBy): vscode.TreeItem {
  const { image, latest, versionsShown } = node;
  const now = new Date();
  const age =
    sortBy === 'modified'
      ? t('modified {0}', formatAge(image.modifiedAt, now))
      : formatAge(image.createdAt, now);
  const more = joined(
    versionsShown === undefined ? '' : t('{0} versions shown', versionsShown),
    image.displayName,
    age,
  );
  const item = new vscode.TreeItem(image.name, Collapsed);
  const isCreated = image.status === 'CREATED';
  const status = statusText(image.status);
  const reason = reasonOf(image);
  item.description = joined(
    isCreated ? '' : status,
    reason,
    latest === undefined ? '' : latestText(latest),
    more,
  );
  item.iconPath = isCreated ? packageIcon : statusIcon(image.status);
  item.contextValue = contextValue('image', imageActions(node));
  // Its name and age are read out as they stand there. Thousands of images are not known any better, and VS Code takes
  // longer over each that has a text of its own.
  const isPlain = isCreated && !image.displayName && latest === undefined && versionsShown === undefined;
  if (isPlain) return item;
  const spokenLatest = latest === undefined ? '' : spokenLatestText(latest);
  item.accessibilityInformation = {
    label: spoken(joined(imageText.replace('{0}', image.name), status, reason, spokenLatest, more)),
  };
  return item;
}

function presentVersion(node: VersionNode): vscode.TreeItem {
  const { version, facts } = node;
  const status = statusText(version.status);
  const age = formatAge(version.createdAt, new Date());
  const item = new vscode.TreeItem(t('Version {0}', version.number), Collapsed);
  const aliases = facts?.aliases?.join(', ');
  const isCreated = version.status === 'CREATED';
  item.description = joined(
    isCreated ? '' : status,
    reasonOf(version),
    aliases,
    age,
    ...(facts ? factTexts(facts) : []),
  );
  item.iconPath = statusIcon(version.status);
  item.contextValue = contextValue('version', versionActions(node));
  // Without the row as an argument: VS Code forgets those of a row that is shown anew at the moment it is clicked.
  item.command = asCommand('sagemakerImages.version.showSelected', t('Show Version as JSON'));
  item.accessibilityInformation = {
    label: spoken(
      joined(
        t('Version {0} of image {1}', version.number, version.imageName),
        status,
        reasonOf(version),
        age,
        ...(facts ? spokenFacts(facts) : []),
      ),
    ),
  };
  return item;
}

/** What tells one version from another besides its aliases, the shortest way. */
function factTexts({ details }: VersionFacts): readonly (string | undefined)[] {
  const digest = digestOf(details.containerImage);
  return [details.jobType, details.processor, digest && shortDigests(digest)];
}

/** A digest read out letter by letter helps nobody. */
function spokenFacts({ aliases = [], details }: VersionFacts): readonly string[] {
  return [
    aliases.length > 0 ? t('aliases {0}', aliases.join(', ')) : '',
    details.jobType ? t('job type {0}', details.jobType) : '',
    details.processor ? t('processor {0}', details.processor) : '',
  ];
}

function presentFact(node: FactNode): vscode.TreeItem {
  const { fact, value } = node;
  const text = factText(node);
  const item = new vscode.TreeItem(factLabels[fact], None);
  item.description = value === null ? text : shortText(fact, text);
  item.iconPath = new vscode.ThemeIcon(factIcons[fact]);
  item.contextValue = 'fact;';
  item.accessibilityInformation = { label: `${factLabels[fact]}: ${item.description}` };
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

/** Why it failed: it comes right behind the status, for rows are cut off at their end. */
function reasonOf({ failureReason }: Image | ImageVersion): string | undefined {
  return failureReason?.replace(/\s+/g, ' ');
}

function joined(...parts: readonly (string | undefined)[]): string {
  let text = '';
  for (const part of parts) if (part) text = text === '' ? part : `${text}${separator}${part}`;
  return text;
}

/** As a screen reader says it: in one sentence. */
function spoken(text: string): string {
  return text.replaceAll(separator, ', ');
}

/** What the user may do with it, for the menus' `when` clauses. */
function contextValue(kind: string, actions: readonly string[]): string {
  let text = `${kind};`;
  for (const action of actions) text += `${action};`;
  return text;
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
