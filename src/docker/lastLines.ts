/** Keeps the last lines of what may be very many, for the reason of a failure. */
export class LastLines {
  readonly #capacity: number;
  readonly #lines: string[] = [];
  #length = 0;

  /** @param capacity how many characters are kept: of one line that is longer, its end. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(line: string): void {
    const kept = line.slice(-this.#capacity);
    this.#lines.push(kept);
    this.#length += kept.length + 1;
    // In strides: taking one line off the front moves all the others.
    if (this.#length > 2 * this.#capacity) this.#trim();
  }

  get all(): readonly string[] {
    this.#trim();
    return this.#lines;
  }

  #trim(): void {
    let count = 0;
    while (this.#length > this.#capacity && count < this.#lines.length - 1) {
      this.#length -= (this.#lines[count]?.length ?? 0) + 1;
      count++;
    }
    this.#lines.splice(0, count);
  }
}
