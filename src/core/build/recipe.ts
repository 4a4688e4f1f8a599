import { parseContainerUri, repositoryUri } from '../containerUri.ts';
import type { Choice, Draft } from '../create/draft.ts';
import type { BuildArgs } from '../dockerfile/buildArguments.ts';
import type { JobType, Processor, VendorGuidance } from '../model.ts';
import { folderOf, usualPlatform, type BuildDraft } from './buildDraft.ts';
import { normalPath } from './buildValues.ts';
import { withoutSecrets } from './secrets.ts';
import { isObject, readMembers, recipeMembers } from './recipeMembers.ts';

/**
 * What was answered for a Dockerfile, as the settings have it. An absent member is not answered, or has its default; null
 * is an answer: the final stage, an argument that is not passed, "Not set".
 */
export interface Recipe {
  readonly image?: string;
  /** `host/repository` */
  readonly repository?: string;
  /** A scheme: see `TagChoice`. */
  readonly tag?: string;
  readonly target?: string | null;
  readonly context?: string;
  readonly buildArgs?: BuildArgs;
  readonly platform?: string;
  readonly labels?: boolean;
  readonly jobType?: Choice<JobType>;
  readonly processor?: Choice<Processor>;
  readonly vendorGuidance?: Choice<VendorGuidance>;
  readonly mlFramework?: Choice<string>;
  readonly programmingLang?: Choice<string>;
  readonly horovod?: Choice<boolean>;
}

/** What can be used of what the settings have for one Dockerfile, whatever somebody has made of it. */
export function readRecipe(value: unknown): Recipe {
  const { members } = readMembers<Recipe>(value, recipeMembers);
  const { buildArgs } = members;
  // Settings are shared and checked in: a secret is asked for, and not taken from there.
  return { ...members, ...(buildArgs && { buildArgs: withoutSecrets(buildArgs) }) };
}

/** The setting `sagemakerImages.dockerfiles`: a recipe for each Dockerfile, by its path in the workspace. */
export function readRecipes(setting: unknown): ReadonlyMap<string, Recipe> {
  const entries = Object.entries(isObject(setting) ? setting : {});
  return new Map(entries.map(([path, value]) => [normalPath(path), readRecipe(value)]));
}

/** The setting with a recipe in the place of the former one. */
export function withRecipe(
  setting: unknown,
  dockerfile: string,
  recipe: Recipe,
): Readonly<Record<string, unknown>> {
  const others = Object.entries(isObject(setting) ? setting : {}).filter(
    ([path]) => normalPath(path) !== dockerfile,
  );
  return Object.fromEntries([...others, [dockerfile, recipe]]);
}

/**
 * What of a draft is worth remembering for the next version from this Dockerfile: what has no default, and no secrets. A
 * repository that has yet to be created has no address yet.
 */
export function recipeOf(draft: BuildDraft): Recipe {
  const { version, repository, tag, target, context, platform, isLabelled } = draft;
  const { image, jobType, processor } = version;
  const buildArgs = withoutSecrets(draft.buildArgs);
  return {
    ...(image && { image: image.name }),
    ...(repository?.kind === 'existing' && { repository: repositoryUri(repository.uri) }),
    ...(tag && { tag: tag.scheme }),
    ...(target !== undefined && { target }),
    ...(context !== folderOf(draft.dockerfile) && { context }),
    ...(Object.keys(buildArgs).length > 0 && { buildArgs }),
    ...(platform !== usualPlatform && { platform }),
    ...(!isLabelled && { labels: false }),
    ...(jobType !== undefined && { jobType }),
    ...(processor !== undefined && { processor }),
    ...metadataOf(version),
  };
}

/** A draft with what the recipe answers. A repository of another region is asked for again. */
export function withAnswers(draft: BuildDraft, recipe: Recipe, region: string): BuildDraft {
  const { tag, target, context, buildArgs, platform, labels } = recipe;
  const uri = recipe.repository === undefined ? undefined : parseContainerUri(recipe.repository, region);
  return {
    ...draft,
    version: withVersionAnswers(draft.version, recipe),
    ...(uri?.ok && { repository: { kind: 'existing', uri: uri.value } }),
    ...(tag !== undefined && { tag: { scheme: tag } }),
    ...(target !== undefined && { target }),
    ...(context !== undefined && { context }),
    ...(buildArgs && { buildArgs: { ...draft.buildArgs, ...buildArgs } }),
    ...(platform !== undefined && { platform }),
    ...(labels !== undefined && { isLabelled: labels }),
  };
}

function withVersionAnswers(version: Draft, recipe: Recipe): Draft {
  const { image, jobType, processor, vendorGuidance, mlFramework, programmingLang, horovod } = recipe;
  return {
    ...version,
    ...(image !== undefined && { image: { name: image, isNew: false } }),
    ...(jobType !== undefined && { jobType }),
    ...(processor !== undefined && { processor }),
    ...(vendorGuidance !== undefined && { vendorGuidance }),
    ...(mlFramework !== undefined && { mlFramework }),
    ...(programmingLang !== undefined && { programmingLang }),
    ...(horovod !== undefined && { horovod }),
  };
}

/** What was set of the parameters that are set in the review alone. */
function metadataOf(version: Draft): Recipe {
  const { vendorGuidance, mlFramework, programmingLang, horovod } = version;
  return {
    ...(vendorGuidance !== null && { vendorGuidance }),
    ...(mlFramework !== null && { mlFramework }),
    ...(programmingLang !== null && { programmingLang }),
    ...(horovod !== null && { horovod }),
  };
}
