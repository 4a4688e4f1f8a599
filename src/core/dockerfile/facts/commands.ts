import { basename } from './paths.ts';
import type { Span } from './source.ts';

/** A word of a command, and what it stands for; undefined when the Dockerfile does not say. */
export interface CommandWord extends Span {
  readonly text: string;
  readonly value: string | undefined;
}

/** One command of a script: a program and its arguments. */
export type Command = readonly CommandWord[];

/** What stands before a command without being one. */
const prefixes = new Set(['!', '{', 'do', 'else', 'exec', 'if', 'sudo', 'then', 'time', 'until', 'while']);

/** A command without what stands before its program: keywords of the shell, `sudo` with its options, assignments. */
export function withoutPrefix(command: Command): Command {
  let start = 0;
  for (let isSudo = false; start < command.length; start += 1) {
    const { text = '' } = command[start] ?? {};
    const isPrefix = prefixes.has(text) || /^\w+=/.test(text) || (isSudo && text.startsWith('-'));
    if (!isPrefix) break;
    isSudo = text === 'sudo' || (isSudo && text.startsWith('-'));
  }
  return start === 0 ? command : command.slice(start);
}

/** The name of the program that a command runs, without its folder. */
export function programOf(command: Command): string | undefined {
  const value = command[0]?.value;
  return value === undefined ? undefined : basename(value);
}

/**
 * The options and the other arguments of a command.
 * @param takesValue the options that are followed by a value, in their short and long forms.
 */
export function argumentsOf(command: Command, takesValue: ReadonlySet<string>): Arguments {
  const options: Option[] = [];
  const others: CommandWord[] = [];
  for (let index = 1; index < command.length; index += 1) {
    const word = command[index];
    if (!word) continue;
    const split = /^(--?[\w-]+)=(.*)$/s.exec(word.value ?? '');
    if (split) options.push({ name: split[1] ?? '', value: split[2], word });
    else if (!word.text.startsWith('-') || word.text === '-') others.push(word);
    else if (takesValue.has(word.text)) {
      index += 1;
      options.push({ name: word.text, value: command[index]?.value, word: command[index] ?? word });
    } else {
      // A short option may have its value right behind it.
      const short = word.text.slice(0, 2);
      const isJoined = word.text.length > 2 && !word.text.startsWith('--') && takesValue.has(short);
      const value = isJoined ? word.value?.slice(2) : undefined;
      options.push({ name: isJoined ? short : word.text, value, word });
    }
  }
  return { options, others };
}

interface Option {
  readonly name: string;
  readonly value: string | undefined;
  /** The word that has the value, or the option itself. */
  readonly word: CommandWord;
}

export interface Arguments {
  readonly options: readonly Option[];
  readonly others: readonly CommandWord[];
}
