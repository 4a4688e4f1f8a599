import { heredocsOf } from '../facts/readInstruction.ts';
import type { DockerfileSource, SourceInstruction, Span } from '../facts/source.ts';
import type { Found } from './finding.ts';
import { isRuleId, type RuleId } from './ruleIds.ts';
import { readTarget, type CheckedFor } from './targets.ts';

/** What the comments of a Dockerfile say to us: `# sagemaker-images: KEY=VALUE`. */
export interface Directives {
  readonly target: CheckedFor | undefined;
  /** Where the target is named. */
  readonly targetSpan: Span | undefined;
  readonly ignoredInFile: ReadonlySet<RuleId>;
  /** The rules that are not to speak of an instruction, by where it starts. */
  readonly ignored: ReadonlyMap<number, ReadonlySet<RuleId>>;
  /** Where a rule can be added to the comment that silences others, by where the instruction starts that it is about. */
  readonly endsOfIgnore: ReadonlyMap<number, number>;
  /** The same for the whole file. */
  readonly endOfIgnoreFile: number | undefined;
  /** What of it means nothing. */
  readonly problems: readonly Found[];
}

const comment = /^[ \t\uFEFF]*#[ \t]*sagemaker-images:(.*)$/gm;

/** Reads the comments that are meant for us, wherever comments are read. */
export function readDirectives(source: DockerfileSource): Directives {
  const found = new Collected();
  const isComment = commentsOf(source);
  for (const { index, 0: whole, 1: text = '' } of source.text.matchAll(comment)) {
    const around = instructionAt(source.instructions, index);
    const isInside = around !== undefined && index < around.end;
    if (isInside && !isComment(around, index)) continue;
    const about = isInside ? around : nextInstruction(source.instructions, index);
    const start = index + whole.length - text.length;
    for (const part of text.matchAll(/\S+/g)) {
      const [key = '', value = ''] = part[0].split(/=(.*)/s, 2);
      const at = start + part.index;
      found.add(key, value, { start: at, end: at + part[0].length }, about?.start);
    }
  }
  return found;
}

/** Tells comments between continued lines from the lines of a heredoc, looking at each instruction once. */
function commentsOf(source: DockerfileSource): (instruction: SourceInstruction, offset: number) => boolean {
  let last: { readonly instruction: SourceInstruction; readonly heredocs: Span } | undefined;
  return (instruction, offset) => {
    if (last?.instruction !== instruction) last = { instruction, heredocs: heredocsOf(source, instruction) };
    return offset < last.heredocs.start;
  };
}

class Collected implements Directives {
  target: CheckedFor | undefined;
  targetSpan: Span | undefined;
  readonly ignoredInFile = new Set<RuleId>();
  readonly ignored = new Map<number, Set<RuleId>>();
  readonly endsOfIgnore = new Map<number, number>();
  endOfIgnoreFile: number | undefined;
  readonly problems: Found[] = [];

  add(key: string, value: string, span: Span, about: number | undefined): void {
    switch (key) {
      case 'target':
        return this.#addTarget(value, span);
      case 'ignore':
      case 'ignore-file':
        if (key === 'ignore-file') this.endOfIgnoreFile = span.end;
        else if (about !== undefined) this.endsOfIgnore.set(about, span.end);
        for (const id of value.split(',')) if (id !== '') this.#ignore(key, id, span, about);
        return;
      default:
        this.problems.push({ problem: { code: 'directive.key', name: key }, span });
    }
  }

  #addTarget(value: string, span: Span): void {
    const target = readTarget(value);
    if (target) {
      this.target = target;
      this.targetSpan = span;
    } else this.problems.push({ problem: { code: 'directive.target', name: value }, span });
  }

  #ignore(key: 'ignore' | 'ignore-file', id: string, span: Span, about: number | undefined): void {
    if (!isRuleId(id)) {
      this.problems.push({ problem: { code: 'directive.rule', name: id }, span });
    } else if (key === 'ignore-file') {
      this.ignoredInFile.add(id);
    } else if (about !== undefined) {
      const ids = this.ignored.get(about) ?? new Set();
      this.ignored.set(about, ids.add(id));
    }
  }
}

/** The last instruction that starts before a place. */
export function instructionAt(
  instructions: readonly SourceInstruction[],
  offset: number,
): SourceInstruction | undefined {
  return instructions[firstAfter(instructions, offset) - 1];
}

function nextInstruction(
  instructions: readonly SourceInstruction[],
  offset: number,
): SourceInstruction | undefined {
  return instructions[firstAfter(instructions, offset)];
}

function firstAfter(instructions: readonly SourceInstruction[], offset: number): number {
  let [low, high] = [0, instructions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
