import { parseContainerUri } from '../containerUri.ts';
import type { DockerfileOutline } from '../dockerfileOutline.ts';
import { findStage, targetsOf } from '../dockerfile/stages.ts';
import type { Registry } from '../ports.ts';
import {
  emptyBuildDraft,
  isBuildComplete,
  unanswered,
  type BuildDraft,
  type CompleteBuildDraft,
} from './buildDraft.ts';
import { withAnswers, type Recipe } from './recipe.ts';
import { readMembers, recipeMembers, taskMembers, type MemberProblem } from './recipeMembers.ts';
import { renderTag, type TagFacts } from './tag.ts';
import { resolveTag } from './tagLookup.ts';

/** The properties of a task of the type `sagemaker-image`. What it leaves out, the Dockerfile's recipe answers. */
interface TaskProperties extends Recipe {
  readonly dockerfile?: string;
  readonly aliases?: readonly string[];
  readonly releaseNotes?: string;
}

export type TaskReading<D extends BuildDraft> =
  | { readonly ok: true; readonly draft: D }
  | { readonly ok: false; readonly problems: readonly MemberProblem[] };

/**
 * Reads a task. Nobody is asked anything: whatever is wrong or missing is said, all of it at once.
 * @param recipes what is remembered, by the path of the Dockerfile.
 * @param place the session's region, and a token for the version.
 */
export function readTask(
  definition: unknown,
  recipes: ReadonlyMap<string, Recipe>,
  { region, clientToken }: { readonly region: string; readonly clientToken: string },
): TaskReading<BuildDraft> {
  const { members, problems } = readMembers<TaskProperties>(definition, {
    ...recipeMembers,
    ...taskMembers,
  });
  // VS Code's own: its type, and in an object that it made, an id.
  const real = problems.filter(
    ({ member, kind }) => kind !== 'unknown' || !['type', '_key'].includes(member),
  );
  const { dockerfile, aliases = [], releaseNotes = null, ...own } = members;
  if (dockerfile === undefined) return { ok: false, problems: [...real, ...missing('dockerfile', real)] };
  const remembered = recipes.get(dockerfile) ?? {};
  const buildArgs = { ...remembered.buildArgs, ...own.buildArgs };
  const recipe: Recipe = { ...remembered, ...own, buildArgs };
  const absent = (['image', 'repository', 'tag'] as const).filter((member) => recipe[member] === undefined);
  const all = [...real, ...absent.flatMap((member) => missing(member, real))];
  if (all.length > 0) return { ok: false, problems: all };
  const uri = parseContainerUri(recipe.repository ?? '', region);
  if (!uri.ok)
    return { ok: false, problems: [{ member: 'repository', kind: 'value', problem: uri.problem }] };
  const draft = withAnswers(emptyBuildDraft(dockerfile, clientToken), recipe, region);
  return { ok: true, draft: { ...draft, version: { ...draft.version, aliases, releaseNotes } } };
}

/** Fills in, without a question, what is left: the final stage, arguments that are not passed, the tag as it is now. */
export async function completeTask(
  draft: BuildDraft,
  outline: DockerfileOutline,
  facts: TagFacts,
  registry: Registry,
  signal: AbortSignal,
): Promise<TaskReading<CompleteBuildDraft>> {
  const { target = null, repository, tag } = draft;
  if (target !== null && !findStage(outline, target)) {
    const choices = targetsOf(outline).filter((name) => name !== null);
    return { ok: false, problems: [{ member: 'target', kind: 'choice', choices }] };
  }
  if (!repository) return { ok: false, problems: [{ member: 'repository', kind: 'missing' }] };
  const now = tag && (await resolveTag(tag, repository, facts, registry, signal));
  const withTarget = { ...draft, target };
  const notPassed = Object.fromEntries(unanswered(withTarget, outline).map((name) => [name, null]));
  const complete: BuildDraft = {
    ...withTarget,
    buildArgs: { ...notPassed, ...draft.buildArgs },
    ...(now && { tag: now }),
  };
  if (now && isBuildComplete(complete, outline)) return { ok: true, draft: complete };
  const rendered = renderTag(tag?.scheme ?? '', facts);
  return rendered.ok
    ? { ok: false, problems: [{ member: 'tag', kind: 'missing' }] }
    : { ok: false, problems: [{ member: 'tag', kind: 'value', problem: rendered.problem }] };
}

/** One that is there and wrong is said to be wrong, not missing. */
function missing(member: string, problems: readonly MemberProblem[]): readonly MemberProblem[] {
  return problems.some((problem) => problem.member === member) ? [] : [{ member, kind: 'missing' }];
}
