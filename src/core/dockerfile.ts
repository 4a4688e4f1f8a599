import {
  DockerfileParser,
  type Arg,
  type From,
  type Instruction,
  type ModifiableInstruction,
} from 'dockerfile-ast';
import type { BuildArg, DockerfileOutline, Stage } from './dockerfileOutline.ts';

/** A place in a text, counted from 0 like VS Code's. */
export interface TextRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/**
 * Where the Dockerfile's final stage begins.
 * @returns undefined when there is no `FROM` that names an image: an empty or broken file.
 */
export function findFinalStage(text: string): TextRange | undefined {
  const from = DockerfileParser.parse(text).getFROMs().at(-1);
  return from?.getImage() ? from.getRange() : undefined;
}

/** What matters for building a Dockerfile. Of a broken file, that which can be read. */
export function readOutline(text: string): DockerfileOutline {
  const dockerfile = DockerfileParser.parse(text);
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
