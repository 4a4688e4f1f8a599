import * as vscode from 'vscode';
import { isCancellation } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';

/** How long lines are gathered: a build can write thousands in a second, and each write is a message to the window. */
const gatherMs = 50;
/** What is gathered at most, in characters: more goes on its way at once. */
const mostGathered = 64 * 1024;
/** What is kept for a terminal that is opened later. VS Code's own terminals keep a thousand lines. */
const mostKept = 1024 * 1024;

const clearScreen = '\u001B[2J\u001B[3J\u001B[H';

/** What a run says, as a terminal takes it: gathered, and with an end to what is kept. */
export class BuildOutput implements vscode.Disposable {
  readonly #clock: Clock;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #disposed = new AbortController();
  #gathered: string[] = [];
  #gatheredLength = 0;
  #kept: string[] = [];
  #keptLength = 0;
  #isWaiting = false;

  /** Fires with what is to be added to a terminal. */
  readonly onDidWrite = this.#written.event;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** All that is kept: where that is not everything, it begins with a line. */
  get text(): string {
    return this.#kept.join('');
  }

  /** @param text one line or several. Names of files can have characters in them that steer a terminal. */
  write(text: string): void {
    for (const line of text.split('\n')) {
      const shown = `${withoutControl(line)}\r\n`;
      this.#gathered.push(shown);
      this.#gatheredLength += shown.length;
    }
    if (this.#gatheredLength >= mostGathered) this.flush();
    else if (!this.#isWaiting) void this.#flushSoon();
  }

  /** Begins anew: what was said before is gone. */
  clear(): void {
    this.flush();
    this.#kept = [];
    this.#keptLength = 0;
    this.#written.fire(clearScreen);
  }

  flush(): void {
    if (this.#gatheredLength === 0) return;
    const chunk = this.#gathered.join('');
    this.#gathered = [];
    this.#gatheredLength = 0;
    this.#keep(chunk);
    this.#written.fire(chunk);
  }

  dispose(): void {
    this.#disposed.abort();
    this.#written.dispose();
  }

  #keep(chunk: string): void {
    this.#kept.push(chunk);
    this.#keptLength += chunk.length;
    while (this.#keptLength > mostKept && this.#kept.length > 1) {
      this.#keptLength -= this.#kept.shift()?.length ?? 0;
    }
  }

  async #flushSoon(): Promise<void> {
    this.#isWaiting = true;
    try {
      await this.#clock.delay(gatherMs, this.#disposed.signal);
      this.#isWaiting = false;
      this.flush();
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }
}

/** Tabs stay. */
function withoutControl(line: string): string {
  return line.replace(/[^\t\P{Cc}]/gu, '');
}
