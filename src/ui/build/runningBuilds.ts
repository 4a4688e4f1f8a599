import * as vscode from 'vscode';

interface Run {
  readonly dockerfile: string;
  readonly stop: AbortController;
  readonly over: Promise<unknown>;
}

/** The runs of this window: none outlives it. */
export class RunningBuilds {
  readonly #runs = new Set<Run>();
  readonly #changed = new vscode.EventEmitter<void>();

  /** Fires when a run begins or ends. */
  readonly onDidChange = this.#changed.event;

  has(dockerfile: string): boolean {
    return [...this.#runs].some((run) => run.dockerfile === dockerfile);
  }

  /** @param task ends what it has started when its signal aborts. */
  async run<T>(
    dockerfile: string,
    signal: AbortSignal,
    task: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const stop = new AbortController();
    const over = task(AbortSignal.any([signal, stop.signal]));
    const run = { dockerfile, stop, over };
    this.#runs.add(run);
    this.#changed.fire();
    try {
      return await over;
    } finally {
      this.#runs.delete(run);
      this.#changed.fire();
    }
  }

  /** Stops all of them. Resolves when what they have started is gone. */
  async stop(): Promise<void> {
    const runs = [...this.#runs];
    for (const { stop } of runs) stop.abort();
    await Promise.allSettled(runs.map(({ over }) => over));
  }
}
