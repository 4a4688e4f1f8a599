import type { ConstraintName } from '../constraints.ts';
import { parseContainerUri } from '../containerUri.ts';
import { jobTypes, processors, vendorGuidances } from '../model.ts';
import { parseAliases, problemOf, type Problem } from '../problems.ts';
import { isPlatform, normalPath, pathProblem } from './buildValues.ts';
import type { Recipe } from './recipe.ts';
import { renderTag } from './tag.ts';

/** What is wrong with a member of a recipe or a task. */
export type MemberProblem = { readonly member: string } & (
  | { readonly kind: 'missing' | 'unknown' }
  | { readonly kind: 'type'; readonly expected: 'object' | 'text' | 'texts' | 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'value'; readonly problem: Problem }
);

type Wrong = MemberProblem extends infer P ? (P extends unknown ? Omit<P, 'member'> : never) : never;
type Read<T> =
  | { readonly ok: true; readonly value: T }
  /** `part` is where in the member, in its words. */
  | { readonly ok: false; readonly wrong: Wrong; readonly part?: string };

/** How each member of an object is read. */
export type Members<T> = { readonly [K in keyof T]-?: (value: unknown) => Read<T[K]> };

/** Every member that can be used, and what is wrong with the others. */
export function readMembers<T extends object>(
  value: unknown,
  members: Members<T>,
): { readonly members: Partial<T>; readonly problems: readonly MemberProblem[] } {
  if (!isObject(value)) return { members: {}, problems: [{ member: '', kind: 'type', expected: 'object' }] };
  const read: Partial<T> = {};
  const problems: MemberProblem[] = [];
  for (const [member, given] of Object.entries(value)) {
    if (!hasOwn(members, member)) {
      problems.push({ member, kind: 'unknown' });
      continue;
    }
    const result = members[member](given);
    if (result.ok) read[member] = result.value;
    else problems.push({ member: [member, result.part].filter(Boolean).join('.'), ...result.wrong });
  }
  return { members: read, problems };
}

export const recipeMembers: Members<Recipe> = {
  image: (value) => text(value, (name) => problemOf('ImageName', name)),
  repository: (value) => text(value, repositoryProblem),
  tag: (value) => text(value, schemeProblem),
  target: orNull((value) => text(value, () => undefined)),
  context: path,
  buildArgs: readArgs,
  platform: (value) =>
    text(value, (platform) => (isPlatform(platform) ? undefined : { code: 'platform.form', text: platform })),
  labels: boolean,
  jobType: orNull((value) => choice(value, jobTypes)),
  processor: orNull((value) => choice(value, processors)),
  vendorGuidance: orNull((value) => choice(value, vendorGuidances)),
  mlFramework: orNull((value) => constrained(value, 'MLFramework')),
  programmingLang: orNull((value) => constrained(value, 'ProgrammingLang')),
  horovod: orNull(boolean),
};

/** What a task has besides: what belongs to one version alone. */
export const taskMembers = {
  dockerfile: path,
  aliases: readAliases,
  releaseNotes: (value: unknown): Read<string> => constrained(value, 'ReleaseNotes'),
};

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Check = (text: string) => Problem | undefined;

function text(value: unknown, check: Check): Read<string> {
  return checked(typeof value === 'string' ? value.trim() : value, check);
}

function checked(value: unknown, check: Check): Read<string> {
  if (typeof value !== 'string') return { ok: false, wrong: { kind: 'type', expected: 'text' } };
  const problem = check(value);
  return problem ? { ok: false, wrong: { kind: 'value', problem } } : { ok: true, value };
}

function constrained(value: unknown, name: ConstraintName): Read<string> {
  return text(value, (given) => problemOf(name, given));
}

function boolean(value: unknown): Read<boolean> {
  return typeof value === 'boolean'
    ? { ok: true, value }
    : { ok: false, wrong: { kind: 'type', expected: 'boolean' } };
}

function choice<T extends string>(value: unknown, choices: readonly T[]): Read<T> {
  const chosen = choices.find((one) => one === value);
  return chosen === undefined
    ? { ok: false, wrong: { kind: 'choice', choices } }
    : { ok: true, value: chosen };
}

function orNull<T>(read: (value: unknown) => Read<T>): (value: unknown) => Read<T | null> {
  return (value) => (value === null ? { ok: true, value } : read(value));
}

/** Not trimmed: blanks can be a part of a name. */
function path(value: unknown): Read<string> {
  const read = checked(value, pathProblem);
  return read.ok ? { ok: true, value: normalPath(read.value) } : read;
}

function readArgs(value: unknown): Read<Readonly<Record<string, string | null>>> {
  if (!isObject(value)) return { ok: false, wrong: { kind: 'type', expected: 'object' } };
  const args: [string, string | null][] = [];
  for (const [name, given] of Object.entries(value)) {
    if (typeof given !== 'string' && given !== null) {
      return { ok: false, wrong: { kind: 'type', expected: 'text' }, part: name };
    }
    args.push([name, given]);
  }
  return { ok: true, value: Object.fromEntries(args) };
}

function readAliases(value: unknown): Read<readonly string[]> {
  const isTexts = Array.isArray(value) && value.every((one): one is string => typeof one === 'string');
  if (!isTexts) return { ok: false, wrong: { kind: 'type', expected: 'texts' } };
  const parsed = parseAliases(value.join(','));
  return parsed.ok
    ? { ok: true, value: parsed.value }
    : { ok: false, wrong: { kind: 'value', problem: parsed.problem } };
}

function repositoryProblem(uri: string): Problem | undefined {
  const parsed = parseContainerUri(uri, undefined);
  if (!parsed.ok) return parsed.problem;
  return parsed.value.tag || parsed.value.digest ? { code: 'repository.reference' } : undefined;
}

/** Whether a scheme can be a tag at all, wherever it is made. */
function schemeProblem(scheme: string): Problem | undefined {
  const source = { branch: 'main', commit: '0'.repeat(40), isDirty: true, remote: undefined };
  const rendered = renderTag(scheme, { source, now: new Date(0), tags: [] });
  return rendered.ok ? undefined : rendered.problem;
}

function hasOwn<T extends object>(object: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(object, key);
}
