import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ChildOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/** A program that runs until it is stopped, and that ends with the process that started it, however that one ends. */
export class Child {
  readonly #process: ChildProcess;
  readonly #name: string;
  readonly #lines: string[] = [];
  readonly #exited: Promise<unknown>;

  constructor(program: string, args: readonly string[], { env = process.env, cwd }: ChildOptions = {}) {
    this.#name = program;
    this.#process = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
      env,
      ...(cwd !== undefined && { cwd }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Its output closes once everything that it has started is gone, too.
    this.#exited = once(this.#process, 'close');
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (stream) createInterface(stream).on('line', (line) => this.#lines.push(line));
    }
  }

  /** What it has written. */
  get output(): string {
    return this.#lines.join('\n');
  }

  /**
   * Waits until it writes something.
   * @throws Error with all it has written, when it ends before
   */
  async waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    const found = Promise.withResolvers<RegExpExecArray>();
    const look = (): void => {
      const match = pattern.exec(this.output);
      if (match) found.resolve(match);
    };
    const streams = [this.#process.stdout, this.#process.stderr];
    for (const stream of streams) stream?.on('data', look);
    look();
    const ended = this.#exited.then(() => {
      throw new Error(`${this.#name} ended before it was ready:\n${this.output}`);
    });
    try {
      return await Promise.race([found.promise, ended]);
    } finally {
      for (const stream of streams) stream?.off('data', look);
    }
  }

  /** Ends it at once, and waits until it has. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#exited;
  }
}
