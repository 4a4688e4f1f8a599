import type { ImageVersion } from '../model.ts';
import { tagOf, type Built } from './built.ts';
import type { Looked, LookProblem, RemoteState, TagNow, VersionsNow } from './lookRemotely.ts';
import type { ContextProblem, SourceHashes, Sources } from './sources.ts';

/** What can be said of a Dockerfile and the version that was made of it. */
export type DriftFact =
  | BuiltFact
  | { readonly code: 'dockerfileChanged' }
  | { readonly code: 'contextChanged' }
  | TagMovedFact
  | NewerVersionFact
  /** The version is not there any more. */
  | { readonly code: 'versionGone'; readonly number: number }
  | FailedFact
  | UnknownFact;

/** The version as it is now. */
interface BuiltFact extends Pick<ImageVersion, 'number' | 'status' | 'createdAt'> {
  readonly code: 'built';
  /** Whether it is known to be made of this Dockerfile; else it is the newest that the image has. */
  readonly isRemembered: boolean;
}

/** The tag stands for another container image than the version, which does not follow it. */
interface TagMovedFact {
  readonly code: 'tagMoved';
  readonly tag: string;
  /** The digest that the version was made of. */
  readonly from: string;
  /** Undefined where the tag is gone. */
  readonly to: string | undefined;
}

interface NewerVersionFact extends Pick<ImageVersion, 'number' | 'status' | 'createdAt'> {
  readonly code: 'newerVersion';
}

/** The version could not be created, or not be deleted. */
interface FailedFact extends Pick<ImageVersion, 'number' | 'status'> {
  readonly code: 'failed';
  /** SageMaker's own words, as they are. */
  readonly reason: string | undefined;
}

/** What could have been said, and why it is not. */
interface UnknownFact {
  readonly code: 'unknown';
  readonly about: 'dockerfile' | 'context' | 'version' | 'tag';
  /** `notRemembered`: nothing is known of the build to hold it to. */
  readonly reason: LookProblem['reason'] | ContextProblem | 'notRemembered';
  /** What went wrong, where `reason` is `error`. */
  readonly error?: unknown;
}

/** What is there now; an absent member was not looked at yet, and nothing is said of it. */
export interface DriftNow {
  readonly sources?: Sources;
  readonly remote?: RemoteState;
}

/** What differs between what was built and what is there now. */
export function driftOf(built: Built, { sources, remote }: DriftNow): readonly DriftFact[] {
  return [
    ...(remote ? versionFacts(built, remote.versions) : []),
    ...(sources ? sourceFacts(built.sources, sources) : []),
    ...(remote?.tag ? tagFacts(built, remote.tag) : []),
  ];
}

function versionFacts({ number }: Built, looked: Looked<VersionsNow>): readonly DriftFact[] {
  if (!looked.isKnown) return [unknownOf('version', looked.problem)];
  const { version, newest } = looked.value;
  const gone = number === undefined ? [] : [{ code: 'versionGone', number } as const];
  const than = version?.number ?? number;
  return [
    ...(version ? factsOf(version, number !== undefined) : gone),
    ...(newest && than !== undefined && newest.number > than ? [newerOf(newest)] : []),
  ];
}

function factsOf(version: ImageVersion, isRemembered: boolean): readonly DriftFact[] {
  const { number, status, createdAt, failureReason } = version;
  const hasFailed = status === 'CREATE_FAILED' || status === 'DELETE_FAILED';
  return [
    { code: 'built', number, status, createdAt, isRemembered },
    ...(hasFailed ? [{ code: 'failed', number, status, reason: failureReason } as const] : []),
  ];
}

function newerOf({ number, status, createdAt }: ImageVersion): NewerVersionFact {
  return { code: 'newerVersion', number, status, createdAt };
}

function sourceFacts(then: SourceHashes | undefined, { hashes, problem }: Sources): readonly DriftFact[] {
  return [
    ...dockerfileFacts(then?.dockerfile, hashes.dockerfile),
    ...contextFacts(then?.context, hashes.context, problem),
  ];
}

function dockerfileFacts(then: string | undefined, now: string | undefined): readonly DriftFact[] {
  if (then === undefined) return [{ code: 'unknown', about: 'dockerfile', reason: 'notRemembered' }];
  if (now === undefined) return [{ code: 'unknown', about: 'dockerfile', reason: 'unreadable' }];
  return now === then ? [] : [{ code: 'dockerfileChanged' }];
}

/** A context that was too large then is too large now, as a rule: that is what to say. */
function contextFacts(
  then: string | undefined,
  now: string | undefined,
  problem: ContextProblem | undefined,
): readonly DriftFact[] {
  if (now === undefined) return [{ code: 'unknown', about: 'context', reason: problem ?? 'unreadable' }];
  if (then === undefined) return [{ code: 'unknown', about: 'context', reason: 'notRemembered' }];
  return now === then ? [] : [{ code: 'contextChanged' }];
}

function tagFacts(built: Built, looked: Looked<TagNow>): readonly DriftFact[] {
  if (!looked.isKnown) return [unknownOf('tag', looked.problem)];
  const { registered, now } = looked.value;
  if (now === registered) return [];
  return [{ code: 'tagMoved', tag: tagOf(built)?.tag ?? '', from: registered, to: now }];
}

function unknownOf(about: UnknownFact['about'], problem: LookProblem): UnknownFact {
  return { code: 'unknown', about, ...problem };
}
