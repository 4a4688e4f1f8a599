import * as vscode from 'vscode';
import type { Engines } from '../core/build/engine.ts';
import { once } from '../core/once.ts';
import type { Cloud } from '../core/ports.ts';
import type { ActiveSession } from './activeSession.ts';
import { BuildCommand } from './build/buildCommand.ts';
import { BuildDiagnostics } from './build/buildDiagnostics.ts';
import type { BuildMemory } from './build/buildMemory.ts';
import { BuildRunner, type ReadSources } from './build/buildRunner.ts';
import { startBuildTask } from './build/buildTaskRun.ts';
import type { StartTask } from './build/buildTasks.ts';
import { BuildTerminals } from './build/buildTerminals.ts';
import { findGit, findSource } from './build/gitSource.ts';
import type { ReadOutline } from './build/readDockerfile.ts';
import type { RunningBuilds } from './build/runningBuilds.ts';
import type { CommandContext } from './commandContext.ts';
import { CopyCommands } from './copyCommands.ts';
import { CreateCommand } from './create/createCommand.ts';
import type { Explorer } from './explorer/explorer.ts';
import { VersionDocuments } from './explorer/versionDocuments.ts';
import type { Funnel } from './funnel.ts';
import { ImageCommands } from './images/imageCommands.ts';
import { VersionCommands } from './images/versionCommands.ts';
import type { Memory } from './memory.ts';
import type { Inspections } from './inspections.ts';
import { createPrompts, type Interruption } from './prompts.ts';
import { SessionSwitcher } from './sessionSwitcher.ts';
import type { SignIn } from './signIn.ts';

/** What the commands share with what is there from the start. */
export interface CommandsContext extends Omit<
  CommandContext,
  'prompts' | 'switchSession' | 'explorer' | 'funnel'
> {
  readonly cloud: () => Cloud;
  readonly activeSession: ActiveSession;
  readonly memory: Memory;
  readonly builds: BuildMemory;
  readonly running: RunningBuilds;
  readonly engines: () => Engines;
  readonly readOutline: ReadOutline;
  readonly readSources: ReadSources;
  readonly explorer: Explorer;
  readonly funnel: Funnel;
  readonly signIn: SignIn;
  /** A question that goes before those of a walk: a call can not go on without it. */
  readonly interruption: Interruption;
  readonly loadInspections: () => typeof import('./inspections.ts');
}

/** All that begins with a command, and asks. */
export interface LoadedCommands extends vscode.Disposable {
  readonly switcher: SessionSwitcher;
  readonly create: CreateCommand;
  readonly build: BuildCommand;
  readonly startTask: StartTask;
  readonly images: ImageCommands;
  readonly versions: VersionCommands;
  readonly documents: VersionDocuments;
  /** What looks into container images, loaded when it is first asked for. */
  readonly inspections: () => Inspections;
  readonly copy: CopyCommands;
}

/** Puts the commands together: a bundle of its own, loaded with the first of them (docs/architecture.md). */
export function createCommands(given: CommandsContext): LoadedCommands {
  const { builds, running, readOutline, interruption } = given;
  const prompts = createPrompts(interruption, () => given.loadInspections().readReviewTexts());
  const switcher = new SessionSwitcher({ ...given, prompts });
  const context = { ...given, prompts, switchSession: () => switcher.run() };

  const terminals = new BuildTerminals(given.clock);
  const diagnostics = new BuildDiagnostics();
  const documents = new VersionDocuments(context);
  const disposables: vscode.Disposable[] = [terminals, diagnostics, documents];
  const inspections = once(() => {
    const created = given.loadInspections().createInspections(context);
    disposables.push(created);
    return created;
  });
  const buildContext = {
    ...context,
    memory: builds,
    runner: new BuildRunner({ ...given, memory: builds, running }),
    terminals,
    diagnostics,
    readOutline,
    findSource: async (dockerfile: vscode.Uri) => findSource(dockerfile, await findGit()),
    isTrusted: () => vscode.workspace.isTrusted,
  };
  return {
    switcher,
    create: new CreateCommand({ ...context, startPreflight: (...of) => inspections().startPreflight(...of) }),
    build: new BuildCommand(buildContext),
    startTask: (definition, folder) => startBuildTask(definition, folder, buildContext),
    images: new ImageCommands(context),
    versions: new VersionCommands(context),
    documents,
    inspections,
    copy: new CopyCommands(context),
    dispose: () => vscode.Disposable.from(...disposables).dispose(),
  };
}
