import type { Session, SessionChoice } from '../../../src/core/ports.ts';
import { Serial } from '../../../src/core/serial.ts';
import { ActiveSession } from '../../../src/ui/activeSession.ts';
import type { CommandContext } from '../../../src/ui/commandContext.ts';
import { CopyCommands } from '../../../src/ui/copyCommands.ts';
import type { Loss } from '../../../src/ui/funnel.ts';
import { ImageCommands } from '../../../src/ui/images/imageCommands.ts';
import { VersionCommands } from '../../../src/ui/images/versionCommands.ts';
import { Memory } from '../../../src/ui/memory.ts';
import type { Watcher } from '../../../src/ui/watcher/watcher.ts';
import { InstantClock } from '../../support/clocks.ts';
import { aCloud } from '../../support/inMemorySession.ts';
import type { ScriptedPrompts } from '../../support/scriptedPrompts.ts';
import { RecordingFunnel } from '../support/recordingFunnel.ts';
import { InMemoryMemento } from '../support/inMemoryMemento.ts';

/** A user who is asked before something is lost, and says yes unless told otherwise. */
class ConfirmingFunnel extends RecordingFunnel {
  readonly confirmed: Loss[] = [];
  /** What is answered, in order. */
  answers: boolean[] = [];

  confirmLoss(loss: Loss): Promise<boolean> {
    this.confirmed.push(loss);
    return Promise.resolve(this.answers.shift() ?? true);
  }
}

type Watched = Parameters<Watcher['watch']>;

/** The commands on images and versions, with nothing around them but what a test can look at. */
export class Window {
  readonly funnel = new ConfirmingFunnel();
  readonly clock = new InstantClock();
  /** Images whose versions were listed again. */
  readonly reloaded: string[] = [];
  readonly watched: Watched[0][] = [];
  /** What is offered when what is watched fails. */
  readonly again: Watched[2][] = [];
  readonly opened: SessionChoice[] = [];
  readonly activeSession: ActiveSession;
  readonly images: ImageCommands;
  readonly versions: VersionCommands;
  readonly copy: CopyCommands;

  constructor(session: Session, prompts: ScriptedPrompts) {
    const cloud = {
      ...aCloud(),
      openSession: (choice: SessionChoice) => {
        this.opened.push(choice);
        return Promise.resolve(session);
      },
    };
    const memory = new Memory(new InMemoryMemento(), new InMemoryMemento());
    this.activeSession = new ActiveSession({ cloud: () => cloud, memory });
    const context: CommandContext = {
      activeSession: this.activeSession,
      prompts,
      funnel: this.funnel,
      clock: this.clock,
      writes: new Serial(),
      explorer: { reloadVersions: (imageName) => this.reloaded.push(imageName) },
      watcher: {
        watch: (change, _, again) => {
          this.watched.push(change);
          this.again.push(again);
          return Promise.resolve();
        },
      },
      switchSession: () => Promise.resolve(false),
    };
    this.images = new ImageCommands(context);
    this.versions = new VersionCommands(context);
    this.copy = new CopyCommands(context);
  }

  close(): void {
    this.activeSession.dispose();
  }
}
