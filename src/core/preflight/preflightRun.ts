import { orAborted } from '../abort.ts';
import type { Clock } from '../ports.ts';
import type { PreflightSession } from './evidence.ts';
import { verdictOf, type CheckId, type Finding } from './finding.ts';
import { checksOf, preflight } from './preflight.ts';
import type { Subject } from './subject.ts';

/** What is known of a preflight so far. */
export interface PreflightState {
  /** All that are made, whether they have come to their end or not. */
  readonly checks: readonly CheckId[];
  readonly findings: readonly Finding[];
  /** Those that have not come to their end yet. */
  readonly open: readonly CheckId[];
}

/** What somebody who is about to create is told: with open checks, what was found so far speaks. */
export interface PreflightOutcome extends PreflightState {
  /** `ask` also where nothing was found but checks are open: that is for a person to decide. */
  readonly verdict: 'stop' | 'ask' | 'go';
}

/** A preflight that goes on beside what somebody reads and types, until it is through or given up. */
export class PreflightRun {
  readonly #checks: readonly CheckId[];
  readonly #done: Promise<void>;
  readonly #stop = new AbortController();
  #findings: readonly Finding[] = [];
  #open: readonly CheckId[];
  #hasEnded = false;
  #changed = Promise.withResolvers<void>();

  constructor(subject: Subject, session: PreflightSession, signal: AbortSignal) {
    this.#checks = checksOf(subject);
    this.#open = this.#checks;
    const ended = AbortSignal.any([signal, this.#stop.signal]);
    this.#done = this.#gather(preflight(subject, session, ended), ended);
  }

  get state(): PreflightState {
    return { checks: this.#checks, findings: this.#findings, open: this.#open };
  }

  /**
   * What is known by now, and again whenever more is, until all checks are through or were given up.
   * @throws AbortError when the signal aborts: the checks go on without whoever followed them.
   */
  async *states(signal: AbortSignal): AsyncGenerator<PreflightState, void, undefined> {
    for (let isLast = false; !isLast;) {
      const { promise } = this.#changed;
      isLast = this.#hasEnded || this.#open.length === 0;
      yield this.state;
      if (!isLast) await orAborted(promise, signal);
    }
  }

  /**
   * Waits for the checks, though not for ever. Who waits in vain is told what is known by then.
   * @param patienceMs milliseconds.
   */
  async outcomeWithin(patienceMs: number, clock: Clock, signal: AbortSignal): Promise<PreflightOutcome> {
    const waiting = new AbortController();
    const patience = clock
      .delay(patienceMs, AbortSignal.any([signal, waiting.signal]))
      .catch(() => undefined);
    await Promise.race([this.#done, patience]);
    waiting.abort();
    signal.throwIfAborted();
    return this.outcome;
  }

  /** What can be said without waiting. */
  get outcome(): PreflightOutcome {
    const verdict = verdictOf(this.#findings);
    return { ...this.state, verdict: verdict === 'go' && this.#open.length > 0 ? 'ask' : verdict };
  }

  /** Ends it: nobody wants to know any more. */
  stop(): void {
    this.#stop.abort();
  }

  async #gather(results: ReturnType<typeof preflight>, ended: AbortSignal): Promise<void> {
    try {
      for await (const { check, findings } of results) {
        this.#findings = [...this.#findings, ...findings];
        this.#open = this.#open.filter((id) => id !== check);
        this.#tell();
      }
    } catch (error) {
      // Given up: what is open stays open.
      if (!ended.aborted) throw error;
    } finally {
      this.#hasEnded = true;
      this.#tell();
    }
  }

  #tell(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }
}
