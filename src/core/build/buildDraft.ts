import type { Draft, ImageChoice } from '../create/draft.ts';
import { emptyDraft, nextDraft } from '../create/draft.ts';
import type { BuildArgs } from '../dockerfile/buildArguments.ts';
import { openArguments } from '../dockerfile/buildArguments.ts';
import { findStage, targetsOf } from '../dockerfile/stages.ts';
import type { DockerfileOutline } from '../dockerfileOutline.ts';
import type { ExistingRepository, PlannedRepository, PushRepository } from './pushRepository.ts';
import { withoutSecrets } from './secrets.ts';
import { renewed, type TagChoice, type TagFacts } from './tag.ts';

/** The only platform that Studio runs. */
export const usualPlatform = 'linux/amd64';

/**
 * A version on its way from a Dockerfile: what has been answered so far. Undefined means not answered yet. Plain JSON,
 * to be kept without its secrets.
 */
export interface BuildDraft {
  /** The version to be registered. Its container image is known once that is pushed. */
  readonly version: Draft;
  /** From the workspace folder, with slashes; of one outside of it, the whole path. */
  readonly dockerfile: string;
  /** The folder that the build may read, in the same form; `.` is the workspace folder itself. */
  readonly context: string;
  readonly repository?: PushRepository;
  readonly tag?: TagChoice;
  /** The name of a stage; null is the final one. */
  readonly target?: string | null;
  /** Those that were answered. */
  readonly buildArgs: BuildArgs;
  readonly platform: string;
  /** Whether labels tie the image to its commit. */
  readonly isLabelled: boolean;
}

/** A draft that can be built, pushed and registered without a question. */
export type CompleteBuildDraft = BuildDraft & {
  readonly version: Draft & { readonly image: ImageChoice };
  readonly repository: ExistingRepository | PlannedRepository;
  readonly tag: Required<TagChoice>;
};

export function emptyBuildDraft(dockerfile: string, clientToken: string): BuildDraft {
  return {
    version: emptyDraft(clientToken),
    dockerfile,
    context: folderOf(dockerfile),
    buildArgs: {},
    platform: usualPlatform,
    isLabelled: true,
  };
}

/** The start of the next version from the same Dockerfile after one was registered. */
export function nextBuildDraft(last: BuildDraft, clientToken: string): BuildDraft {
  const { tag, ...rest } = last;
  return {
    ...rest,
    version: nextDraft(last.version, clientToken),
    ...(tag && { tag: { scheme: tag.scheme } }),
  };
}

/** The draft as it may be kept on disk. */
export function keptDraft<D extends BuildDraft>(draft: D): D {
  return { ...draft, buildArgs: withoutSecrets(draft.buildArgs) };
}

/**
 * An earlier draft in front of the Dockerfile as it is now: the tag is made anew from its scheme, and a target that is
 * not there any more is asked for again.
 */
export function renewedDraft(draft: BuildDraft, outline: DockerfileOutline, facts: TagFacts): BuildDraft {
  const { tag, target, ...rest } = draft;
  const newTag = tag && renewed(tag, facts);
  const isThere = target === null || (target !== undefined && findStage(outline, target) !== undefined);
  return { ...rest, ...(newTag && { tag: newTag }), ...(isThere && { target }) };
}

/** The build arguments that the draft's target uses and that nothing answers. */
export function unanswered(draft: BuildDraft, outline: DockerfileOutline): readonly string[] {
  return openArguments(outline, draft.target).filter((name) => !Object.hasOwn(draft.buildArgs, name));
}

/** Whether there is more than one target to choose from. */
export function asksTarget(outline: DockerfileOutline): boolean {
  return targetsOf(outline).length > 1;
}

export function isImageAnswered(image: ImageChoice | undefined): image is ImageChoice {
  return image !== undefined && image.name !== '' && (!image.isNew || Boolean(image.roleArn));
}

/** Whether everything is answered that a run needs. */
export function isBuildComplete(draft: BuildDraft, outline: DockerfileOutline): draft is CompleteBuildDraft {
  const { repository, tag, target } = draft;
  return (
    isImageAnswered(draft.version.image) &&
    repository !== undefined &&
    (repository.kind === 'existing' || (repository.name !== '' && repository.settings !== undefined)) &&
    tag?.text !== undefined &&
    (target !== undefined || !asksTarget(outline)) &&
    unanswered(draft, outline).length === 0
  );
}

/** The folder of a Dockerfile is what it may read, unless told otherwise. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}
