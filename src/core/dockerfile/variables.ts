/** What variables stand for; undefined for those that are not set. */
export type Lookup = (name: string) => string | undefined;

export interface Expanded {
  readonly text: string;
  /** Variables that are not set, where nothing stands in for them. */
  readonly unset: readonly string[];
}

/**
 * Replaces the variables of a Dockerfile's word as the engines do: `$X`, `${X}`, and `${X:-default}` with its relatives,
 * which may have variables in them. Quotes are taken out, and between single ones nothing is replaced.
 */
export function expand(word: string, lookUp: Lookup): Expanded {
  const reader = new WordReader(word, lookUp);
  return { text: reader.readUntil(''), unset: [...new Set(reader.unset)] };
}

class WordReader {
  readonly unset: string[] = [];
  readonly #word: string;
  readonly #lookUp: Lookup;
  #at = 0;

  constructor(word: string, lookUp: Lookup) {
    this.#word = word;
    this.#lookUp = lookUp;
  }

  /** @param end what ends it besides the end of the word. */
  readUntil(end: '' | '}'): string {
    let text = '';
    let isQuoted = false;
    while (this.#at < this.#word.length) {
      const character = this.#word.charAt(this.#at);
      this.#at += 1;
      if (character === end && !isQuoted) return text;
      if (character === '"') isQuoted = !isQuoted;
      else if (character === "'" && !isQuoted) text += this.#readSingleQuoted();
      else if (character === '\\') text += this.#word.charAt(this.#at++);
      else if (character === '$') text += this.#readVariable();
      else text += character;
    }
    return text;
  }

  #readSingleQuoted(): string {
    const end = this.#word.indexOf("'", this.#at);
    const text = this.#word.slice(this.#at, end === -1 ? undefined : end);
    this.#at += text.length + 1;
    return text;
  }

  #readVariable(): string {
    if (this.#word.charAt(this.#at) !== '{') {
      const name = this.#readName();
      return name === '' ? '$' : this.#valueOf(name);
    }
    this.#at += 1;
    const name = this.#readName();
    const [operator = ''] = /^(?::?[-+?]|[#%/]+)?/.exec(this.#word.slice(this.#at)) ?? [];
    this.#at += operator.length;
    const value = this.#lookUp(name);
    const noted = this.unset.length;
    const rest = this.readUntil('}');
    const isGiven = operator.startsWith(':') ? Boolean(value) : value !== undefined;
    if (operator.endsWith('-') && !isGiven) return rest;
    // What is not used in the end need not be set.
    this.unset.length = noted;
    if (operator.endsWith('-')) return value ?? '';
    if (operator.endsWith('+')) return isGiven ? rest : '';
    return this.#valueOf(name);
  }

  #valueOf(name: string): string {
    const value = this.#lookUp(name);
    if (value === undefined) this.unset.push(name);
    return value ?? '';
  }

  #readName(): string {
    const [name = ''] = /^\w+/.exec(this.#word.slice(this.#at)) ?? [];
    this.#at += name.length;
    return name;
  }
}
