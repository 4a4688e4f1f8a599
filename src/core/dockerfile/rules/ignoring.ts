import { afterLineEnd, endOfLine } from '../facts/logicalText.ts';
import type { DockerfileSource, SourceInstruction } from '../facts/source.ts';
import type { Directives } from './directives.ts';
import type { SpanEdit } from './finding.ts';
import type { RuleId } from './ruleIds.ts';
import type { CheckedFor } from './targets.ts';

/** The comment that silences a rule for one instruction, above it or added to the one that is there. */
export function ignoreEdit(
  { text }: DockerfileSource,
  { endsOfIgnore }: Directives,
  rule: RuleId,
  { start }: SourceInstruction,
): SpanEdit {
  const end = endsOfIgnore.get(start);
  if (end !== undefined) return { start: end, end, text: `,${rule}` };
  const lineStart = startOfLine(text, start);
  const indent = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
  return {
    start: lineStart,
    end: lineStart,
    text: `${indent}# sagemaker-images: ignore=${rule}${eolOf(text)}`,
  };
}

/** The comment that silences a rule for the whole file. */
export function ignoreFileEdit(
  { text }: DockerfileSource,
  { endOfIgnoreFile: end }: Directives,
  rule: RuleId,
): SpanEdit {
  return end !== undefined
    ? { start: end, end, text: `,${rule}` }
    : commentAtTop(text, `# sagemaker-images: ignore-file=${rule}`);
}

/** The comment that says what a Dockerfile is for. */
export function targetEdit(
  { text }: DockerfileSource,
  { targetSpan }: Directives,
  target: CheckedFor,
): SpanEdit {
  return targetSpan
    ? { ...targetSpan, text: `target=${target}` }
    : commentAtTop(text, `# sagemaker-images: target=${target}`);
}

/** A line at the top, but below the parser's directives: an engine reads them before all comments, or not at all. */
function commentAtTop(text: string, comment: string): SpanEdit {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const end = endOfLine(text, at);
    if (!/^[ \t]*#[ \t]*(?:syntax|escape|check)[ \t]*=/i.test(text.slice(at, Math.min(end, at + 200)))) break;
    // The last line may have no end yet.
    if (end === text.length) return { start: end, end, text: `${eolOf(text)}${comment}` };
    at = afterLineEnd(text, end);
  }
  return { start: at, end: at, text: `${comment}${eolOf(text)}` };
}

function startOfLine(text: string, offset: number): number {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return offset === 0 ? 0 : start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
