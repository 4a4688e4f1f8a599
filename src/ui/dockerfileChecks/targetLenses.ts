import * as vscode from 'vscode';
import type { ParsedDockerfile } from '../../core/dockerfile.ts';
import type { CheckedFor } from '../../core/dockerfile/rules/targets.ts';
import { asCommand } from '../ids.ts';
import { rangeOf } from './present.ts';
import { checkedForText } from './targetTexts.ts';

/** What a Dockerfile is checked for, above its final stage: nothing where it is checked for nothing. */
export function targetLenses(
  { uri }: vscode.TextDocument,
  { finalStage }: ParsedDockerfile,
  target: CheckedFor | undefined,
): vscode.CodeLens[] {
  if (!finalStage || target === undefined) return [];
  const title = checkedForText(target);
  const command = asCommand('sagemakerImages.dockerfile.chooseTarget', title, { dockerfile: uri });
  return [new vscode.CodeLens(rangeOf(finalStage), command)];
}
