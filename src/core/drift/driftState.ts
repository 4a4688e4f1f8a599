import { LazyValues } from '../explorer/lazyValues.ts';
import { WorkQueue } from '../explorer/workQueue.ts';
import type { Session } from '../ports.ts';
import type { Built } from './built.ts';
import { driftOf, type DriftFact } from './driftOf.ts';
import { lookRemotely, type RemoteState } from './lookRemotely.ts';
import { readSources, type SourcePlace, type Sources, type SourcesContext } from './sources.ts';

/** A Dockerfile that is tied to an image. */
export interface DriftSubject {
  readonly built: Built;
  /** Undefined where its files are not to be read. */
  readonly place?: SourcePlace;
}

interface RemoteSubject {
  readonly built: Built;
  readonly session: Session;
}

/**
 * What is known of the Dockerfiles of a window. Nothing is looked at but by `refresh`, and nothing twice: files not until
 * they were said to have changed, SageMaker and ECR not until they were, or the session or what was built is another.
 */
export class DriftState {
  readonly #sources: LazyValues<SourcePlace, Sources>;
  readonly #remote: LazyValues<RemoteSubject, RemoteState>;
  readonly #numbers = new WeakMap<Session, number>();
  #sessions = 0;

  /** @param onChange is told when there is something else to show. */
  constructor(context: SourcesContext, onChange: () => void = () => undefined) {
    const shared = { queue: new WorkQueue(), level: 'versionFacts', onArrival: onChange } as const;
    this.#sources = new LazyValues({
      ...shared,
      idOf: ({ dockerfile, context: folder, engine }) => JSON.stringify([dockerfile, folder, engine]),
      fetch: (place, signal) => readSources(place, context, signal),
      onFailure: onChange,
    });
    this.#remote = new LazyValues({
      ...shared,
      idOf: ({ built, session }) => JSON.stringify([this.#numberOf(session), built]),
      fetch: ({ built, session }, signal) => lookRemotely(built, session, signal),
      onFailure: onChange,
    });
  }

  /**
   * What is known, without looking: for a lens.
   * @param session undefined where there is none, as before a sign-in.
   * @returns undefined where nothing was looked at yet.
   */
  get(subject: DriftSubject, session: Session | undefined): readonly DriftFact[] | undefined {
    const { built, place } = subject;
    const sources = place && this.#sources.get(place);
    const remote = this.remoteOf(subject, session);
    if (!sources && !remote) return undefined;
    return driftOf(built, { ...(sources && { sources }), ...(remote && { remote }) });
  }

  /** What SageMaker and ECR have said, without asking them. */
  remoteOf({ built }: DriftSubject, session: Session | undefined): RemoteState | undefined {
    return session && this.#remote.get({ built, session });
  }

  /**
   * Looks at what is not known, or may have changed since. Rejects only when the signal aborts.
   * @param session undefined to look at the files alone.
   */
  async refresh(
    { built, place }: DriftSubject,
    session: Session | undefined,
    signal: AbortSignal,
  ): Promise<readonly DriftFact[]> {
    const [sources, remote] = await Promise.all([
      place && this.#sources.ask(place, signal),
      session && this.#remote.ask({ built, session }, signal),
    ]);
    return driftOf(built, { ...(sources && { sources }), ...(remote && { remote }) });
  }

  /** Says that the Dockerfile, or a file of its context, was written. */
  filesChanged(place: SourcePlace): void {
    this.#sources.expire(place);
  }

  /** Says that the image, its versions or the tag may have changed. */
  versionsChanged({ built }: DriftSubject, session: Session): void {
    this.#remote.expire({ built, session });
  }

  /** Says that it is another session, or the same one anew. What is known of the files stays. */
  sessionChanged(): void {
    this.#remote.clear();
  }

  #numberOf(session: Session): number {
    const number = this.#numbers.get(session) ?? (this.#sessions += 1);
    this.#numbers.set(session, number);
    return number;
  }
}
