import type { Span } from './source.ts';

/** A word as it stands there, with its quotes and variables. */
export interface Word extends Span {
  readonly text: string;
}

/** Cuts a text into words at its white space; what stands in quotes stays together. */
export function wordsIn(text: string): readonly Word[] {
  return commandsIn(text, '').flat();
}

/** Cuts a shell script into its commands, and these into words: as much of a shell as rules need. */
export function shellCommandsIn(script: string): readonly (readonly Word[])[] {
  return commandsIn(script, ';&|()\n\r');
}

/** @param separators what ends a command; none where there are no commands. */
function commandsIn(text: string, separators: string): readonly (readonly Word[])[] {
  const cutter = new Cutter(text, separators);
  return cutter.cut();
}

/** Goes through a text once, character by character. */
class Cutter {
  readonly #text: string;
  readonly #separators: string;
  readonly #commands: Word[][] = [];
  #words: Word[] = [];
  /** Where the current word began; -1 between words. */
  #start = -1;
  #at = 0;

  constructor(text: string, separators: string) {
    this.#text = text;
    this.#separators = separators;
  }

  cut(): readonly (readonly Word[])[] {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at));
    this.#endCommand();
    return this.#commands;
  }

  #step(character: string): void {
    if (this.#isSeparator(character)) this.#endCommand();
    else if (/\s/.test(character) || this.#isContinuation(character)) this.#endWord();
    else if (character === '#' && this.#start === -1 && this.#separators !== '') return this.#skipComment();
    else return this.#read(character);
    this.#at += 1;
  }

  /** Takes a character into the current word, and with it what is quoted or escaped by it. */
  #read(character: string): void {
    if (this.#start === -1) this.#start = this.#at;
    this.#at += 1;
    if (character === '\\') this.#at += 1;
    else if (character === '"' || character === "'") this.#readQuoted(character);
  }

  #readQuoted(quote: string): void {
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      this.#at += character === '\\' && quote === '"' ? 2 : 1;
      if (character === quote) return;
    }
  }

  #isSeparator(character: string): boolean {
    return this.#separators.includes(character) && !isRedirect(this.#text, this.#at);
  }

  /** A script of a heredoc goes on in the next line; the line's end comes after it, and ends nothing then. */
  #isContinuation(character: string): boolean {
    if (character !== '\\' || this.#separators === '') return false;
    const [lineEnd = ''] = /^(?:\r\n|\r|\n)/.exec(this.#text.slice(this.#at + 1, this.#at + 3)) ?? [];
    this.#at += lineEnd.length;
    return lineEnd !== '';
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end === -1 ? this.#text.length : end;
  }

  #endWord(): void {
    // A continued line has been gone past, and what stands before it is the word.
    const text = this.#start === -1 ? '' : this.#text.slice(this.#start, this.#at).replace(/\\[\r\n]+$/, '');
    if (text !== '') this.#words.push({ text, start: this.#start, end: this.#start + text.length });
    this.#start = -1;
  }

  #endCommand(): void {
    this.#at = Math.min(this.#at, this.#text.length);
    this.#endWord();
    if (this.#words.length > 0) this.#commands.push(this.#words);
    this.#words = [];
  }
}

/** `2>&1` and `&>` are no ends of a command. */
function isRedirect(text: string, at: number): boolean {
  return text.charAt(at) === '&' && (text.charAt(at - 1) === '>' || text.charAt(at + 1) === '>');
}

/**
 * The words of the exec form, a JSON array of texts.
 * @returns undefined when it is something else: the engines take it for a shell's then.
 */
export function execFormIn(text: string): readonly Word[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed) || !parsed.every((one) => typeof one === 'string')) return undefined;
    const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)];
    return parsed.map((value: string, index) => {
      const place = places[index];
      const start = (place?.index ?? 0) + 1;
      return { text: value, start, end: start + (place?.[0].length ?? 2) - 2 };
    });
  } catch {
    return undefined;
  }
}
