import { expand } from '../variables.ts';

/** Longer ones, and those with more variables, are nothing that a rule reads: what they stand for could grow without end. */
const longestWord = 2_000;
const mostVariables = 40;

/** What is known of the variables at one place of a Dockerfile. */
export class Scope {
  /** Undefined for those whose value is not known. */
  readonly #env: Map<string, string | undefined>;
  readonly #args = new Map<string, string | undefined>();

  constructor(env: Readonly<Record<string, string>> = {}) {
    this.#env = new Map(Object.entries(env));
  }

  setEnv(name: string, value: string | undefined): void {
    this.#env.set(name, value);
  }

  /** An argument without a value is there, and not set. */
  setArg(name: string, value: string | undefined): void {
    this.#args.set(name, value);
  }

  /** From here on the argument can be anything. */
  forgetArg(name: string): void {
    this.#args.delete(name);
  }

  /** Takes over what another scope knows of an argument. @returns whether it is one there. */
  takeArg(name: string, from: Scope): boolean {
    const isThere = from.#args.has(name);
    if (isThere) this.#args.set(name, from.#args.get(name));
    return isThere;
  }

  /**
   * What a word stands for.
   * @param hides variables that mean something else here, such as those that a script sets.
   * @returns undefined when the Dockerfile does not say: the base image may set a variable as well.
   */
  valueOf(word: string, hides?: ReadonlySet<string>): string | undefined {
    return this.#expand(word, (name) => (hides?.has(name) ? undefined : this.#lookUp(name)));
  }

  /** The same when a container runs: arguments are gone by then. */
  valueAtRun(word: string): string | undefined {
    return this.#expand(word, (name) => (this.#env.has(name) ? { value: this.#env.get(name) } : undefined));
  }

  #lookUp(name: string): { readonly value: string | undefined } | undefined {
    if (this.#env.has(name)) {
      const value = this.#env.get(name);
      return value === undefined ? undefined : { value };
    }
    return this.#args.has(name) ? { value: this.#args.get(name) } : undefined;
  }

  #expand(
    word: string,
    lookUp: (name: string) => { readonly value: string | undefined } | undefined,
  ): string | undefined {
    if (word.length > longestWord || variablesIn(word) > mostVariables) return undefined;
    let isKnown = true;
    const { text, unset } = expand(word, (name) => {
      const found = lookUp(name);
      isKnown &&= found !== undefined;
      return found?.value;
    });
    return isKnown && unset.length === 0 && text.length <= longestWord ? text : undefined;
  }
}

function variablesIn(word: string): number {
  return word.split('$').length - 1;
}
