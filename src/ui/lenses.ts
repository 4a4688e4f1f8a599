import * as vscode from 'vscode';
import type { Resume } from '../core/build/record.ts';
import type { TextRange } from '../core/dockerfile.ts';
import { isOnDisk } from './build/dockerfilePlace.ts';
import { resumeText } from './build/resumeText.ts';
import { asCommand } from './ids.ts';
import { onSettingChange, readSetting } from './settings.ts';

/** Finds a Dockerfile's final stage. */
export type FindFinalStage = (text: string) => TextRange | undefined;

/** What of a Dockerfile's last run can be gone on with. */
export interface Resumable {
  readonly onDidChange: vscode.Event<void>;
  resume(dockerfile: vscode.Uri): Resume | undefined;
}

/**
 * What can be made of a Dockerfile, above its final stage. Only the text is read: no call, no wait.
 * @param loadReader gives the Dockerfile parser, which is loaded with the first Dockerfile and not before.
 */
export function registerLenses(loadReader: () => FindFinalStage, builds: Resumable): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const known = new WeakMap<vscode.TextDocument, { version: number; range: vscode.Range | undefined }>();
  const rangeOf = (document: vscode.TextDocument): vscode.Range | undefined => {
    const before = known.get(document);
    if (before?.version === document.version) return before.range;
    const range = rangeOfStage(loadReader()(document.getText()));
    known.set(document, { version: document.version, range });
    return range;
  };

  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const range = readSetting('codeLens.enabled') ? rangeOf(document) : undefined;
      if (!range) return [];
      return commandsOf(document.uri, builds).map((command) => new vscode.CodeLens(range, command));
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ language: 'dockerfile' }, provider),
    onSettingChange(['codeLens.enabled'], () => changed.fire()),
    builds.onDidChange(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
}

function rangeOfStage(stage: TextRange | undefined): vscode.Range | undefined {
  return (
    stage && new vscode.Range(stage.start.line, stage.start.character, stage.end.line, stage.end.character)
  );
}

function commandsOf(dockerfile: vscode.Uri, builds: Resumable): readonly vscode.Command[] {
  const { t } = vscode.l10n;
  const create = asCommand('sagemakerImages.version.create', t('Create SageMaker image version'), {
    dockerfile,
  });
  // An engine builds what is on a disk, and what somebody trusts.
  if (!isOnDisk(dockerfile) || !vscode.workspace.isTrusted) return [create];
  const build = asCommand('sagemakerImages.version.build', t('Build, push and create image version…'), {
    dockerfile,
  });
  const resume = builds.resume(dockerfile);
  if (!resume) return [create, build];
  const goOn = { dockerfile, isContinued: true };
  return [create, build, asCommand('sagemakerImages.version.build', resumeText(resume), goOn)];
}
