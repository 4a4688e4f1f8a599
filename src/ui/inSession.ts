import type { Session } from '../core/ports.ts';
import type { CommandContext } from './commandContext.ts';
import { untilReset } from './untilReset.ts';

/** Runs a task in the session in use, with a signal that aborts when another one is; asks for one where there is none. */
export async function inSession(
  { activeSession, switchSession }: Pick<CommandContext, 'activeSession' | 'switchSession'>,
  task: (session: Session, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const session = await activeSession.openOrAsk(switchSession);
  if (session) await untilReset(activeSession, (signal) => task(session, signal));
}
