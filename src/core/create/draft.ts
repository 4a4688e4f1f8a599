import type { ContainerUri } from '../containerUri.ts';
import { formatContainerUri, repositoryUri } from '../containerUri.ts';
import type { JobType, NewVersion, Processor, VendorGuidance } from '../model.ts';

/** An optional parameter's answer: null is the person's own "Not set". */
export type Choice<T> = T | null;

export interface ImageChoice {
  readonly name: string;
  /** Present when the image is to be created first. */
  readonly roleArn?: string;
  readonly isNew: boolean;
}

export interface ContainerChoice {
  readonly uri: ContainerUri;
  /** Whether the whole URI was typed, so that the tags of its repository need not be asked. */
  readonly isTyped: boolean;
}

/** A version on its way: what has been answered so far. Undefined means not answered yet. Plain JSON, to be kept. */
export interface Draft {
  readonly image?: ImageChoice;
  readonly container?: ContainerChoice;
  readonly jobType?: Choice<JobType>;
  readonly processor?: Choice<Processor>;
  readonly aliases: readonly string[];
  readonly vendorGuidance: Choice<VendorGuidance>;
  readonly mlFramework: Choice<string>;
  readonly programmingLang: Choice<string>;
  readonly horovod: Choice<boolean>;
  readonly releaseNotes: Choice<string>;
  /** Names the intended version to SageMaker: the same through every retry, so that it is created once. */
  readonly clientToken: string;
  /** The token that SageMaker was last asked with: with the same one, a version of it may be there already. */
  readonly sentToken?: string;
}

/** A draft in which all that CreateImageVersion requires is answered. */
export type CompleteDraft = Draft & Required<Pick<Draft, 'image' | 'container'>>;

export function emptyDraft(clientToken: string): Draft {
  return {
    aliases: [],
    vendorGuidance: null,
    mlFramework: null,
    programmingLang: null,
    horovod: null,
    releaseNotes: null,
    clientToken,
  };
}

/**
 * The start of the next version after one was created: the same choices, but for what belongs to one version alone
 * (its tag, aliases, release notes and token).
 */
export function nextDraft(last: Draft, clientToken: string): Draft {
  const { image, container, sentToken: _, ...rest } = last;
  return {
    ...rest,
    ...(image && { image: { name: image.name, isNew: false } }),
    ...(container && { container: { uri: withoutReference(container.uri), isTyped: false } }),
    aliases: [],
    releaseNotes: null,
    clientToken,
  };
}

/** Whether both drafts stand for the same intended version, whose token must then be the same. */
export function isSameVersion(one: Draft, other: Draft): boolean {
  return (
    one.image?.name === other.image?.name &&
    one.container !== undefined &&
    other.container !== undefined &&
    isSameContainerImage(one.container.uri, other.container.uri)
  );
}

/** By digest where both are known. One may have been looked up since, which makes its tag no other intention. */
function isSameContainerImage(one: ContainerUri, other: ContainerUri): boolean {
  if (repositoryUri(one) !== repositoryUri(other)) return false;
  return one.digest && other.digest ? one.digest === other.digest : one.tag === other.tag;
}

/** What is sent as BaseImage: the digest form when tags are to be pinned and the digest is known. */
export function baseImageOf({ uri }: ContainerChoice, pinDigest: boolean): string {
  if (pinDigest || !uri.tag) return formatContainerUri(uri);
  const { digest: _, ...byTag } = uri;
  return formatContainerUri(byTag);
}

export function isComplete(draft: Draft): draft is CompleteDraft {
  return draft.image !== undefined && draft.container !== undefined;
}

/** The request of a complete draft, without aliases: those are added once the version is there. */
export function newVersionOf(draft: CompleteDraft, pinDigest: boolean): NewVersion {
  return {
    imageName: draft.image.name,
    baseImage: baseImageOf(draft.container, pinDigest),
    clientToken: draft.clientToken,
    ...(draft.jobType && { jobType: draft.jobType }),
    ...(draft.processor && { processor: draft.processor }),
    ...(draft.vendorGuidance && { vendorGuidance: draft.vendorGuidance }),
    ...(draft.mlFramework && { mlFramework: draft.mlFramework }),
    ...(draft.programmingLang && { programmingLang: draft.programmingLang }),
    ...(draft.horovod !== null && { horovod: draft.horovod }),
    ...(draft.releaseNotes && { releaseNotes: draft.releaseNotes }),
  };
}

function withoutReference({ tag: _tag, digest: _digest, ...repository }: ContainerUri): ContainerUri {
  return repository;
}
