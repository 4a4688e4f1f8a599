import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Cloud, Session } from '../../../src/core/ports.ts';
import { DraftChecks } from '../../../src/core/preflight/draftChecks.ts';
import { Serial } from '../../../src/core/serial.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import { BuildMemory } from '../../../src/ui/build/buildMemory.ts';
import { CreateCommand } from '../../../src/ui/create/createCommand.ts';
import { PendingChanges } from '../../../src/ui/watcher/pendingChanges.ts';
import { Watcher } from '../../../src/ui/watcher/watcher.ts';
import { Memory } from '../../../src/ui/memory.ts';
import type { SessionChoice } from '../../../src/core/ports.ts';
import { InstantClock } from '../../support/clocks.ts';
import { aCloud } from '../../support/inMemorySession.ts';
import { ScriptedPrompts } from '../../support/scriptedPrompts.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';
import { RecordingExplorer } from '../support/recordingExplorer.ts';
import { RecordingFunnel } from '../support/recordingFunnel.ts';

/** One window: everything in it ends with it, but for what its workspace remembers. */
export class Window {
  readonly funnel = new RecordingFunnel();
  readonly explorer = new RecordingExplorer();
  readonly clock = new InstantClock();
  readonly opened: SessionChoice[] = [];
  /** What ends the checks of each walk that has come to its review. */
  readonly preflights: AbortSignal[] = [];
  /** How often another session was asked for. */
  switches = 0;
  readonly memory: Memory;
  readonly builds: BuildMemory;
  readonly activeSession: ActiveSession;
  readonly watcher: Watcher;
  readonly #folder = join(tmpdir(), `host-test-${randomUUID()}`);
  readonly create: CreateCommand;

  /** @param openSession what opening a session gives, the same one always if a session is given. */
  constructor(
    openSession: Session | ((choice: SessionChoice) => Promise<Session>),
    prompts = new ScriptedPrompts([]),
    state: vscode.Memento = new InMemoryMemento(),
  ) {
    const { funnel, explorer, clock } = this;
    const writes = new Serial();
    const cloud: Cloud = {
      ...aCloud(),
      openSession: (choice) => {
        this.opened.push(choice);
        return typeof openSession === 'function' ? openSession(choice) : Promise.resolve(openSession);
      },
    };
    this.memory = new Memory(state, new InMemoryMemento());
    this.builds = new BuildMemory(state);
    this.activeSession = new ActiveSession({ cloud: () => cloud, memory: this.memory });
    const changes = new PendingChanges(this.#folder, (error) => funnel.logFailure(error));
    const context = {
      activeSession: this.activeSession,
      funnel,
      memory: this.memory,
      clock,
      writes,
      explorer,
    };
    this.watcher = new Watcher({ ...context, cloud: () => cloud, changes });
    this.create = new CreateCommand({
      ...context,
      builds: this.builds,
      prompts,
      watcher: this.watcher,
      startPreflight: (...of) => {
        this.preflights.push(of[2]);
        return new DraftChecks(...of);
      },
      switchSession: () => {
        this.switches += 1;
        return Promise.resolve(false);
      },
    });
  }

  close(): void {
    this.watcher.dispose();
    this.builds.dispose();
    this.activeSession.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
