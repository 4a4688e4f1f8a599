import * as vscode from 'vscode';
import type { TextRange } from '../../core/dockerfile.ts';
import type { Finding, TextFix } from '../../core/dockerfile/rules/finding.ts';
import type { RuleId } from '../../core/dockerfile/rules/ruleIds.ts';
import { fixTitle, problemSentence } from './findingTexts.ts';

/** The page that has a section for each rule. */
const page = 'https://github.com/sagemaker-images/sagemaker-images/blob/main/docs/dockerfile-rules.md';

const severities = {
  information: vscode.DiagnosticSeverity.Information,
  warning: vscode.DiagnosticSeverity.Warning,
  error: vscode.DiagnosticSeverity.Error,
} as const;

/** A finding as VS Code shows it. */
export function diagnosticOf({ rule, severity, problem, range }: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(range), problemSentence(problem), severities[severity]);
  diagnostic.source = 'SageMaker Images';
  diagnostic.code = { value: rule, target: pageOf(rule) };
  return diagnostic;
}

/** What can be done about the findings at a place of a Dockerfile. */
export function actionsOf(
  document: vscode.TextDocument,
  range: vscode.Range,
  findings: readonly Finding[],
): vscode.CodeAction[] {
  return findings
    .filter((finding) => rangeOf(finding.range).intersection(range) !== undefined)
    .flatMap((finding) => finding.fixes.map((fix) => actionOf(document, finding, fix)));
}

function actionOf(
  { uri }: vscode.TextDocument,
  finding: Finding,
  { kind, edits }: TextFix,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fixTitle(kind, finding.rule), vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) action.edit.replace(uri, rangeOf(range), text);
  action.diagnostics = [diagnosticOf(finding)];
  action.isPreferred = kind.code !== 'ignore' && kind.code !== 'ignoreFile';
  return action;
}

/** A range of a text as VS Code has it. */
export function rangeOf({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function pageOf(rule: RuleId): vscode.Uri {
  return vscode.Uri.parse(`${page}#${rule}`);
}
