import { constraints, lengthOf, violationOf, type ConstraintName, type Violation } from './constraints.ts';
import type { Parsed, UriProblem } from './containerUri.ts';
import type { Tag } from './model.ts';

/** What is wrong with an entered value, as the facts of the sentence that says so. */
export type Problem =
  | UriProblem
  | {
      readonly code: 'value';
      readonly of: ConstraintName;
      readonly violation: Violation;
      readonly length: number;
      readonly max: number;
    }
  | { readonly code: 'value.whitespace'; readonly of: ConstraintName }
  | { readonly code: 'image.exists'; readonly name: string }
  | { readonly code: 'alias.twice'; readonly alias: string }
  | { readonly code: 'region.name'; readonly text: string }
  | { readonly code: 'name.different'; readonly name: string }
  | { readonly code: 'tag.form'; readonly text: string }
  | { readonly code: 'tag.reserved'; readonly key: string }
  | { readonly code: 'tag.twice'; readonly key: string }
  | { readonly code: 'tag.tooMany'; readonly count: number; readonly max: number }
  | { readonly code: 'repository.name'; readonly name: string }
  | { readonly code: 'repository.exists'; readonly name: string }
  /** A repository is wanted, without a digest, and without a tag where that is asked for on its own. */
  | { readonly code: 'repository.reference' }
  /** A scheme's word in braces that stands for nothing. */
  | { readonly code: 'imageTag.word'; readonly word: string }
  /** A scheme's word that only git can tell, where there is none. */
  | { readonly code: 'imageTag.noSource'; readonly word: string }
  /** The next version, of a repository whose tags are not known. */
  | { readonly code: 'imageTag.unknown' }
  /** The repository keeps its tags, and has this one. */
  | { readonly code: 'imageTag.taken'; readonly tag: string }
  /** Build arguments that nothing answers. */
  | { readonly code: 'buildArgs.open'; readonly names: readonly string[] }
  | { readonly code: 'platform.form'; readonly text: string }
  | { readonly code: 'path.form' };

/** As many tags as a resource may have. */
const mostTags = 50;

/** @returns the problem of a value that SageMaker would reject; white space around the value is not counted. */
export function problemOf(name: ConstraintName, text: string): Problem | undefined {
  const value = text.trim();
  const violation = violationOf(name, value);
  if (!violation) return undefined;
  if (violation === 'pattern' && /\s/.test(value) && allowsNoSpace(name)) {
    return { code: 'value.whitespace', of: name };
  }
  return { code: 'value', of: name, violation, length: lengthOf(value), max: constraints[name].max };
}

/** Reads aliases as a person types them: separated by commas or white space. */
export function parseAliases(text: string): Parsed<readonly string[], Problem> {
  const aliases = text.split(/[\s,]+/).filter((alias) => alias !== '');
  for (const [index, alias] of aliases.entries()) {
    const problem = problemOf('SageMakerImageVersionAlias', alias);
    if (problem) return { ok: false, problem };
    if (aliases.indexOf(alias) !== index) return { ok: false, problem: { code: 'alias.twice', alias } };
  }
  return { ok: true, value: aliases };
}

/** Reads tags as a person types them: `key=value`, separated by commas, which no tag may have in it. */
export function parseTags(text: string): Parsed<readonly Tag[], Problem> {
  const tags: Tag[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    if (equals === -1) return { ok: false, problem: { code: 'tag.form', text: part } };
    const tag = { key: part.slice(0, equals).trim(), value: part.slice(equals + 1).trim() };
    const problem = tagProblem(tag, tags);
    if (problem) return { ok: false, problem };
    tags.push(tag);
  }
  if (tags.length <= mostTags) return { ok: true, value: tags };
  return { ok: false, problem: { code: 'tag.tooMany', count: tags.length, max: mostTags } };
}

export function formatTags(tags: readonly Tag[]): string {
  return tags.map(({ key, value }) => `${key}=${value}`).join(', ');
}

function tagProblem({ key, value }: Tag, others: readonly Tag[]): Problem | undefined {
  if (/^aws:/i.test(key)) return { code: 'tag.reserved', key };
  if (others.some((other) => other.key === key)) return { code: 'tag.twice', key };
  return problemOf('TagKey', key) ?? problemOf('TagValue', value);
}

const withoutSpaces: ReadonlySet<ConstraintName> = new Set([
  'ImageName',
  'RoleArn',
  'ImageBaseImage',
  'ClientToken',
  'SageMakerImageVersionAlias',
]);

function allowsNoSpace(name: ConstraintName): boolean {
  return withoutSpaces.has(name);
}
