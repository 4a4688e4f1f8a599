import { AppError } from '../../core/errors.ts';
import type { Clock, Cloud, Session, SessionChoice } from '../../core/ports.ts';
import type { PendingChange } from '../../core/watch/change.ts';
import type { ActiveSession } from '../activeSession.ts';

export interface QuietSessionsContext {
  readonly cloud: () => Cloud;
  readonly activeSession: Pick<ActiveSession, 'openFor' | 'current' | 'identity' | 'shows'>;
  readonly clock: Clock;
}

/** Credentials are renewed a minute before they end: with a code, if it takes one. */
const marginMs = 2 * 60_000;

/** Sessions for what nobody is waiting for: none of them asks the user for anything, out of the blue. */
export class QuietSessions {
  readonly #context: QuietSessionsContext;
  /** By profile, when the credentials end that took an MFA code. */
  readonly #ends = new Map<string, Date>();

  constructor(context: QuietSessionsContext) {
    this.#context = context;
  }

  /** Learns how long a session goes on without a question, from one that is in use anyway. */
  async learn(session: Session, signal: AbortSignal): Promise<void> {
    const profile = session.choice.profile ?? '';
    try {
      if (!(await this.#needsMfa(profile))) return;
      const { expiresAt } = await session.identify(signal);
      if (expiresAt) this.#ends.set(profile, expiresAt);
    } catch {
      // Then it counts as one that would ask.
    }
  }

  /** The choices that can follow a change: the one that made it, and whoever else is in the same place now. */
  choicesFor({ choice }: PendingChange): readonly SessionChoice[] {
    const { current } = this.#context.activeSession;
    const isOther = current !== undefined && current.choice.profile !== choice.profile;
    return isOther && this.#isActiveIn(choice)
      ? [
          choice,
          { ...current.choice, ...(choice.expectedAccount && { expectedAccount: choice.expectedAccount }) },
        ]
      : [choice];
  }

  /** Whether what is shown, if anything, is where the change was made. */
  shows({ choice }: PendingChange): boolean {
    return this.#isActiveIn(choice) ?? this.#context.activeSession.shows(choice);
  }

  /** @throws AppError when it can not be opened, `auth.mfaCancelled` when it would ask for a code. */
  async open(choice: SessionChoice): Promise<Session> {
    const profile = choice.profile ?? '';
    if ((await this.#needsMfa(profile)) && !this.#isHeld(profile)) {
      throw new AppError('auth.mfaCancelled', { profile });
    }
    return this.#context.activeSession.openFor(choice);
  }

  /** A role's source may need a code as well. */
  async #needsMfa(name: string): Promise<boolean> {
    const profiles = new Map(
      (await this.#context.cloud().listProfiles()).map((profile) => [profile.name, profile]),
    );
    for (let profile = profiles.get(name); profile; profile = profiles.get(profile.source ?? '')) {
      if (profile.needsMfa) return true;
      // Each is looked at once, even when they are each other's source.
      profiles.delete(profile.name);
    }
    return false;
  }

  /** Whether the session in use is of the account and region; undefined while that is not known. */
  #isActiveIn({ expectedAccount, region }: SessionChoice): boolean | undefined {
    const { current, identity } = this.#context.activeSession;
    if (!current || !identity || expectedAccount === undefined) return undefined;
    return identity.accountId === expectedAccount && current.choice.region === region;
  }

  #isHeld(profile: string): boolean {
    const { activeSession, clock } = this.#context;
    const { current, identity } = activeSession;
    const shown = current?.choice.profile === profile ? identity?.expiresAt : undefined;
    return [shown, this.#ends.get(profile)].some(
      (end) => end !== undefined && end.getTime() - marginMs > clock.now().getTime(),
    );
  }
}
