import type { Clock } from '../core/ports.ts';
import type { Prompts } from '../core/questions.ts';
import type { Serial } from '../core/serial.ts';
import type { ActiveSession } from './activeSession.ts';
import type { Explorer } from './explorer/explorer.ts';
import type { Funnel } from './funnel.ts';
import type { Watcher } from './watcher/watcher.ts';

/** What the commands on images and versions share. */
export interface CommandContext {
  readonly activeSession: ActiveSession;
  readonly prompts: Prompts;
  readonly funnel: Pick<Funnel, 'report' | 'inform' | 'warn' | 'confirmLoss' | 'inPlace'>;
  readonly clock: Clock;
  readonly writes: Serial;
  readonly explorer: Pick<Explorer, 'reloadVersions'>;
  readonly watcher: Pick<Watcher, 'watch'>;
  /** Asks for another session. @returns whether one was chosen */
  readonly switchSession: () => Promise<boolean>;
}
