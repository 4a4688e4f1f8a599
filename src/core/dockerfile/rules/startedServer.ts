import { programOf, type Command, type CommandWord } from '../facts/commands.ts';
import type { ImageFacts } from '../facts/imageFacts.ts';
import type { StartCommand } from '../facts/steps.ts';

/** A server that an image is started with, as far as its command line says. */
export interface StartedServer {
  readonly kind: 'jupyter' | 'code-editor' | 'code-server';
  /** The words after its name. */
  readonly words: Command;
  /** Where the name ends, where an option can be added. */
  readonly name: CommandWord;
  readonly start: StartCommand;
  /** Whether nothing but what is known not to matter stands before it or beside it. */
  readonly isAlone: boolean;
}

const jupyterApps = new Set(['lab', 'labhub', 'notebook', 'server', 'nbclassic']);
const jupyterPrograms = new Set(['jupyter-lab', 'jupyter-labhub', 'jupyter-notebook', 'jupyter-server']);
const editors = new Set(['sagemaker-code-editor', 'openvscode-server']);

/** Programs that go on with what they are given, and change nothing of it. */
const wrappers = new Set([
  '_entrypoint.sh',
  'conda',
  'dumb-init',
  'env',
  'eval',
  'exec',
  'export',
  'mamba',
  'micromamba',
  'nohup',
  'nvidia_entrypoint.sh',
  'source',
  '.',
  'cd',
  'set',
  'sh',
  'bash',
  'tini',
  'umask',
]);

/**
 * The server that an image starts.
 * @returns undefined when it starts something else, or when an ENTRYPOINT that nobody knows comes first.
 */
export function startedServer(facts: ImageFacts): StartedServer | undefined {
  const { entrypoint, command, base } = facts;
  const kind = base.image?.kind;
  if (entrypoint) {
    const own = serverIn(entrypoint, command?.isShell ? [] : (command?.words ?? []));
    if (own) return mayGetOptions(own, command) ? { ...own, isAlone: false } : own;
    return isWrapper(entrypoint) && command ? serverIn(command, []) : undefined;
  }
  if (!command || (kind !== 'plain' && kind !== 'notebook')) return undefined;
  const found = serverIn(command, []);
  // What Jupyter's images start with brings options of its own.
  return found && kind === 'notebook' ? { ...found, isAlone: false } : found;
}

/** An ENTRYPOINT in the exec form is made to be given options: where it has none, they come from the app's configuration. */
function mayGetOptions({ start, words }: StartedServer, command: StartCommand | undefined): boolean {
  return !start.isShell && (words.length === 0 || command?.isShell === true);
}

function isWrapper({ words }: StartCommand): boolean {
  return wrappers.has(programOf(words) ?? '');
}

/** @param more what follows the exec form; the shell form takes no further arguments. */
function serverIn(start: StartCommand, more: Command): StartedServer | undefined {
  for (const [index, command] of start.commands.entries()) {
    const found = serverOf(command);
    if (!found) continue;
    const { kind, at } = found;
    const name = command[at];
    if (!name) continue;
    const others = start.commands.filter((_, other) => other !== index);
    const before = command.slice(0, found.from);
    return {
      kind,
      name,
      start,
      words: [...command.slice(at + 1), ...(start.isShell ? [] : more)],
      isAlone: isHarmless(before) && others.every(isHarmless),
    };
  }
  return undefined;
}

/** Where a command names a server: from which word to which. */
function serverOf(
  command: Command,
): { readonly kind: StartedServer['kind']; readonly from: number; readonly at: number } | undefined {
  for (let from = 0; from < command.length; from += 1) {
    const program = programOf(command.slice(from, from + 1));
    const next = command[from + 1]?.value ?? '';
    if (program === 'jupyter' && jupyterApps.has(next)) return { kind: 'jupyter', from, at: from + 1 };
    if (program !== undefined && jupyterPrograms.has(program)) return { kind: 'jupyter', from, at: from };
    if (program !== undefined && editors.has(program)) return { kind: 'code-editor', from, at: from };
    if (program === 'code-server') return { kind: 'code-server', from, at: from };
  }
  return undefined;
}

function isHarmless(command: Command): boolean {
  const [first] = command;
  return first === undefined || wrappers.has(programOf(command) ?? '') || /^(?:\w+=|--?\w)/.test(first.text);
}

/** What an option of a command line is set to. */
export interface OptionValue {
  /** Undefined when it is not known. */
  readonly value: string | undefined;
  /** The value as it stands there, without the option where both are one word. */
  readonly word: CommandWord;
}

/** The last of the options with one of these names: it is the one that counts. */
export function findOption(words: Command, names: readonly string[]): OptionValue | undefined {
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const word = words[index];
    if (!word) continue;
    if (names.includes(word.text)) {
      const next = words[index + 1];
      return { value: next?.value, word: next ?? word };
    }
    const name = names.find((one) => word.text.startsWith(`${one}=`));
    if (name === undefined) continue;
    const length = name.length + 1;
    const text = word.text.slice(length);
    const value = word.value?.startsWith(`${name}=`) ? word.value.slice(length) : undefined;
    return { value, word: { text, value, start: word.start + length, end: word.end } };
  }
  return undefined;
}
