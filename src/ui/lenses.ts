import * as vscode from 'vscode';
import type { TextRange } from '../core/dockerfile.ts';
import { asCommand } from './ids.ts';
import { onSettingChange, readSetting } from './settings.ts';

/** Finds a Dockerfile's final stage. */
export type FindFinalStage = (text: string) => TextRange | undefined;

/**
 * "Create SageMaker image version" above the final stage of a Dockerfile. Only the text is read: no call, no wait.
 * @param loadReader gives the Dockerfile parser, which is loaded with the first Dockerfile and not before.
 */
export function registerLenses(loadReader: () => FindFinalStage): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const known = new WeakMap<vscode.TextDocument, { version: number; lenses: vscode.CodeLens[] }>();

  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      if (!readSetting('codeLens.enabled')) return [];
      const before = known.get(document);
      if (before?.version === document.version) return before.lenses;
      const lenses = lensesOf(document, loadReader());
      known.set(document, { version: document.version, lenses });
      return lenses;
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ language: 'dockerfile' }, provider),
    onSettingChange(['codeLens.enabled'], () => changed.fire()),
  );
}

function lensesOf(document: vscode.TextDocument, findFinalStage: FindFinalStage): vscode.CodeLens[] {
  const stage = findFinalStage(document.getText());
  if (!stage) return [];
  const range = new vscode.Range(
    stage.start.line,
    stage.start.character,
    stage.end.line,
    stage.end.character,
  );
  const title = vscode.l10n.t('Create SageMaker image version');
  return [
    new vscode.CodeLens(
      range,
      asCommand('sagemakerImages.version.create', title, { dockerfile: document.uri }),
    ),
  ];
}
