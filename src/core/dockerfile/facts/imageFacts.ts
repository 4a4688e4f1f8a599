import { isPredefined, type BuildArgs } from '../buildArguments.ts';
import { Accounts, type Account } from './accounts.ts';
import { environmentOf, readBaseImage, type BaseImage } from './baseImage.ts';
import { withoutPrefix, type CommandWord } from './commands.ts';
import { resolvePath } from './paths.ts';
import { argumentsText, readRun, readStart, readWords } from './readInstruction.ts';
import { Scope } from './scope.ts';
import type { DockerfileSource, SourceInstruction, Span } from './source.ts';
import type { CopyStep, StartCommand, Step, UserStep } from './steps.ts';
import { wordsIn } from './words.ts';

/** What a Dockerfile says of the image that is built from it: of its final stage and of the stages that this is made from. */
export interface ImageFacts {
  readonly source: DockerfileSource;
  /** The `FROM` of the final stage. */
  readonly from: SourceInstruction;
  readonly base: Base;
  readonly steps: readonly Step[];
  readonly user: FinalUser;
  readonly accounts: Accounts;
  readonly entrypoint: StartCommand | undefined;
  /** The `CMD`, unless an `ENTRYPOINT` has done away with it. */
  readonly command: StartCommand | undefined;
  readonly environment: ReadonlyMap<string, SourceInstruction>;
}

/** What the first of the stages is made from. */
export interface Base {
  readonly instruction: SourceInstruction;
  /** The word that names it. */
  readonly word: CommandWord;
  /** Undefined when a variable in it is not known. */
  readonly image: BaseImage | undefined;
  readonly platform: CommandWord | undefined;
}

/** Who runs the image; undefined is what the Dockerfile does not say. */
interface FinalUser extends Account {
  /** The `USER` that says so; undefined when it is the base image's. */
  readonly step: UserStep | undefined;
  readonly name: string | undefined;
}

interface StageLines {
  readonly from: SourceInstruction;
  readonly name: string | undefined;
  /** The image or stage, its flags left out. */
  readonly word: CommandWord;
  readonly platform: CommandWord | undefined;
  readonly parent: StageLines | undefined;
  readonly instructions: SourceInstruction[];
}

/** Which stage is looked at, and what is said of build arguments. */
export interface Build {
  /** Null or undefined is the final one. */
  readonly stage?: string | null | undefined;
  readonly buildArgs?: BuildArgs | undefined;
}

/** @returns undefined when there is no such stage, or when it does things that are not followed. */
export function readImage(source: DockerfileSource, build: Build = {}): ImageFacts | undefined {
  const { stages, globals } = readStages(source, build.buildArgs ?? {});
  const stage =
    build.stage === null || build.stage === undefined ? stages.at(-1) : named(stages, build.stage);
  if (!stage) return undefined;
  const chain = chainOf(stage);
  // What a stage triggers in those that are made from it is not followed.
  const triggers = chain
    .slice(0, -1)
    .some((one) => one.instructions.some(({ keyword }) => keyword === 'ONBUILD'));
  if (triggers) return undefined;
  const [{ from, word, platform }] = chain;
  const image = word.value === undefined ? undefined : readBaseImage(word.value);
  const reader = new ImageReader(source, image, globals, build.buildArgs ?? {});
  for (const one of chain) reader.readStage(one.instructions);
  return reader.finish(stage.from, { instruction: from, word, image, platform });
}

/** A stage after the stages that it is made from. */
function chainOf(stage: StageLines): readonly [StageLines, ...StageLines[]] {
  const chain: [StageLines, ...StageLines[]] = [stage];
  for (let parent = stage.parent; parent; parent = parent.parent) chain.push(parent);
  const [first = stage, ...rest] = chain.reverse();
  return [first, ...rest];
}

function named(stages: readonly StageLines[], name: string): StageLines | undefined {
  const byName = stages.findLast((stage) => stage.name === name.toLowerCase());
  return byName ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
}

function readStages(
  source: DockerfileSource,
  buildArgs: BuildArgs,
): { readonly stages: readonly StageLines[]; readonly globals: Scope } {
  const globals = new Scope();
  const stages: StageLines[] = [];
  const byName = new Map<string, StageLines>();
  for (const instruction of source.instructions) {
    if (instruction.keyword === 'FROM') {
      const stage = readFrom(source, instruction, globals, byName);
      if (!stage) continue;
      stages.push(stage);
      if (stage.name !== undefined) byName.set(stage.name, stage);
    } else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (instruction.keyword === 'ARG')
      setArgs(readArgs(source, instruction), globals, undefined, buildArgs);
  }
  return { stages, globals };
}

