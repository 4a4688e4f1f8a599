import * as vscode from 'vscode';
import type { Resume } from '../core/build/record.ts';
import type { TextRange } from '../core/dockerfile.ts';
import { isOnDisk } from './build/dockerfilePlace.ts';
import { resumeText } from './build/resumeText.ts';
import { asCommand } from './ids.ts';
import type { StateTitles } from './drift/stateLenses.ts';
import type { ParsedDockerfiles } from './parsedDockerfiles.ts';
import { onSettingChange, readSetting } from './settings.ts';

/** What of a Dockerfile's last run can be gone on with. */
export interface Resumable {
  readonly onDidChange: vscode.Event<void>;
  resume(dockerfile: vscode.Uri): Resume | undefined;
}

/** What can be made of a Dockerfile, above its final stage. Only the text is read: no call, no wait. */
export function registerLenses(
  dockerfiles: Pick<ParsedDockerfiles, 'of'>,
  builds: Resumable,
  states: StateTitles,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      if (!readSetting('codeLens.enabled')) return [];
      const range = rangeOfStage(dockerfiles.of(document).finalStage);
      if (!range) return [];
      // The line is cut off where the editor ends: what cannot be found elsewhere comes first.
      const commands = [...stateOf(document.uri, states), ...commandsOf(document.uri, builds)];
      return commands.map((command) => new vscode.CodeLens(range, command));
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider({ language: 'dockerfile' }, provider),
    onSettingChange(['codeLens.enabled'], () => changed.fire()),
    builds.onDidChange(() => changed.fire()),
    states.onDidChange(() => changed.fire()),
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

function stateOf(dockerfile: vscode.Uri, states: StateTitles): readonly vscode.Command[] {
  const title = states.titleOf(dockerfile);
  return title === undefined
    ? []
    : [asCommand('sagemakerImages.dockerfile.showState', title, { dockerfile })];
}
