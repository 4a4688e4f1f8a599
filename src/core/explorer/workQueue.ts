import pLimit from 'p-limit';

/** What is fetched without being asked for, what is looked at most first. */
const levels = ['versionFacts', 'latestVersion'] as const;
export type Level = (typeof levels)[number];

export interface Job {
  readonly signal: AbortSignal;
  /** Never rejects: what becomes of the work is told by whoever wants it. */
  run(): Promise<void>;
}

/** As many at once as adaptive retries get through a rate limit without losing any (docs/architecture.md, rule 11). */
export const backgroundWidth = 5;

/**
 * Work that nobody waits for, a few jobs at a time. Rows of the more important level go first, and among those the ones
 * that were added last: what was opened last is what is being looked at.
 */
export class WorkQueue {
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #waiting = new Map<Level, readonly Job[]>();

  constructor(width = backgroundWidth) {
    this.#limit = pLimit(width);
  }

  /** Adds jobs in their order, before those of the same level that still wait. */
  add(level: Level, jobs: readonly Job[]): void {
    this.#waiting.set(level, [...jobs, ...(this.#waiting.get(level) ?? [])]);
    // Which job a free place goes to is decided when it is free, not now.
    for (const _ of jobs) void this.#limit(() => this.#take()?.run());
  }

  #take(): Job | undefined {
    for (const level of levels) {
      const [job, ...others] = (this.#waiting.get(level) ?? []).filter(({ signal }) => !signal.aborted);
      this.#waiting.set(level, others);
      if (job) return job;
    }
    return undefined;
  }
}