function readFrom(
  source: DockerfileSource,
  from: SourceInstruction,
  globals: Scope,
  byName: ReadonlyMap<string, StageLines>,
): StageLines | undefined {
  const words = readWords(source, from, globals);
  const flags = words.filter(({ text }) => text.startsWith('--'));
  const [word, as, name] = words.filter(({ text }) => !text.startsWith('--'));
  if (!word) return undefined;
  const platform = flags.find(({ text }) => text.startsWith('--platform='));
  return {
    from,
    word,
    platform: platform && afterEquals(platform),
    name: as?.text.toLowerCase() === 'as' ? name?.text.toLowerCase() : undefined,
    parent: byName.get((word.value ?? word.text).toLowerCase()),
    instructions: [],
  };
}

/** The value of a flag. */
function afterEquals({ text, value, start, end }: CommandWord): CommandWord {
  const length = text.indexOf('=') + 1;
  return { text: text.slice(length), value: value?.slice(length), start: start + length, end };
}

interface DeclaredArg {
  readonly name: string;
  readonly defaultValue: string | undefined;
}

function readArgs(source: DockerfileSource, instruction: SourceInstruction): readonly DeclaredArg[] {
  return wordsIn(argumentsText(source, instruction).text).map(({ text }) => {
    const equals = text.indexOf('=');
    return equals === -1
      ? { name: text, defaultValue: undefined }
      : { name: text.slice(0, equals), defaultValue: text.slice(equals + 1) };
  });
}

/** @param globals the arguments before the first `FROM`, which one of the same name in a stage takes over. */
function setArgs(
  args: readonly DeclaredArg[],
  scope: Scope,
  globals: Scope | undefined,
  buildArgs: BuildArgs,
): void {
  for (const { name, defaultValue } of args) {
    const answer = Object.hasOwn(buildArgs, name) ? buildArgs[name] : undefined;
    if (typeof answer === 'string') scope.setArg(name, answer);
    else if (defaultValue !== undefined) setDefault(name, defaultValue, scope);
    // An engine knows the predefined ones, and we do not.
    else if (!(globals && scope.takeArg(name, globals)) && !isPredefined(name)) scope.setArg(name, undefined);
  }
}

function setDefault(name: string, defaultValue: string, scope: Scope): void {
  const value = scope.valueOf(defaultValue);
  if (value === undefined) scope.forgetArg(name);
  else scope.setArg(name, value);
}

const accountsOfBases: Readonly<Record<string, Readonly<Record<string, Account>>>> = {
  distribution: { 'sagemaker-user': { uid: 1000, gid: 100 } },
  notebook: { jovyan: { uid: 1000, gid: 100 } },
};
const foldersOfBases: Readonly<Record<string, string>> = {
  distribution: '/home/sagemaker-user',
  notebook: '/home/jovyan',
  plain: '/',
};

/** Goes through the instructions of the stages as an engine does, and keeps what they come to. */
class ImageReader {
  readonly #source: DockerfileSource;
  readonly #image: BaseImage | undefined;
  readonly #globals: Scope;
  readonly #buildArgs: BuildArgs;
  readonly #scope: Scope;
  readonly #accounts: Accounts;
  readonly #steps: Step[] = [];
  readonly #environment = new Map<string, SourceInstruction>();
  #folder: string | undefined;
  #user: UserStep | undefined;
  #entrypoint: StartCommand | undefined;
  #command: StartCommand | undefined;
  #isShellKnown = true;

  constructor(source: DockerfileSource, image: BaseImage | undefined, globals: Scope, buildArgs: BuildArgs) {
    this.#source = source;
    this.#image = image;
    this.#globals = globals;
    this.#buildArgs = buildArgs;
    const kind = image?.kind ?? 'other';
    this.#scope = new Scope(environmentOf(kind));
    this.#accounts = new Accounts(accountsOfBases[kind]);
    this.#folder = foldersOfBases[kind];
  }

  readStage(instructions: readonly SourceInstruction[]): void {
    let hasCommand = false;
    for (const instruction of instructions) {
      if (instruction.keyword === 'CMD') hasCommand = true;
      // An ENTRYPOINT does away with what was inherited.
      if (instruction.keyword === 'ENTRYPOINT' && !hasCommand) this.#command = undefined;
      this.#read(instruction);
    }
  }

  finish(from: SourceInstruction, base: Base): ImageFacts {
    return {
      source: this.#source,
      from,
      base,
      steps: this.#steps,
      user: this.#finalUser(),
      accounts: this.#accounts,
      entrypoint: this.#entrypoint,
      command: this.#command,
      environment: this.#environment,
    };
  }

