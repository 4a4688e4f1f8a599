import {
  DockerfileParser,
  type Arg,
  type Dockerfile,
  type From,
  type Instruction,
  type ModifiableInstruction,
} from 'dockerfile-ast';
import { Places, type DockerfileSource } from './dockerfile/facts/source.ts';
import { check, type CheckOptions, type CheckResult } from './dockerfile/rules/check.ts';
import { readDirectives } from './dockerfile/rules/directives.ts';
import type { TextEdit } from './dockerfile/rules/finding.ts';
import { targetEdit } from './dockerfile/rules/ignoring.ts';
import type { CheckedFor } from './dockerfile/rules/targets.ts';
import { once } from './once.ts';
import type { BuildArg, DockerfileOutline, Stage } from './dockerfileOutline.ts';

/** A place in a text, counted from 0 like VS Code's. */
export interface TextRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** The parser looks through all stages for each comment: nobody has as many of both, and nobody shall wait for them. */
const mostStagesByComments = 1_000_000;

/** A Dockerfile that is parsed once, for everybody who reads it. */
export class ParsedDockerfile {
  readonly #dockerfile: Dockerfile;
  readonly #source: () => DockerfileSource;

  constructor(text: string) {
    this.#dockerfile = DockerfileParser.parse(isReadable(text) ? text : '');
    this.#source = once(() => sourceOf(text, this.#dockerfile));
  }

  /**
   * Where the final stage begins.
   * @returns undefined when there is no `FROM` that names an image: an empty or broken file.
   */
  get finalStage(): TextRange | undefined {
    const from = this.#dockerfile.getFROMs().at(-1);
    return from?.getImage() ? from.getRange() : undefined;
  }

  /** What matters for building it. Of a broken file, that which can be read. */
  get outline(): DockerfileOutline {
    return outlineOf(this.#dockerfile);
  }

  /** What SageMaker will not like of it. */
  check(options: CheckOptions): CheckResult {
    return check(this.#source(), options);
  }

  /** The change that writes down what it is for. */
  targetEdit(target: CheckedFor): TextEdit {
    const source = this.#source();
    const { start, end, text } = targetEdit(source, readDirectives(source), target);
    return { range: new Places(source.text).rangeOf({ start, end }), text };
  }
}

/** Parses the text of a Dockerfile: whatever it is, something can be read of it. */
export function parseDockerfile(text: string): ParsedDockerfile {
  return new ParsedDockerfile(text);
}

function isReadable(text: string): boolean {
  const stages = text.match(/^[ \t]*FROM\b/gim)?.length ?? 0;
  const comments = text.match(/^[ \t]*#/gm)?.length ?? 0;
  return stages * comments <= mostStagesByComments;
}

function sourceOf(text: string, dockerfile: Dockerfile): DockerfileSource {
  const places = new Places(text);
  const offsetOf = ({ line, character }: TextRange['start']): number => places.startOf(line) + character;
  return {
    text,
    escape: dockerfile.getEscapeCharacter(),
    instructions: dockerfile.getInstructions().map((instruction) => {
      const { start, end } = instruction.getRange();
      const body = instruction.getInstructionRange().end;
      return {
        keyword: instruction.getKeyword(),
        start: offsetOf(start),
        body: offsetOf(body),
        end: offsetOf(end),
      };
    }),
  };
}

/** Where the Dockerfile's final stage begins: see `ParsedDockerfile`. */
export function findFinalStage(text: string): TextRange | undefined {
  return new ParsedDockerfile(text).finalStage;
}

/** What matters for building a Dockerfile: see `ParsedDockerfile`. */
export function readOutline(text: string): DockerfileOutline {
  return outlineOf(DockerfileParser.parse(text));
}

function outlineOf(dockerfile: Dockerfile): DockerfileOutline {
  const globalArgs: BuildArg[] = [];
  const stages: OpenStage[] = [];
  for (const instruction of dockerfile.getInstructions()) {
    const stage = stages.at(-1);
    switch (instruction.getKeyword()) {
      case 'FROM':
        stages.push(stageOf(instruction as From));
        break;
      case 'ARG':
        (stage?.args ?? globalArgs).push(...argsOf(instruction as Arg));
        break;
      case 'COPY':
      case 'RUN':
        stage?.uses.push(...usesOf(instruction as ModifiableInstruction));
        break;
      default:
    }
  }
  const syntax = dockerfile
    .getDirectives()
    .find((directive) => directive.getName().toLowerCase() === 'syntax');
  return {
    syntax: syntax?.getValue() || undefined,
    globalArgs,
    stages: stages.filter(({ from }) => from !== ''),
  };
}

interface OpenStage extends Stage {
  readonly args: BuildArg[];
  readonly uses: string[];
}

function stageOf(from: From): OpenStage {
  const { start, end } = from.getRange();
  return {
    name: from.getBuildStage() || undefined,
    from: from.getImage() ?? '',
    platform: from.getPlatformFlag()?.getValue() || undefined,
    range: { start: { ...start }, end: { ...end } },
    args: [],
    uses: [],
  };
}

/** One `ARG` may declare several. The parser's own properties take a second one without `=` for a value. */
function argsOf(instruction: Arg): readonly BuildArg[] {
  return instruction.getPropertyArguments().flatMap((argument) => {
    const text = argument.getValue();
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    if (!/^\w+$/.test(name)) return [];
    return [{ name, defaultValue: equals === -1 ? undefined : text.slice(equals + 1) }];
  });
}

/** `COPY` has its source as a flag, `RUN` among the options of its mounts. */
function usesOf(instruction: ModifiableInstruction & Instruction): readonly string[] {
  return instruction.getFlags().flatMap((flag) => {
    const name = flag.getName();
    const from =
      name === 'from' ? flag.getValue() : name === 'mount' ? flag.getOption('from')?.getValue() : '';
    return from ? [from] : [];
  });
}
