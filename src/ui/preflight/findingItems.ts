import * as vscode from 'vscode';
import type { ChecksRow } from '../../core/create/confirmChecks.ts';
import type { FindingRow } from '../../core/create/findingRows.ts';
import type { CheckId, Finding, Fix, Severity } from '../../core/preflight/finding.ts';
import { destinationText } from '../destinationText.ts';
import { shortDigests, splitSentence } from '../format.ts';
import { checkTitles, findingText } from './findingTexts.ts';

const { t } = vscode.l10n;

const icons: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  unknown: 'question',
};

/** What picking the row does, within the walk. */
const fixTexts: Readonly<Record<Fix['kind'], string>> = {
  rewriteUri: t('rewrite the URI'),
  pinDigest: t('pin the digest'),
  chooseTag: t('choose another…'),
  chooseAliases: t('choose others…'),
  openPolicy: t('open a policy that would do'),
};

/** What a check has found, or what all of them could not find out. */
export function findingItem(row: FindingRow): vscode.QuickPickItem {
  return row.kind === 'finding' ? itemOf(row.finding) : unansweredItem(row.findings);
}

/** What is asked between the review and the version. */
export function checksItem(row: ChecksRow): vscode.QuickPickItem {
  switch (row.kind) {
    case 'waiting':
      return {
        label: t('Waiting for the checks, 3 seconds at most…'),
        detail: titlesText(row.open),
        iconPath: new vscode.ThemeIcon('loading~spin'),
      };
    case 'create':
      return {
        label: t('Create version of {0} all the same', row.row.draft.image.name),
        detail: destinationText(row.row),
        iconPath: new vscode.ThemeIcon('rocket'),
      };
    case 'review':
      return { label: t('Back to the review'), iconPath: new vscode.ThemeIcon('arrow-left') };
    case 'again':
      return {
        label: t('Check again'),
        description: t('once it is put right elsewhere'),
        iconPath: new vscode.ThemeIcon('refresh'),
      };
    case 'open':
      return openItem(row.open);
    default:
      return findingItem(row);
  }
}

function itemOf(finding: Finding): vscode.QuickPickItem {
  const { text, why } = findingText(finding);
  const iconPath = new vscode.ThemeIcon(icons[finding.severity]);
  if (finding.code === 'notChecked') {
    return { label: t('Not checked: {0}', checkTitles[finding.check]), detail: text, iconPath };
  }
  const { problem, cure } = splitSentence(withShortNames(text));
  const detail = [cure, why].filter(Boolean).join(' ');
  return {
    label: problem,
    ...(finding.fix && { description: fixTexts[finding.fix.kind] }),
    ...(detail && { detail }),
    iconPath,
  };
}

function unansweredItem(findings: readonly Finding[]): vscode.QuickPickItem {
  const checks = [...new Set(findings.map(({ check }) => check))];
  const reasons = new Set(findings.map((finding) => withShortNames(findingText(finding).text)));
  return {
    label:
      checks.length === 1 ? t('1 check came to no answer') : t('{0} checks came to no answer', checks.length),
    description: titlesText(checks),
    detail: [...reasons].join(' '),
    iconPath: new vscode.ThemeIcon(icons.unknown),
  };
}

function openItem(open: readonly CheckId[]): vscode.QuickPickItem {
  return open.length === 0
    ? { label: t('All checks are through by now'), iconPath: new vscode.ThemeIcon('pass') }
    : {
        label:
          open.length === 1
            ? t('1 check is not through yet')
            : t('{0} checks are not through yet', open.length),
        detail: titlesText(open),
        iconPath: new vscode.ThemeIcon('loading~spin'),
      };
}

function titlesText(checks: readonly CheckId[]): string {
  return checks.map((check) => checkTitles[check]).join(', ');
}

/** Rows have no room for registries, whole digests and the ARNs of roles. */
function withShortNames(text: string): string {
  return shortDigests(text)
    .replace(/\b\d{12}\.dkr\.ecr\.[\w.-]+\//g, '')
    .replace(/\barn:[\w-]+:iam::\d{12}:role\/(?:[^\s/]+\/)*/g, '');
}