  #read(instruction: SourceInstruction): void {
    switch (instruction.keyword) {
      case 'ARG':
        return setArgs(readArgs(this.#source, instruction), this.#scope, this.#globals, this.#buildArgs);
      case 'ENV':
        return this.#readEnv(instruction);
      case 'RUN':
        return this.#readRun(instruction);
      case 'COPY':
      case 'ADD':
        return this.#readCopy(instruction);
      case 'WORKDIR':
        return this.#readWorkdir(instruction);
      case 'USER':
        return this.#readUser(instruction);
      case 'SHELL':
        this.#isShellKnown = !/powershell|pwsh|cmd|python|perl/i.test(
          argumentsText(this.#source, instruction).text,
        );
        return;
      case 'ENTRYPOINT':
        this.#entrypoint = readStart(this.#source, instruction, this.#scope);
        return;
      case 'CMD':
        this.#command = readStart(this.#source, instruction, this.#scope);
        return;
      default:
    }
  }

  #readEnv(instruction: SourceInstruction): void {
    const { text } = argumentsText(this.#source, instruction);
    const words = wordsIn(text);
    const [first] = words;
    if (!first) return;
    const pairs: readonly (readonly [name: string, value: string])[] = first.text.includes('=')
      ? words.map((word) => splitPair(word.text))
      : [[first.text, text.slice(first.end).trim()]];
    // Each sees what was set before the instruction, not what is set in it.
    const values = pairs.map(([name, value]) => [name, this.#scope.valueOf(value)] as const);
    for (const [name, value] of values) {
      this.#scope.setEnv(name, value);
      this.#environment.set(name, instruction);
    }
  }

  #readRun(instruction: SourceInstruction): void {
    const script = readRun(this.#source, instruction, this.#scope);
    const commands = this.#isShellKnown ? script.commands : [];
    for (const command of commands) this.#accounts.apply(withoutPrefix(command));
    this.#steps.push({
      kind: 'run',
      instruction,
      folder: this.#folder,
      commands,
      isComplete: script.isComplete && this.#isShellKnown,
      text: script.text,
    });
  }

  #readCopy(instruction: SourceInstruction): void {
    const step = copyStep(instruction, readWords(this.#source, instruction, this.#scope), this.#folder);
    if (step) this.#steps.push(step);
  }

  #readWorkdir(instruction: SourceInstruction): void {
    const word = this.#argument(instruction);
    if (!word) return;
    const folder = this.#folder;
    this.#folder = word.value === undefined ? undefined : resolvePath(folder, word.value);
    this.#steps.push({ kind: 'workdir', instruction, folder, path: this.#folder, word });
  }

  #readUser(instruction: SourceInstruction): void {
    const word = this.#argument(instruction);
    if (!word) return;
    this.#user = { kind: 'user', instruction, folder: this.#folder, value: word.value || undefined, word };
    this.#steps.push(this.#user);
  }

  /** All that an instruction is given, as one word. */
  #argument(instruction: SourceInstruction): (Span & { readonly value: string | undefined }) | undefined {
    const logical = argumentsText(this.#source, instruction);
    const text = logical.text.trim();
    if (text === '') return undefined;
    const start = logical.text.length - logical.text.trimStart().length;
    return { ...logical.spanOf({ start, end: start + text.length }), value: this.#scope.valueOf(text) };
  }

  #finalUser(): FinalUser {
    if (!this.#user) return { step: undefined, name: undefined, ...this.#userOfBase() };
    const [name = '', group] = (this.#user.value ?? '').split(':', 2);
    if (name === '') return { step: this.#user, name: undefined, uid: undefined, gid: undefined };
    const { uid, gid } = this.#accounts.find(name);
    return { step: this.#user, name, uid, gid: group ? this.#accounts.findGroup(group) : gid };
  }

  #userOfBase(): Account {
    switch (this.#image?.kind) {
      case 'plain':
        return { uid: 0, gid: 0 };
      case 'distribution':
      case 'notebook':
        return { uid: 1000, gid: 100 };
      case 'other':
      case undefined:
        return { uid: undefined, gid: undefined };
    }
  }
}

function splitPair(word: string): readonly [name: string, value: string] {
  const equals = word.indexOf('=');
  return equals === -1 ? [word, ''] : [word.slice(0, equals), word.slice(equals + 1)];
}

function copyStep(
  instruction: SourceInstruction,
  words: readonly CommandWord[],
  folder: string | undefined,
): CopyStep | undefined {
  const flags = words.filter(({ text }) => /^--[a-z]/.test(text));
  const files = words.slice(flags.length);
  const destination = files.at(-1);
  if (!destination || files.length < 2) return undefined;
  const flag = (name: string): CommandWord | undefined => {
    const found = flags.find(({ text }) => text.startsWith(`--${name}=`));
    return found && afterEquals(found);
  };
  const { value } = destination;
  return {
    kind: 'copy',
    instruction,
    folder,
    isAdd: instruction.keyword === 'ADD',
    from: flag('from')?.text,
    owner: flag('chown'),
    sources: files.slice(0, -1),
    destination,
    path: value === undefined ? undefined : resolvePath(folder, value),
  };
}
