import { lookUpGlobals, type BuildArgs } from '../../core/dockerfile/buildArguments.ts';
import { expand } from '../../core/dockerfile/variables.ts';
import type { BuildArg } from '../../core/dockerfileOutline.ts';
import type { FailedStep } from './failure.ts';

export interface Instruction {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** On one line, each white space a single blank. */
  readonly text: string;
  readonly stage: { readonly index: number; readonly name: string | undefined };
}

/**
 * The instructions of a Dockerfile, as far as it takes to find one again by its text: also of a file that is no
 * Dockerfile, which a parser would refuse, and without a parser's 90 KB for the rare build that fails.
 */
export function readInstructions(dockerfile: string): readonly Instruction[] {
  const lines = dockerfile.split(/\r?\n/);
  const escape = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 5).join('\n')) ? '`' : '\\';
  const instructions: Instruction[] = [];
  let stage: Instruction['stage'] = { index: -1, name: undefined };
  for (let at = 0; at < lines.length; at++) {
    if (isBlankOrComment(lines[at])) continue;
    const first = at;
    const parts: string[] = [];
    for (; at < lines.length; at++) {
      const line = lines[at] ?? '';
      // Comments and blank lines inside of an instruction are left out.
      if (at > first && isBlankOrComment(line)) continue;
      const continues = line.trimEnd().endsWith(escape);
      parts.push(continues ? line.trimEnd().slice(0, -1) : line);
      if (!continues) break;
    }
    const text = onOneLine(parts.join(''));
    for (const word of heredocs(text)) at = endOfHeredoc(lines, at, word);
    const from = /^FROM (?:--\S+ )*\S+(?: AS (\S+))?/i.exec(text);
    if (from) stage = { index: stage.index + 1, name: from[1] };
    instructions.push({ line: first + 1, text, stage });
  }
  return instructions;
}

/** The line where a step begins. @returns undefined where none or more than one could be meant. */
export function findLine(dockerfile: string, step: FailedStep): number | undefined {
  const wanted = onOneLine(step.text);
  const inStage = readInstructions(dockerfile).filter(({ stage }) => isStage(stage, step.stage));
  const exact = inStage.filter(({ text }) => text === wanted);
  const found = exact.length > 0 ? exact : inStage.filter(({ text }) => isShownAs(text, wanted));
  return found.length === 1 ? found[0]?.line : undefined;
}

/** The first line that names an image: a stage begins with it, or copies from it. @param image as engines call it. */
export function findImageLine(dockerfile: string, image: string, answers: BuildArgs): number | undefined {
  const instructions = readInstructions(dockerfile);
  const globals = lookUpGlobals(globalArgs(instructions), answers);
  const isIt = (word: string): boolean => shortName(expand(word, globals).text) === shortName(image);
  return instructions.find(({ text }) => imagesIn(text).some(isIt))?.line;
}

/** Those before the first `FROM`: the only ones that names of base images can have in them. */
function globalArgs(instructions: readonly Instruction[]): readonly BuildArg[] {
  return instructions
    .filter(({ stage, text }) => stage.index < 0 && /^ARG /i.test(text))
    .flatMap(({ text }) => text.slice('ARG '.length).match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [])
    .map((word) => {
      const [name = '', ...rest] = word.split('=');
      return { name, defaultValue: rest.length > 0 ? rest.join('=') : undefined };
    });
}

function imagesIn(text: string): readonly string[] {
  const base = /^FROM (?:--\S+ )*(\S+)/i.exec(text)?.[1];
  if (base !== undefined) return [base];
  // `COPY --from=image`, `RUN --mount=type=bind,from=image`
  return [...text.matchAll(/[-,=]from=([^\s,]+)/g)].map(([, image = '']) => image);
}

/** As people write it: engines add the registry and the tag that are meant by a name without them. */
function shortName(image: string): string {
  return image.replace(/^(?:docker\.io\/)?(?:library\/)?/, '').replace(/:latest$/, '');
}

function isBlankOrComment(line: string | undefined): boolean {
  return /^\s*(#|$)/.test(line ?? '');
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function heredocs(text: string): readonly string[] {
  if (!/^(RUN|COPY|ADD) /i.test(text)) return [];
  return [...text.matchAll(/<<-?(["']?)([A-Za-z_]\w*)\1/g)].map(([, , word = '']) => word);
}

function endOfHeredoc(lines: readonly string[], start: number, word: string): number {
  const end = lines.findIndex((line, at) => at > start && line.trim() === word);
  return end < 0 ? lines.length : end;
}

function isStage(stage: Instruction['stage'], wanted: FailedStep['stage']): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted === 'number') return stage.index === wanted;
  return stage.name?.toLowerCase() === wanted.toLowerCase() || `stage-${stage.index}` === wanted;
}

/**
 * Whether it may be this instruction: engines show values in place of its variables. Without a regular expression, which
 * would try where each of many variables ends, all of them together.
 */
function isShownAs(text: string, shown: string): boolean {
  const [first = '', ...others] = text.toLowerCase().split(/\$\{[^}]*\}|\$\w+/);
  const last = others.pop();
  const whole = shown.toLowerCase();
  if (last === undefined || !whole.startsWith(first)) return whole === first;
  let at = first.length;
  for (const part of others) {
    const found = whole.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return whole.endsWith(last) && whole.length - last.length >= at;
}
