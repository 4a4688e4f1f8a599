import type { TextRange } from '../../dockerfile.ts';

/** A Dockerfile as a parser has cut it up, as plain data: offsets count the text's characters. */
export interface DockerfileSource {
  readonly text: string;
  /** What continues a line: a backslash, or a backtick. */
  readonly escape: string;
  /** In their order, the unknown ones too. */
  readonly instructions: readonly SourceInstruction[];
}

export interface SourceInstruction {
  /** In upper case. */
  readonly keyword: string;
  readonly start: number;
  /** Where its keyword ends, and its arguments begin. */
  readonly body: number;
  /** Where it ends, with its heredocs. */
  readonly end: number;
}

/** Something of a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Tells lines and characters from offsets, as VS Code counts them. */
export class Places {
  readonly #lineStarts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    const starts = [0];
    for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
    this.#lineStarts = starts;
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  lineAt(offset: number): number {
    let [low, high] = [0, this.#lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.startOf(middle) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Where a line begins; one behind the last begins at the end of the text. */
  startOf(line: number): number {
    return this.#lineStarts[line] ?? this.#text.length;
  }

  rangeOf({ start, end }: Span): TextRange {
    return { start: this.#positionAt(start), end: this.#positionAt(end) };
  }

  #positionAt(offset: number): { readonly line: number; readonly character: number } {
    const line = this.lineAt(offset);
    return { line, character: offset - this.startOf(line) };
  }
}
