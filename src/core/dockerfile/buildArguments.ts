import type { BuildArg, DockerfileOutline } from '../dockerfileOutline.ts';
import { neededStages } from './stages.ts';
import { expand, type Lookup } from './variables.ts';

/** What was said of build arguments; null is "not passed". */
export type BuildArgs = Readonly<Record<string, string | null>>;

/** Those that the engines know by themselves, in the place of an `ARG` or without one. */
const predefined =
  /^(?:https?_proxy|ftp_proxy|no_proxy|all_proxy|(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)|TARGETSTAGE|BUILDKIT_\w+|SOURCE_DATE_EPOCH)$/i;

/** Whether the engines know an argument by themselves. */
export function isPredefined(name: string): boolean {
  return predefined.test(name);
}

/** No image is called by more; defaults that double those above them grow beyond any measure. */
const longestValue = 1_000;

/**
 * The build arguments that have to be asked for: a target, with the stages it is made from and copies from, uses them,
 * and nothing says what they are.
 */
export function openArguments(
  outline: DockerfileOutline,
  target: string | null | undefined,
): readonly string[] {
  const { globalArgs } = outline;
  const stages = neededStages(outline, target);
  const open = new OpenNames(globalArgs);
  for (const { from, platform = '', args } of stages) {
    open.read(from, globalArgs.length);
    open.read(platform, globalArgs.length);
    const withDefault = new Set(args.filter(({ defaultValue }) => defaultValue !== undefined).map(nameOf));
    for (const { name } of args) if (!withDefault.has(name)) open.read(`$${name}`, globalArgs.length);
  }
  // A variable that no `ARG` declares is no argument: passing it would change nothing.
  const declared = new Set([...globalArgs, ...stages.flatMap(({ args }) => args)].map(nameOf));
  return [...open.names].filter((name) => declared.has(name) && !predefined.test(name));
}

/** All build arguments that a target takes, those with a default as well, in their order in the file. */
export function argumentsOf(
  outline: DockerfileOutline,
  target: string | null | undefined,
): readonly BuildArg[] {
  const found = new Map<string, BuildArg>();
  const ofStages = neededStages(outline, target).flatMap(({ args }) => args);
  for (const { name, defaultValue } of [...outline.globalArgs, ...ofStages]) {
    if (predefined.test(name)) continue;
    found.set(name, { name, defaultValue: found.get(name)?.defaultValue ?? defaultValue });
  }
  return [...found.values()];
}

/** What the arguments before the first `FROM` stand for, once some of them are answered. */
export function lookUpGlobals(globalArgs: readonly BuildArg[], answers: BuildArgs): Lookup {
  const values = new Map<string, string>();
  const lookUp: Lookup = (name) => values.get(name);
  for (const { name, defaultValue } of globalArgs) {
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    // A default can use what stands above it.
    const value = answer ?? (defaultValue === undefined ? undefined : expand(defaultValue, lookUp).text);
    if (value !== undefined) values.set(name, value.slice(0, longestValue));
  }
  return lookUp;
}

/** Collects the arguments before the first `FROM` that words use and that nobody has answered, also by way of defaults. */
class OpenNames {
  readonly names = new Set<string>();
  readonly #globalArgs: readonly BuildArg[];
  readonly #lookUp: Lookup;
  readonly #read = new Set<number>();

  constructor(globalArgs: readonly BuildArg[]) {
    this.#globalArgs = globalArgs;
    this.#lookUp = lookUpGlobals(globalArgs, {});
  }

  /** @param before how many of the arguments stand above the word. */
  read(word: string, before: number): void {
    const used = new Set<string>();
    const { unset } = expand(word, (name) => {
      used.add(name);
      return this.#lookUp(name);
    });
    for (const name of unset) this.names.add(name);
    for (const name of used) this.#readDefault(name, before);
  }

  #readDefault(name: string, before: number): void {
    const index = this.#globalArgs.slice(0, before).findLastIndex((arg) => arg.name === name);
    const defaultValue = this.#globalArgs[index]?.defaultValue;
    if (defaultValue === undefined || this.#read.has(index)) return;
    this.#read.add(index);
    this.read(defaultValue, index);
  }
}

function nameOf({ name }: BuildArg): string {
  return name;
}
