import type { Clock, Cloud, Session, SessionChoice } from '../../../src/core/ports.ts';
import type { Profile } from '../../../src/core/profiles.ts';
import { Serial } from '../../../src/core/serial.ts';
import type { PendingChange } from '../../../src/core/watch/change.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import { Memory } from '../../../src/ui/memory.ts';
import { PendingChanges } from '../../../src/ui/watcher/pendingChanges.ts';
import { Watcher } from '../../../src/ui/watcher/watcher.ts';
import { aCloud } from '../../support/inMemorySession.ts';
import { RecordingExplorer } from '../support/recordingExplorer.ts';
import { RecordingFunnel } from '../support/recordingFunnel.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';

export interface WindowOptions {
  /** What all windows share on disk. */
  readonly folder: string;
  readonly clock: Clock;
  /** What opening a session gives. */
  readonly openSession: (choice: SessionChoice) => Session;
  readonly profiles?: readonly Profile[];
}

/** One window: everything in it ends with it, but for the changes that are not over. */
export class WatcherWindow {
  readonly funnel = new RecordingFunnel();
  readonly explorer = new RecordingExplorer();
  /** What sessions were opened with. */
  readonly opened: SessionChoice[] = [];
  readonly activeSession: ActiveSession;
  readonly watcher: Watcher;
  readonly #changes: PendingChanges;

  constructor({ folder, clock, openSession, profiles = [] }: WindowOptions) {
    const { funnel, explorer } = this;
    const cloud: Cloud = {
      ...aCloud(...profiles),
      openSession: (choice) => {
        this.opened.push(choice);
        return new Promise((resolve) => {
          resolve(openSession(choice));
        });
      },
    };
    this.#changes = new PendingChanges(folder, (error) => funnel.logFailure(error));
    this.activeSession = new ActiveSession({
      cloud: () => cloud,
      memory: new Memory(new InMemoryMemento(), new InMemoryMemento()),
    });
    this.watcher = new Watcher({
      cloud: () => cloud,
      activeSession: this.activeSession,
      funnel,
      changes: this.#changes,
      clock,
      writes: new Serial(),
      explorer,
    });
  }

  /** What is not over yet, in any window. */
  pending(): Promise<readonly PendingChange[]> {
    return this.#changes.list();
  }

  close(): void {
    this.watcher.dispose();
    this.activeSession.dispose();
  }
}
