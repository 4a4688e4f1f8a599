import type { DockerfileSource, Span } from './source.ts';

/** The arguments of an instruction on one line: without what continues its lines, and without the comments in between. */
export class LogicalText {
  readonly text: string;
  /** Where it ends in the Dockerfile: heredocs follow. */
  readonly end: number;
  /** Which parts of the Dockerfile it is put together from. */
  readonly #pieces: readonly Piece[];

  constructor(pieces: readonly (Piece & { readonly text: string })[], end: number) {
    this.text = pieces.map(({ text }) => text).join('');
    this.#pieces = pieces;
    this.end = end;
  }

  /** Where in the Dockerfile something stands. */
  spanOf({ start, end }: Span): Span {
    // What ends with a piece does not reach into the next one.
    return {
      start: this.#offsetOf(start),
      end: end > start ? this.#offsetOf(end - 1) + 1 : this.#offsetOf(end),
    };
  }

  #offsetOf(index: number): number {
    let [low, high] = [0, this.#pieces.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#pieces[middle]?.at ?? 0) <= index) low = middle;
      else high = middle;
    }
    const piece = this.#pieces[low];
    return piece ? piece.offset + index - piece.at : this.end;
  }
}

interface Piece {
  /** Where it begins in the logical text. */
  readonly at: number;
  /** Where it begins in the Dockerfile. */
  readonly offset: number;
}

/** Reads the arguments of an instruction, which go on where a line ends with the escape character. */
export function logicalText({ text, escape }: DockerfileSource, start: number, end: number): LogicalText {
  const pieces: (Piece & { readonly text: string })[] = [];
  let [at, offset] = [0, start];
  while (offset < end) {
    const lineEnd = endOfLine(text, offset, end);
    const line = text.slice(offset, lineEnd);
    if (offset === start || !/^[ \t]*(?:#|$)/.test(line)) {
      const kept = line.trimEnd();
      const isContinued = kept.endsWith(escape);
      const piece = isContinued ? kept.slice(0, -1) : line;
      pieces.push({ at, offset, text: piece });
      at += piece.length;
      if (!isContinued) return new LogicalText(pieces, lineEnd);
    }
    offset = afterLineEnd(text, lineEnd);
  }
  return new LogicalText(pieces, Math.min(offset, end));
}

/** Where a line ends, without the characters that end it. */
export function endOfLine(text: string, from: number, limit = text.length): number {
  for (let at = from; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return limit;
}

/** Where the line after one that ends here begins. */
export function afterLineEnd(text: string, end: number): number {
  return end + (text.startsWith('\r\n', end) ? 2 : 1);
}
