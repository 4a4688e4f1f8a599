import * as vscode from 'vscode';
import { codeSpan } from '../../core/explorer/markdown.ts';
import {
  verdictOf,
  type CheckId,
  type Finding,
  type Fix,
  type Severity,
} from '../../core/preflight/finding.ts';
import { checkTitles, findingText } from './findingTexts.ts';

/** What can be clicked, and the line of the report that it belongs to, counted from 0. */
export interface ReportFix {
  readonly line: number;
  readonly fix: Fix;
}

export interface Report {
  readonly text: string;
  readonly fixes: readonly ReportFix[];
}

const { t } = vscode.l10n;

const headings: Readonly<Record<Severity, string>> = {
  error: t('Stops it'),
  warning: t('To be considered'),
  info: t('To be known'),
  unknown: t('Could not be found out'),
};

/** Findings as a Markdown document, the gravest first. */
export function reportOf(uri: string, checked: readonly CheckId[], findings: readonly Finding[]): Report {
  const lines: string[] = [`# ${codeSpan(uri)}`, '', verdictText(findings, checked.length), ''];
  const fixes: ReportFix[] = [];
  for (const severity of ['error', 'warning', 'info', 'unknown'] as const) {
    const ofSeverity = findings.filter((finding) => finding.severity === severity);
    if (ofSeverity.length === 0) continue;
    lines.push(`## ${headings[severity]}`, '');
    for (const { sentence, why, fix } of entriesOf(ofSeverity)) {
      if (fix) fixes.push({ line: lines.length, fix });
      lines.push(`- ${sentence}`, ...(why ? [`  ${why}`] : []));
    }
    lines.push('');
  }
  return { text: lines.join('\n'), fixes };
}

interface Entry {
  readonly sentence: string;
  readonly why?: string | undefined;
  readonly fix?: Fix | undefined;
}

/** Checks that the same thing kept from being made are one entry. */
function entriesOf(findings: readonly Finding[]): readonly Entry[] {
  const told = findings.filter(({ code }) => code !== 'notChecked');
  const notChecked = findings.filter(({ code }) => code === 'notChecked');
  const byReason = Map.groupBy(notChecked, (finding) => findingText(finding).text);
  return [
    ...told.map((finding) => {
      const { text, why } = findingText(finding);
      return { sentence: asText(text), why: why && asText(why), fix: finding.fix };
    }),
    ...[...byReason].map(([reason, ofReason]) => ({
      sentence: `${ofReason.map(({ check }) => checkTitles[check]).join(', ')}: ${asText(reason)}`,
    })),
  ];
}

function verdictText(findings: readonly Finding[], count: number): string {
  if (findings.length === 0) return t('All {0} checks are passed.', count);
  switch (verdictOf(findings)) {
    case 'stop':
      return t('A version of it would fail.');
    case 'ask':
      return t('A version of it may not work as it should.');
    case 'go':
      return t('Nothing was found that speaks against a version of it.');
  }
}

/** Only what would be read as a link, as code or as HTML: the document is seen as it is written, too. */
function asText(text: string): string {
  return text.replace(/[\\`*<>[\]]/g, String.raw`\$&`);
}
