import pLimit from 'p-limit';
import { orAborted } from '../abort.ts';
import { hasCode, isCancellation, isPassing } from '../errors.ts';
import { backgroundWidth, type Level, type WorkQueue } from './workQueue.ts';

export interface LazyOptions<Subject, Value> {
  readonly queue: WorkQueue;
  readonly level: Level;
  readonly idOf: (subject: Subject) => string;
  readonly fetch: (subject: Subject, signal: AbortSignal) => Promise<Value>;
  /** Told of every value that comes. */
  readonly onArrival: (subject: Subject, value: Value) => void;
  /** Told of what nobody waited for and did not come. */
  readonly onFailure: (error: unknown) => void;
}

interface Flight<Value> {
  readonly promise: Promise<Value>;
  readonly signal: AbortSignal;
}

/**
 * What takes calls of its own per row. It is fetched for the rows in view without being asked for, and for any row as
 * soon as somebody asks: such a click does not wait behind the rows being filled in. Each value is fetched once; one
 * that did not come is fetched again when it is asked for, and not before.
 */
export class LazyValues<Subject, Value> {
  readonly #options: LazyOptions<Subject, Value>;
  readonly #values = new Map<string, Value>();
  readonly #stale = new Set<string>();
  readonly #flights = new Map<string, Flight<Value>>();
  /** Clicks have places of their own, though not without end: hundreds of rows can be selected with one key. */
  readonly #asked = pLimit(backgroundWidth);

  constructor(options: LazyOptions<Subject, Value>) {
    this.#options = options;
  }

  /** What is known, though it may have changed since. */
  get(subject: Subject): Value | undefined {
    return this.#values.get(this.#options.idOf(subject));
  }

  /** Takes a value that was learned in another way. */
  set(subject: Subject, value: Value): void {
    const id = this.#options.idOf(subject);
    this.#values.set(id, value);
    this.#stale.delete(id);
  }

  /** Fetches, in the background and in this order, what is not known of these. */
  prefetch(subjects: readonly Subject[], signal: AbortSignal): void {
    // Where one call is not allowed, or the credentials have ended, the others would fail all the same.
    const batch = new AbortController();
    const ended = AbortSignal.any([signal, batch.signal]);
    const jobs = subjects
      .filter((subject) => !this.#isFresh(subject) && !this.#flightOf(subject))
      .map((subject) => ({
        signal: ended,
        run: async () => {
          if (this.#isFresh(subject) || this.#flightOf(subject)) return;
          await this.#fetch(subject, signal).catch((error: unknown) => {
            if (signal.aborted || isCancellation(error)) return;
            this.#options.onFailure(error);
            if (!isPassing(error) && !isGone(error)) batch.abort();
          });
        },
      }));
    this.#options.queue.add(this.#options.level, jobs);
  }

  /** What is known, or else what is fetched now. */
  async ask(subject: Subject, signal: AbortSignal): Promise<Value> {
    signal.throwIfAborted();
    if (this.#isFresh(subject)) return this.get(subject) as Value;
    const flight = this.#flightOf(subject);
    if (!flight) {
      return this.#asked(() => {
        signal.throwIfAborted();
        return this.#isFresh(subject) ? (this.get(subject) as Value) : this.#fetch(subject, signal);
      });
    }
    try {
      return await orAborted(flight.promise, signal);
    } catch (error) {
      // The rows that it was fetched for went out of view; whoever asks still wants it.
      if (signal.aborted || !flight.signal.aborted) throw error;
      return this.ask(subject, signal);
    }
  }

  /** Says that a value may have changed: it is shown until the new one is there. */
  expire(subject: Subject): void {
    const id = this.#options.idOf(subject);
    if (this.#values.has(id)) this.#stale.add(id);
    // What is under way was asked for before the change.
    this.#flights.delete(id);
  }

  forget(subject: Subject): void {
    const id = this.#options.idOf(subject);
    this.#values.delete(id);
    this.#stale.delete(id);
    this.#flights.delete(id);
  }

  clear(): void {
    this.#values.clear();
    this.#stale.clear();
    this.#flights.clear();
  }

  async #fetch(subject: Subject, signal: AbortSignal): Promise<Value> {
    const id = this.#options.idOf(subject);
    const flight: Flight<Value> = { promise: this.#options.fetch(subject, signal), signal };
    this.#flights.set(id, flight);
    try {
      const value = await flight.promise;
      // Late answers are for nobody: those of another session, and those from before a change.
      if (!signal.aborted && this.#flights.get(id) === flight) {
        this.set(subject, value);
        this.#options.onArrival(subject, value);
      }
      return value;
    } finally {
      if (this.#flights.get(id) === flight) this.#flights.delete(id);
    }
  }

  #isFresh(subject: Subject): boolean {
    const id = this.#options.idOf(subject);
    return this.#values.has(id) && !this.#stale.has(id);
  }

  #flightOf(subject: Subject): Flight<Value> | undefined {
    const flight = this.#flights.get(this.#options.idOf(subject));
    return flight?.signal.aborted ? undefined : flight;
  }
}

function isGone(error: unknown): boolean {
  return hasCode(error, 'version.notFound', 'image.notFound');
}
