import type { WriteContext } from '../../core/images/writeContext.ts';
import type { Session } from '../../core/ports.ts';
import type { CommandContext } from '../commandContext.ts';
import { withProgress } from '../progress.ts';
import { untilReset } from '../untilReset.ts';

/** What the commands that write have in common: a session, questions that end with it, progress, and a way to retry. */
export class Writer {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /** @returns undefined when the question for a region was cancelled. */
  open(): Promise<Session | undefined> {
    const { activeSession, switchSession } = this.#context;
    return activeSession.openOrAsk(switchSession);
  }

  ask<T>(walk: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return untilReset(this.#context.activeSession, walk);
  }

  /** Does what takes its time, and can be cancelled. */
  run<T>(
    title: string,
    session: Session,
    task: (context: WriteContext, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { clock, writes } = this.#context;
    return withProgress({ title, clock }, (_, signal) =>
      task({ images: session.images, clock, writes }, signal),
    );
  }

  /**
   * Says what failed. Whoever retries has the AWS configuration read again and is asked again, with what was answered.
   * @param resume what goes on by itself after a sign-in, in the account that was shown and no other.
   */
  report(error: unknown, again: (session: Session) => Promise<void>, resume: () => Promise<void>): void {
    const retry = async (): Promise<void> => {
      this.#context.activeSession.reload();
      const session = await this.open();
      if (session) await again(session);
    };
    void this.#context.funnel.report(error, retry, resume);
  }
}
