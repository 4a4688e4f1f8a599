import type { TextRange } from '../../dockerfile.ts';
import type { ImageFacts } from '../facts/imageFacts.ts';
import type { Span } from '../facts/source.ts';
import type { RuleId, Severity } from './ruleIds.ts';
import type { CheckedFor, Target } from './targets.ts';

/** What is wrong, as facts: the sentence is made of them where people read it. */
export type Problem =
  | { readonly code: 'user.id'; readonly uid: number; readonly allowsRoot: boolean; readonly image?: string }
  | { readonly code: 'user.group'; readonly gid: number; readonly expected: number }
  | { readonly code: 'user.notRoot'; readonly user: string }
  | { readonly code: 'server.port'; readonly port: string; readonly expected: number }
  | { readonly code: 'server.address'; readonly address: string }
  | { readonly code: 'server.local' }
  | { readonly code: 'server.baseUrl'; readonly url: string; readonly expected: string }
  | { readonly code: 'server.noBaseUrl'; readonly expected: string }
  | { readonly code: 'server.otherApp'; readonly command: string; readonly expected: string }
  | { readonly code: 'path.reserved'; readonly path: string; readonly folder: string }
  | { readonly code: 'path.hidden'; readonly path: string }
  | { readonly code: 'platform.other'; readonly platform: string }
  | { readonly code: 'platform.builder' }
  | { readonly code: 'platform.missing' }
  | { readonly code: 'kernel.missing'; readonly image: string }
  | { readonly code: 'driver'; readonly package: string }
  | { readonly code: 'distribution.floating'; readonly tag: string }
  | { readonly code: 'distribution.ended'; readonly version: string; readonly date: string }
  | { readonly code: 'unified.base'; readonly image: string }
  | { readonly code: 'unified.version'; readonly version: string }
  | { readonly code: 'unified.entrypoint' }
  | { readonly code: 'file.id'; readonly id: string }
  | { readonly code: 'serve.command' }
  | { readonly code: 'serve.refused'; readonly program: string }
  | { readonly code: 'directive.rule'; readonly name: string }
  | { readonly code: 'directive.target'; readonly name: string }
  | { readonly code: 'directive.key'; readonly name: string };

/** What a rule has found, and where. */
export interface Found {
  readonly problem: Problem;
  readonly span: Span;
  /** Only where it is right for certain. */
  readonly fix?: Fix | undefined;
}

/** A change of the text that puts it right. */
export interface Fix {
  readonly kind: FixKind;
  readonly edits: readonly SpanEdit[];
}
type FixKind =
  | { readonly code: 'replace'; readonly text: string }
  | { readonly code: 'add'; readonly text: string }
  | { readonly code: 'remove'; readonly text: string };

export interface SpanEdit extends Span {
  readonly text: string;
}

/** What a rule may know. */
interface RuleContext {
  readonly facts: ImageFacts;
  readonly target: CheckedFor;
  readonly today: Date;
}

export interface Rule {
  readonly id: RuleId;
  /** Those for which it holds. `studio` is among them only when it holds for every app of Studio. */
  readonly targets: readonly (Target | 'studio')[];
  check(context: RuleContext): readonly Found[];
}

/** A finding as an editor shows it. */
export interface Finding {
  readonly rule: RuleId;
  readonly severity: Exclude<Severity, 'off'>;
  readonly problem: Problem;
  readonly range: TextRange;
  readonly fixes: readonly TextFix[];
}

export interface TextFix {
  readonly kind: FixKind | { readonly code: 'ignore' } | { readonly code: 'ignoreFile' };
  readonly edits: readonly TextEdit[];
}

export interface TextEdit {
  readonly range: TextRange;
  readonly text: string;
}

export function replacing(span: Span, text: string): Fix {
  return { kind: { code: 'replace', text }, edits: [{ start: span.start, end: span.end, text }] };
}
