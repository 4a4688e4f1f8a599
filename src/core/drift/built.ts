import { accountOf } from '../arn.ts';
import type { EngineName } from '../build/engine.ts';
import type { BuildRecord } from '../build/record.ts';
import type { Recipe } from '../build/recipe.ts';
import { parseContainerUri, repositoryUri, type ContainerUri } from '../containerUri.ts';
import type { CompleteDraft } from '../create/draft.ts';
import type { VersionRef } from '../model.ts';
import type { SourceHashes } from './sources.ts';

/**
 * What is remembered of the version that was made of a Dockerfile last. Plain JSON; what an older release or the settings
 * alone do not tell is absent.
 */
export interface Built {
  readonly imageName: string;
  readonly number?: number;
  /** Where the version was created. */
  readonly accountId?: string;
  readonly region?: string;
  /** `host/repository` */
  readonly repository?: string;
  readonly tag?: string;
  /** Of the container image that the version was made of. */
  readonly digest?: string;
  readonly sources?: SourceHashes;
  /** What it was built with: whose rules of ignoring decided which files count. */
  readonly engine?: EngineName;
}

/** What to remember once a run has ended. @param version the one that was created, or has this very digest. */
export function builtOf({ pushed, built, choice }: BuildRecord, version: VersionRef): Built {
  const accountId = accountOf(version.arn);
  return {
    imageName: version.imageName,
    number: version.number,
    ...(accountId !== undefined && { accountId }),
    ...(choice.region !== undefined && { region: choice.region }),
    ...pushed,
    ...(built?.sources && { sources: built.sources, engine: built.engine }),
  };
}

/**
 * What to remember once a version was created of a container image that is in ECR.
 * @param before what was built of the same Dockerfile last: it may be this very image.
 */
export function builtOfDraft(
  { container }: CompleteDraft,
  version: VersionRef,
  region: string,
  before?: Built,
): Built {
  const accountId = accountOf(version.arn);
  const { tag, digest } = container.uri;
  const { sources, engine } = digest !== undefined && before?.digest === digest ? before : {};
  return {
    imageName: version.imageName,
    number: version.number,
    ...(accountId !== undefined && { accountId }),
    region,
    repository: repositoryUri(container.uri),
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
    ...(sources && { sources }),
    ...(engine && { engine }),
  };
}

/** What the settings alone tell of a Dockerfile; undefined where they tie it to no image. */
export function builtOfRecipe({ image, repository, tag }: Recipe): Built | undefined {
  if (image === undefined) return undefined;
  // A scheme such as `{branch}-{commit}` says which tag comes next, not which one it was.
  const isText = tag !== undefined && tag !== 'semver' && !tag.includes('{');
  return {
    imageName: image,
    ...(repository !== undefined && { repository }),
    ...(isText && { tag }),
  };
}

/** The tag that was pushed to; undefined where that is not remembered. */
export function tagOf({ repository, tag }: Built): (ContainerUri & { readonly tag: string }) | undefined {
  if (repository === undefined || tag === undefined) return undefined;
  const parsed = parseContainerUri(`${repository}:${tag}`, undefined);
  return parsed.ok ? { ...parsed.value, tag } : undefined;
}

/** The region that all of it is in; undefined where nothing tells. */
export function regionOf(built: Built): string | undefined {
  return built.region ?? tagOf(built)?.region;
}
