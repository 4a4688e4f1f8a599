import type { Command, CommandWord } from './commands.ts';
import { programOf } from './commands.ts';
import { afterLineEnd, endOfLine, logicalText, type LogicalText } from './logicalText.ts';
import type { Scope } from './scope.ts';
import type { DockerfileSource, SourceInstruction, Span } from './source.ts';
import type { StartCommand } from './steps.ts';
import { execFormIn, shellCommandsIn, wordsIn, type Word } from './words.ts';

/** The arguments of an instruction on one line. */
export function argumentsText(source: DockerfileSource, { body, end }: SourceInstruction): LogicalText {
  return logicalText(source, body, end);
}

/** The words of an instruction that is no shell's, each with what it stands for. */
export function readWords(
  source: DockerfileSource,
  instruction: SourceInstruction,
  scope: Scope,
): readonly CommandWord[] {
  const logical = argumentsText(source, instruction);
  const words = execFormIn(logical.text) ?? wordsIn(logical.text);
  return words.map((word) => placed(word, logical, scope.valueOf(word.text)));
}

/** What a `RUN` runs. */
export interface Script {
  readonly commands: readonly Command[];
  readonly isComplete: boolean;
  readonly text: string;
}

/** Reads a `RUN`: its flags are left out, and a heredoc that a shell runs is what it runs. */
export function readRun(source: DockerfileSource, instruction: SourceInstruction, scope: Scope): Script {
  const logical = argumentsText(source, instruction);
  const text = source.text.slice(instruction.body, instruction.end);
  const flags = /^(?:\s*--\w[^\s]*)*/.exec(logical.text)?.[0].length ?? 0;
  const line = logical.text.slice(flags);
  const exec = execFormIn(line);
  if (exec) {
    const words = exec.map((word) => placed(shifted(word, flags), logical, word.text));
    const script = scriptOf(words);
    // What a shell is given as a text is not looked into.
    return { commands: [words], isComplete: script === undefined, text };
  }
  const names = assignedNames(text);
  const heredoc = shellHeredoc(source, instruction, logical, line);
  const commands = shellCommandsIn(heredoc ? heredoc.script : line).map((words) =>
    words.map((word) =>
      heredoc
        ? { ...shifted(word, heredoc.start), value: shellValue(word.text, scope, names) }
        : placed(shifted(word, flags), logical, shellValue(word.text, scope, names)),
    ),
  );
  const isComplete = heredoc !== undefined || !/(?:^|\s)\d*<<-?["'\w]/.test(line);
  return { commands, isComplete, text };
}

/** Reads an `ENTRYPOINT` or a `CMD`. @returns undefined for an empty one, which is none. */
export function readStart(
  source: DockerfileSource,
  instruction: SourceInstruction,
  scope: Scope,
): StartCommand | undefined {
  const logical = argumentsText(source, instruction);
  const exec = execFormIn(logical.text);
  if (!exec) {
    const commands = readShell(logical.text, scope, (word) => logical.spanOf(word));
    return commands.length === 0
      ? undefined
      : { instruction, isShell: true, words: commands.flat(), commands };
  }
  if (exec.length === 0) return undefined;
  // Nobody replaces variables in the exec form.
  const words = exec.map((word) => placed(word, logical, word.text));
  const script = scriptOf(words);
  if (!script) return { instruction, isShell: false, words, commands: [words] };
  const whole: Span = script;
  const isAsWritten = script.text.length === script.end - script.start;
  const commands = readShell(script.text, scope, ({ start, end }) =>
    isAsWritten ? { start: whole.start + start, end: whole.start + end } : whole,
  );
  return { instruction, isShell: false, words, commands };
}

function readShell(text: string, scope: Scope, spanOf: (word: Word) => Span): readonly Command[] {
  const names = assignedNames(text);
  return shellCommandsIn(text).map((words) =>
    words.map((word) => ({
      text: word.text,
      ...spanOf(word),
      value: isComputed(word.text) || usesAny(word.text, names) ? undefined : scope.valueAtRun(word.text),
    })),
  );
}

/** The text that a shell is given to run, as in `["sh", "-c", "…"]`. */
function scriptOf(words: Command): CommandWord | undefined {
  const isShell = /^(?:ba|da|a|z)?sh$/.test(programOf(words) ?? '');
  const flag = words.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  return isShell && flag > 0 ? words[flag + 1] : undefined;
}

/** The heredoc that a shell runs: of a `RUN` that consists of it alone, or of a shell's name besides. */
function shellHeredoc(
  { text }: DockerfileSource,
  { end }: SourceInstruction,
  logical: LogicalText,
  line: string,
): { readonly script: string; readonly start: number } | undefined {
  const words = line.trim().split(/\s+/, 8);
  const openings = words.filter((word) => word.startsWith('<<'));
  const [opening, ...more] = openings;
  const others = words.filter((word) => !word.startsWith('<<'));
  const isShell = others.every((word) => /^(?:-\w+|(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z)?sh)$/.test(word));
  if (opening === undefined || more.length > 0 || !isShell) return undefined;
  const start = Math.min(afterLineEnd(text, logical.end), end);
  return { script: withoutLastLine(text, start, end), start };
}

/** The last line of a heredoc is its end. */
function withoutLastLine(text: string, start: number, end: number): string {
  const body = text.slice(start, end).trimEnd();
  const lastLine = Math.max(body.lastIndexOf('\n'), body.lastIndexOf('\r'));
  return lastLine === -1 ? '' : body.slice(0, lastLine);
}

/** The variables that a script sets itself: what the Dockerfile says of them is not what they are. */
function assignedNames(script: string): ReadonlySet<string> {
  const found = script.matchAll(/(?:^|[\s;&|(])(?:(\w+)\+?=|for\s+(\w+)\s+in\b|read\s+(?:-\w+\s+)*(\w+))/g);
  return new Set([...found].map(([, set, loop, read]) => set ?? loop ?? read ?? ''));
}

function shellValue(word: string, scope: Scope, names: ReadonlySet<string>): string | undefined {
  return isComputed(word) ? undefined : scope.valueOf(word, names);
}

/** The shell runs something to find out what the word is, or looks for files. */
function isComputed(word: string): boolean {
  return /[`]|\$\(|\$$/.test(word);
}

function usesAny(word: string, names: ReadonlySet<string>): boolean {
  return [...word.matchAll(/\$\{?(\w+)/g)].some(([, name = '']) => names.has(name));
}

function shifted(word: Word, by: number): Word {
  return { text: word.text, start: word.start + by, end: word.end + by };
}

function placed(word: Word, logical: LogicalText, value: string | undefined): CommandWord {
  return { text: word.text, value, ...logical.spanOf(word) };
}

/** The lines of a heredoc lie behind what it belongs to. */
export function heredocsOf(source: DockerfileSource, instruction: SourceInstruction): Span {
  const { end } = argumentsText(source, instruction);
  return { start: Math.min(endOfLine(source.text, end), instruction.end), end: instruction.end };
}
