import { isTag, type Parsed } from '../containerUri.ts';
import type { Problem } from '../problems.ts';
import type { SourceState } from './sourceState.ts';

/**
 * A tag as it is remembered: a text with words in braces, such as `{branch}-{commit}`, that stand for what they are at
 * the time; `semver`, the version after the latest; or a text that is always the same.
 */
export interface TagChoice {
  readonly scheme: string;
  /** What it is now; undefined until it is known. */
  readonly text?: string;
}

/** What the schemes are made of. */
export interface TagFacts {
  /** Undefined outside of a repository of git. */
  readonly source: SourceState | undefined;
  readonly now: Date;
  /** The tags that the repository has; undefined where they are not known. */
  readonly tags?: readonly string[] | undefined;
}

const longestTag = 128;
const shortCommit = 7;
const words = /\{(\w*)\}/g;
const semVer = /^(v?)(\d{1,9})\.(\d{1,9})\.(\d{1,9})(-[\w.-]+)?$/;

/** The schemes that are worth offering, the best one first, each with what it is now. */
export function proposeTags(facts: TagFacts): readonly Required<TagChoice>[] {
  const { source, tags } = facts;
  const usual = source ? '{branch}-{commit}' : '{timestamp}';
  const isTaken = tags?.includes(textOf(usual, facts) ?? '') ?? false;
  const schemes = [usual, ...(isTaken ? ['{branch}-{commit}-{timestamp}'] : []), ...(tags ? ['semver'] : [])];
  return schemes.flatMap((scheme) => {
    const text = textOf(scheme, facts);
    return text === undefined ? [] : [{ scheme, text }];
  });
}

/** What a scheme is now. */
export function renderTag(scheme: string, facts: TagFacts): Parsed<string, Problem> {
  if (scheme === 'semver') {
    return facts.tags
      ? { ok: true, value: nextVersion(facts.tags) }
      : { ok: false, problem: { code: 'imageTag.unknown' } };
  }
  for (const [, word = ''] of scheme.matchAll(words)) {
    const problem = wordProblem(word, facts);
    if (problem) return { ok: false, problem };
  }
  const text = rendered(scheme, facts);
  return isTag(text) ? { ok: true, value: text } : { ok: false, problem: { code: 'uri.tag', tag: text } };
}

/** The choice as it is now. A scheme that tells nothing without the tags of the repository is left to be looked up. */
export function renewed(choice: TagChoice, facts: TagFacts): TagChoice | undefined {
  const result = renderTag(choice.scheme, facts);
  if (result.ok) return { scheme: choice.scheme, text: result.value };
  return result.problem.code === 'imageTag.unknown' ? { scheme: choice.scheme } : undefined;
}

/** The semantic version after the latest of the tags, in their own way of writing; the first one where there is none. */
export function nextVersion(tags: readonly string[]): string {
  let latest: readonly number[] = [];
  let prefix = '';
  for (const tag of tags) {
    const [, v = '', major = '', minor = '', patch = '', preRelease] = semVer.exec(tag) ?? [];
    if (major === '') continue;
    // After 1.2.0-rc.1 comes 1.2.0.
    const next = [Number(major), Number(minor), Number(patch) + (preRelease ? 0 : 1)];
    if (!isLater(next, latest)) continue;
    latest = next;
    prefix = v;
  }
  return latest.length === 0 ? '1.0.0' : prefix + latest.join('.');
}

function isLater(one: readonly number[], other: readonly number[]): boolean {
  const index = one.findIndex((number, at) => number !== other[at]);
  return index !== -1 && (one[index] ?? 0) > (other[index] ?? -1);
}

function textOf(scheme: string, facts: TagFacts): string | undefined {
  const result = renderTag(scheme, facts);
  return result.ok ? result.value : undefined;
}

function wordProblem(word: string, { source }: TagFacts): Problem | undefined {
  if (word === 'timestamp') return undefined;
  if (word !== 'branch' && word !== 'commit') return { code: 'imageTag.word', word };
  return source ? undefined : { code: 'imageTag.noSource', word };
}

/** The branch is what gives way where the tag would be too long: without the commit it would say little. */
function rendered(scheme: string, { source, now }: TagFacts): string {
  const known = scheme
    .replaceAll('{commit}', source ? commitOf(source) : '')
    .replaceAll('{timestamp}', timestampOf(now));
  const branch = legible(source?.branch ?? '');
  if (branch === '') return trimmed(known.replace(/\{branch\}[._-]?/g, ''));
  const [first = '', ...rest] = known.split('{branch}');
  if (rest.length === 0) return known;
  const room = Math.max(0, Math.floor((longestTag - first.length - rest.join('').length) / rest.length));
  return [first, ...rest].join(trimmed(branch.slice(0, room)));
}

function commitOf({ commit, isDirty }: SourceState): string {
  return legible(commit).slice(0, shortCommit) + (isDirty ? '-dirty' : '');
}

/** In UTC, so that the later one is the greater one wherever it is made. */
function timestampOf(now: Date): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}

/** What of a name a tag can have; where anything else was stands one hyphen. */
function legible(name: string): string {
  return trimmed(
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\w.]+/g, '-')
      .replace(/-{2,}/g, '-'),
  );
}

function trimmed(text: string): string {
  return text.replace(/^[.-]+|[._-]+$/g, '');
}
