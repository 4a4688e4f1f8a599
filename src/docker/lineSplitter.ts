/** A line is cut where it gets longer than this, in characters: progress can go on for ever without an end of line. */
const longestLine = 1024 * 1024;

/** Cuts text that arrives in pieces into lines. Progress that is drawn over itself with `\r` is a line each time. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    // A `\r` at the very end may be the first half of a `\r\n`.
    const lines = (this.#rest + text).split(/\r?\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line);
    if (this.#rest.length > longestLine) this.end();
  }

  /** What has come since the last end of line is a line as well. */
  end(): void {
    const rest = this.#rest.replace(/\r$/, '');
    this.#rest = '';
    if (rest) this.#onLine(rest);
  }
}
