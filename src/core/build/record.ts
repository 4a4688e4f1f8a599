import type { CompleteDraft } from '../create/draft.ts';
import type { SourceHashes } from '../drift/sources.ts';
import type { VersionRef } from '../model.ts';
import type { SessionChoice } from '../ports.ts';
import { keptDraft, type CompleteBuildDraft } from './buildDraft.ts';
import type { EngineName } from './engine.ts';
import { fingerprintOf, type BuildPlan } from './plan.ts';

/** What a run goes through. Signing in holds no longer than the run itself, so that none goes on from there. */
export type BuildPhase = 'build' | 'signIn' | 'push' | 'register';

/** What a run has done, to go on from there. Plain JSON without secrets. */
export interface BuildRecord {
  /** As it was confirmed, without its secrets; a repository that was created since is an existing one. */
  readonly draft: CompleteBuildDraft;
  /** As whom and where. */
  readonly choice: SessionChoice;
  /** What the build was made of. */
  readonly fingerprint: string;
  readonly built?: BuiltImage;
  readonly pushed?: PushedImage;
  /** The version as SageMaker was asked for it, which may have happened: its token is for this one alone. */
  readonly asked?: CompleteDraft;
  readonly version?: VersionRef;
}

export interface BuiltImage {
  readonly imageId: string;
  /** Whose it is: another engine does not have it. */
  readonly engine: EngineName;
  /** What it was built of; undefined where that was not looked at, as by an older release. */
  readonly sources?: SourceHashes;
}

interface PushedImage {
  /** `host/repository`, without the tag. */
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/**
 * The record of a run that has yet to begin.
 * @param earlier that of the last run from the same Dockerfile: what SageMaker was asked for by then holds its token.
 */
export function newRecord(
  { draft, source }: BuildPlan,
  choice: SessionChoice,
  earlier?: BuildRecord,
): BuildRecord {
  return {
    draft: keptDraft(draft),
    choice,
    fingerprint: fingerprintOf(draft, source),
    ...(earlier?.asked && { asked: earlier.asked }),
  };
}

/** Where a run goes on; undefined when it is over. What has been lost since shows when it does. */
export function nextPhase(record: BuildRecord): Exclude<BuildPhase, 'signIn'> | undefined {
  if (record.version) return undefined;
  if (record.pushed) return 'register';
  return record.built ? 'push' : 'build';
}

/** Whether the Dockerfile, its surroundings or the answers are others than those of the build. */
export function isOutdated(record: BuildRecord, { draft, source }: BuildPlan): boolean {
  return record.fingerprint !== fingerprintOf(draft, source);
}

/** What can be gone on with, for a lens and a notification to offer. */
export interface Resume {
  readonly from: 'push' | 'register';
  readonly dockerfile: string;
  readonly imageName: string;
  /** `repository:tag` of the one that is to be pushed or registered. */
  readonly reference: string;
}

/** @returns undefined when nothing of it is done, or everything: to go on is then to begin. */
export function resumeOf(record: BuildRecord): Resume | undefined {
  const from = nextPhase(record);
  if (from === undefined || from === 'build') return undefined;
  const { dockerfile, version, repository, tag } = record.draft;
  const name = repository.kind === 'new' ? repository.name : repository.uri.repository;
  return { from, dockerfile, imageName: version.image.name, reference: `${name}:${tag.text}` };
}
