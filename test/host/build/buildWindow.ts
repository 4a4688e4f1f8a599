import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { BuildOrder, ContainerEngine, Report } from '../../../src/core/build/engine.ts';
import type { SourceState } from '../../../src/core/build/sourceState.ts';
import { readOutline } from '../../../src/core/dockerfile.ts';
import type { SourceHashes, SourcePlace } from '../../../src/core/drift/sources.ts';
import type { VersionRef } from '../../../src/core/model.ts';
import type { SessionChoice } from '../../../src/core/ports.ts';
import { Serial } from '../../../src/core/serial.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import { BuildCommand, type BuildCommandContext } from '../../../src/ui/build/buildCommand.ts';
import { BuildDiagnostics } from '../../../src/ui/build/buildDiagnostics.ts';
import { BuildMemory } from '../../../src/ui/build/buildMemory.ts';
import { BuildRunner } from '../../../src/ui/build/buildRunner.ts';
import { startBuildTask } from '../../../src/ui/build/buildTaskRun.ts';
import { BuildTerminals } from '../../../src/ui/build/buildTerminals.ts';
import { RunningBuilds } from '../../../src/ui/build/runningBuilds.ts';
import { Memory } from '../../../src/ui/memory.ts';
import type { Watcher } from '../../../src/ui/watcher/watcher.ts';
import { InstantClock } from '../../support/clocks.ts';
import { InMemoryEngine } from '../../support/inMemoryEngine.ts';
import { aCloud, type InMemorySession } from '../../support/inMemorySession.ts';
import { ScriptedPrompts } from '../../support/scriptedPrompts.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { RecordingFunnel } from '../support/recordingFunnel.ts';

type Watched = Parameters<Watcher['watch']>;

/** An engine in which a test can be present: what `onBuild` and `onPush` do happens before the work itself. */
export class AttendedEngine extends InMemoryEngine {
  onBuild: (order: BuildOrder, report: Report, signal: AbortSignal) => Promise<void> | void = () => undefined;
  onPush: (signal: AbortSignal) => Promise<void> | void = () => undefined;

  override open(signal: AbortSignal): Promise<ContainerEngine> {
    return super.open(signal).then(() => this);
  }

  override async build(order: BuildOrder, report: Report, signal: AbortSignal): Promise<string> {
    await this.onBuild(order, report, signal);
    return super.build(order, report, signal);
  }

  override async push(
    id: string,
    reference: string,
    report: Report,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    await this.onPush(signal);
    return super.push(id, reference, report, signal);
  }
}

/** What never comes to an end by itself, as a build that somebody cancels. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

interface Parts {
  readonly prompts?: ScriptedPrompts;
  readonly state?: vscode.Memento;
  readonly engine?: AttendedEngine;
  readonly isTrusted?: boolean;
  /** In place of one that records. */
  readonly funnel?: BuildCommandContext['funnel'];
}

/** One window: everything in it ends with it, but for what its workspace remembers. */
export class Window {
  readonly funnel = new RecordingFunnel();
  readonly clock = new InstantClock();
  readonly running = new RunningBuilds();
  readonly watched: Watched[] = [];
  readonly reloaded: string[] = [];
  readonly shown: VersionRef[] = [];
  readonly opened: SessionChoice[] = [];
  readonly engine: AttendedEngine;
  readonly memory: BuildMemory;
  readonly terminals: BuildTerminals;
  readonly diagnostics = new BuildDiagnostics();
  readonly activeSession: ActiveSession;
  readonly build: BuildCommand;
  /** What git says of every Dockerfile. */
  source: SourceState | undefined = {
    branch: 'main',
    commit: '1a2b3c4d5e6f7890a1b2c3d4e5f607182930a1b2',
    isDirty: false,
    remote: 'https://git.example/team/notebook.git',
  };
  /** What the files of a build are told by. */
  sources: (place: SourcePlace) => SourceHashes | undefined = () => undefined;
  readonly startTask: (
    definition: Readonly<Record<string, unknown>>,
    folder?: vscode.WorkspaceFolder,
  ) => vscode.Pseudoterminal;

  constructor(session: InMemorySession, parts: Parts = {}) {
    const { prompts = new ScriptedPrompts([]), state = new InMemoryMemento(), isTrusted = true } = parts;
    this.engine = parts.engine ?? new AttendedEngine(session.registry);
    this.memory = new BuildMemory(state);
    this.terminals = new BuildTerminals(this.clock);
    const cloud = {
      ...aCloud(),
      openSession: (choice: SessionChoice) => {
        this.opened.push(choice);
        return Promise.resolve(session);
      },
    };
    const memory = new Memory(state, new InMemoryMemento());
    this.activeSession = new ActiveSession({ cloud: () => cloud, memory });
    const { clock, activeSession, running, engine, terminals, diagnostics } = this;
    const watcher = {
      watch: (...watched: Watched) => {
        this.watched.push(watched);
        return Promise.resolve();
      },
    };
    const context = {
      activeSession,
      prompts,
      funnel: parts.funnel ?? this.funnel,
      clock,
      terminals,
      diagnostics,
      memory: this.memory,
      runner: new BuildRunner({
        engines: () => engine,
        memory: this.memory,
        running,
        clock,
        writes: new Serial(),
        watcher,
        readSources: (place) => Promise.resolve(this.sources(place)),
      }),
      readOutline,
      findSource: () => Promise.resolve(this.source),
      isTrusted: () => isTrusted,
      explorer: {
        reloadVersions: (imageName: string) => this.reloaded.push(imageName),
        show: (ref: VersionRef) => {
          this.shown.push(ref);
          return Promise.resolve();
        },
      },
      switchSession: () => Promise.resolve(false),
    };
    this.build = new BuildCommand(context);
    this.startTask = (definition, folder = workspaceFolder()) =>
      startBuildTask({ type: 'sagemaker-image', ...definition }, folder, context);
  }

  async close(): Promise<void> {
    await this.running.stop();
    this.activeSession.dispose();
    this.terminals.dispose();
    this.diagnostics.dispose();
    this.memory.dispose();
  }
}

/** The folder that the suite works in. */
export function workspaceFolder(): vscode.WorkspaceFolder {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder;
}

export function fileNamed(name: string): vscode.Uri {
  return vscode.Uri.file(join(workspaceFolder().uri.fsPath, name));
}

/** What the terminals of a test have been given to show, by their names. */
export class RecordingTerminals {
  readonly texts = new Map<string, string>();
  /** The names of those that were brought to the front, in turn. */
  readonly shown: string[] = [];
  readonly #open = new Map<string, vscode.Pseudoterminal>();

  /** Stands in for `vscode.window.createTerminal`. */
  readonly create = ({ name, pty }: vscode.ExtensionTerminalOptions): Partial<vscode.Terminal> => {
    this.texts.set(name, '');
    this.#open.set(name, pty);
    pty.onDidWrite((text) => this.texts.set(name, `${this.texts.get(name)}${text}`));
    pty.open(undefined);
    return { name, show: () => this.shown.push(name), dispose: () => pty.close() };
  };

  /** As a person closes one. */
  close(name: string): void {
    this.#open.get(name)?.close();
  }

  get text(): string {
    return [...this.texts.values()].join('');
  }
}
