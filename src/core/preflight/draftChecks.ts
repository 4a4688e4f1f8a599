import type { CompleteDraft } from '../create/draft.ts';
import type { PreflightSession } from './evidence.ts';
import { PreflightRun } from './preflightRun.ts';
import { subjectOfDraft } from './subject.ts';

/** The checks of the drafts of one walk. What they have found stays while what they are about does. */
export class DraftChecks {
  readonly #session: PreflightSession;
  readonly #pinDigest: boolean;
  readonly #signal: AbortSignal;
  #current: { readonly key: string; readonly run: PreflightRun } | undefined;

  /** @param signal ends them all, with the walk. */
  constructor(session: PreflightSession, pinDigest: boolean, signal: AbortSignal) {
    this.#session = session;
    this.#pinDigest = pinDigest;
    this.#signal = signal;
  }

  /** Those of this draft: what is under way or known already, unless they would be about something else. */
  of(draft: CompleteDraft): PreflightRun {
    const subject = subjectOfDraft(draft, this.#pinDigest);
    const key = JSON.stringify(subject);
    if (this.#current?.key === key) return this.#current.run;
    this.forget();
    const run = new PreflightRun(subject, this.#session, this.#signal);
    this.#current = { key, run };
    return run;
  }

  /** Lets them be made anew: what they were about may have been put right. */
  forget(): void {
    this.#current?.run.stop();
    this.#current = undefined;
  }
}
