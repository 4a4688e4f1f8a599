import type { JobType } from '../model.ts';
import type { Choice } from '../create/draft.ts';
import type { DockerfileOutline } from '../dockerfileOutline.ts';
import type { BuildDraft, CompleteBuildDraft } from './buildDraft.ts';
import type { BuildOrder } from './engine.ts';
import { withoutSecrets } from './secrets.ts';
import { withoutCredentials, type SourceState } from './sourceState.ts';

/** Everything that a run goes by. */
export interface BuildPlan {
  /** With its secrets. */
  readonly draft: CompleteBuildDraft;
  readonly outline: DockerfileOutline;
  /** Undefined outside of a repository of git. */
  readonly source: SourceState | undefined;
}

const labelPrefix = 'org.opencontainers.image.';

/**
 * The labels that tie an image to its commit. One that is built of a commit as it is, is said to be of that time: built
 * again, it is then the same image, and need not be registered twice.
 */
export function labelsOf(source: SourceState | undefined, now: Date): Readonly<Record<string, string>> {
  const { commit, remote, committedAt, isDirty = true } = source ?? {};
  // A label is for everybody to read, and there for good.
  const address = remote === undefined ? undefined : withoutCredentials(remote);
  return {
    ...(commit !== undefined && { [`${labelPrefix}revision`]: commit }),
    ...(address && { [`${labelPrefix}source`]: address }),
    [`${labelPrefix}created`]: isDirty || committedAt === undefined ? now.toISOString() : committedAt,
  };
}

/** What the engine is told. @param resolve makes a path of the draft an absolute one. */
export function orderOf(
  { draft, source }: BuildPlan,
  reference: string,
  now: Date,
  resolve: (path: string) => string,
): BuildOrder {
  const { dockerfile, context, target, buildArgs, platform, isLabelled, version } = draft;
  return {
    dockerfile: resolve(dockerfile),
    context: resolve(context),
    target: target ?? undefined,
    buildArgs: passedArgs(buildArgs),
    platform,
    labels: isLabelled ? labelsOf(source, now) : {},
    reference,
    mediaTypes: mediaTypesFor(version.jobType),
  };
}

/** SageMaker's inference refuses OCI media types. */
export function mediaTypesFor(jobType: Choice<JobType> | undefined): BuildOrder['mediaTypes'] {
  return jobType === 'INFERENCE' ? 'docker' : 'any';
}

/**
 * Stands for all that decides what comes out of a build, as far as it is known: what was built by one is of no use for
 * another. Where to push it to, and as what to register it, do not matter to the build.
 */
export function fingerprintOf(draft: BuildDraft, source: SourceState | undefined): string {
  const { dockerfile, context, target = null, buildArgs, platform, isLabelled, version } = draft;
  const args = Object.entries(withoutSecrets(buildArgs)).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const { commit, isDirty, changes } = source ?? {};
  return JSON.stringify([
    [dockerfile, context, target, args, platform, isLabelled, mediaTypesFor(version.jobType)],
    [commit, isDirty, changes],
  ]);
}

function passedArgs(buildArgs: BuildDraft['buildArgs']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(buildArgs).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
