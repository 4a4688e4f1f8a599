import * as vscode from 'vscode';
import { codeSpan } from '../../core/explorer/markdown.ts';
import {
  verdictOf,
  type CheckId,
  type Finding,
  type Fix,
  type Severity,
} from '../../core/preflight/finding.ts';
import { asCommand } from '../ids.ts';
import { PageWriter, type Page } from '../pages/page.ts';
import { checkTitles, findingText, fixTitle } from './findingTexts.ts';

const { t } = vscode.l10n;

const headings: Readonly<Record<Severity, string>> = {
  error: t('Stops it'),
  warning: t('To be considered'),
  info: t('To be known'),
  unknown: t('Could not be found out'),
};

/** Findings as a Markdown document, the gravest first. */
export function reportOf(uri: string, checked: readonly CheckId[], findings: readonly Finding[]): Page {
  const writer = new PageWriter();
  writer.heading(1, codeSpan(uri));
  writer.paragraph(verdictText(findings, checked.length));
  for (const severity of ['error', 'warning', 'info', 'unknown'] as const) {
    const ofSeverity = findings.filter((finding) => finding.severity === severity);
    if (ofSeverity.length === 0) continue;
    writer.heading(2, headings[severity]);
    for (const { sentence, why, fix } of entriesOf(ofSeverity)) {
      writer.item(sentence, why ? [why] : [], fix ? [fixCommand(fix)] : []);
    }
  }
  return writer.page;
}

function fixCommand(fix: Fix): vscode.Command {
  return asCommand('sagemakerImages.containerImage.fix', fixTitle(fix), fix);
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
