import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Built } from '../../../src/core/drift/built.ts';
import type { ChangedVersion } from '../../../src/core/explorer/rowUpdates.ts';
import type { ImageVersion, VersionDetails } from '../../../src/core/model.ts';
import type { Profile } from '../../../src/core/profiles.ts';
import type { SessionChoice } from '../../../src/core/ports.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import { BuildMemory } from '../../../src/ui/build/buildMemory.ts';
import { RunningBuilds } from '../../../src/ui/build/runningBuilds.ts';
import { DockerfileStates } from '../../../src/ui/drift/dockerfileStates.ts';
import { tieOf } from '../../../src/ui/drift/tie.ts';
import { Memory } from '../../../src/ui/memory.ts';
import { QuietSessions } from '../../../src/ui/watcher/quietSessions.ts';
import {
  account,
  aContainerImage,
  anImage,
  aVersion,
  digestOf,
  host,
  region,
} from '../../support/builders.ts';
import { ManualClock } from '../../support/clocks.ts';
import { aCloud, aSession, type InMemorySession } from '../../support/inMemorySession.ts';
import { eventually } from '../support/eventually.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { RecordingFunnel } from '../support/recordingFunnel.ts';
import { nextEvent } from '../support/nextEvent.ts';
import { watched } from '../support/watched.ts';

export const dockerfile = fileNamed('Dockerfile');
const repository = `${host}/team/notebook`;
const digest = digestOf('a');

interface Surroundings {
  readonly session?: InMemorySession;
  /** Those of the AWS configuration. */
  readonly profiles?: readonly Profile[];
  /** What the workspace remembers. */
  readonly state?: InMemoryMemento;
}

/** A window with an account that has version 1 of an image, and the Dockerfile that it was made of. */
export class DriftWindow {
  readonly session: InMemorySession;
  readonly clock = new ManualClock();
  readonly funnel = new RecordingFunnel();
  readonly running = new RunningBuilds();
  readonly state: InMemoryMemento;
  readonly builds: BuildMemory;
  readonly opened: SessionChoice[] = [];
  readonly shown: unknown[] = [];
  readonly activeSession: ActiveSession;
  readonly states: DockerfileStates;
  readonly #versionChanged = new vscode.EventEmitter<ChangedVersion>();
  /** How often the lenses were to be asked for again. */
  changes = 0;

  constructor({ session = aSession(), profiles = [], state = new InMemoryMemento() }: Surroundings = {}) {
    this.session = session;
    this.state = state;
    this.builds = new BuildMemory(state);
    this.setVersions(this.version(1));
    session.registry.add(aContainerImage({ digest, tags: ['1.0'] }));
    const cloud = {
      ...aCloud(...profiles),
      openSession: (choice: SessionChoice) => {
        this.opened.push(choice);
        return Promise.resolve(this.session);
      },
    };
    const { builds, clock, funnel, running } = this;
    const memory = new Memory(this.state, new InMemoryMemento());
    this.activeSession = new ActiveSession({ cloud: () => cloud, memory });
    const { activeSession } = this;
    this.states = new DockerfileStates({
      activeSession,
      builds,
      clock,
      explorer: { onDidChangeVersion: this.#versionChanged.event },
      funnel,
      quiet: new QuietSessions({ activeSession, clock, cloud: () => cloud }),
      running,
      tieOf: (uri) => tieOf(uri, builds),
    });
    this.states.onDidChange(() => (this.changes += 1));
  }

  /** What the Dockerfile's lens says. */
  get title(): string | undefined {
    return this.states.titleOf(dockerfile);
  }

  /** All calls of SageMaker and ECR. */
  get calls(): number {
    return this.session.images.calls.operations.length + this.session.registry.calls.operations.length;
  }

  /** A version that was created an hour ago. */
  version(number: number, has: Partial<VersionDetails> = {}): VersionDetails {
    const createdAt = new Date(this.clock.now().getTime() - 3_600_000);
    return aVersion({ number, createdAt, containerImage: `${repository}@${digest}`, ...has });
  }

  setVersions(...versions: readonly VersionDetails[]): void {
    this.session.images.add(anImage(), ...versions);
  }

  /** As a run does in the end. */
  async tie(has: Partial<Built> = {}): Promise<void> {
    const place = tieOf(dockerfile, {
      built: () => ({ imageName: 'notebook', sources: { dockerfile: '' } }),
      last: () => undefined,
    })?.place;
    assert.ok(place);
    const sources = await this.states.readSources(place, new AbortController().signal);
    await this.builds.keepBuilt(dockerfile, {
      imageName: 'notebook',
      number: 1,
      accountId: account,
      region,
      repository,
      tag: '1.0',
      digest,
      ...(sources && { sources }),
      ...has,
    });
  }

  /** Opens the session, as whoever uses the extension does. */
  async open(): Promise<void> {
    const identified = nextEvent(this.activeSession.onDidIdentify);
    await this.activeSession.open();
    await identified;
  }

  changeVersion(changed: Pick<ImageVersion, 'imageName'>): void {
    this.#versionChanged.fire(changed);
  }

  /** Waits until the lens says that. */
  async says(title: string | undefined): Promise<void> {
    await eventually(
      () => this.title === title,
      () => `${title} in place of ${this.title}`,
    );
  }

  /** Waits until the lens says that of files that were written, in which time VS Code may tell of more of them. */
  async saysOnceRead(title: string): Promise<void> {
    await eventually(
      () => {
        if (this.clock.waiting > 0) void this.clock.advance(10_000);
        return this.title === title;
      },
      () => `${title} in place of ${this.title}`,
    );
  }

  /** Waits until VS Code has told of a file on disk, and reads it. */
  async readWritten(): Promise<void> {
    await eventually(() => this.clock.waiting === 1, 'a file was written');
    await this.clock.advance(500);
    await this.states.look(dockerfile);
  }

  close(): void {
    this.states.dispose();
    this.activeSession.dispose();
    this.builds.dispose();
    this.#versionChanged.dispose();
  }
}

export function fileNamed(path: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return vscode.Uri.file(join(folder.uri.fsPath, path));
}

/**
 * Writes files as another program does, and puts them back after each test. One that says that already is put back only:
 * VS Code can read a file while it is empty for the moment of a write, and takes no typing then.
 */
export function useFiles(): (path: string, text: string) => void {
  const undo = new Map<string, string | undefined>();
  afterEach(async () => {
    if (undo.size === 0) return;
    for (const [path, text] of undo) {
      if (text === undefined) rmSync(path, { force: true });
      else writeFileSync(path, text);
    }
    undo.clear();
    // The next test would be told of them. No image is made of the files of VS Code.
    const own = fileNamed('.vscode').fsPath;
    mkdirSync(own, { recursive: true });
    await watched(own);
  });
  return (path, text) => {
    const file = fileNamed(path).fsPath;
    const before = textOf(file);
    if (!undo.has(file)) undo.set(file, before);
    if (text !== before) writeFileSync(file, text);
  };
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

export async function showFile(uri: vscode.Uri = dockerfile): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** Types at the end of what is shown. */
export async function type(editor: vscode.TextEditor, text: string): Promise<void> {
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  assert.ok(await editor.edit((edit) => edit.insert(end, text)));
}
