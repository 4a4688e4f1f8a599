import { parseContainerUri, type ContainerUri } from '../containerUri.ts';
import type { CompleteDraft } from '../create/draft.ts';
import type { VersionDetails } from '../model.ts';

/** What is checked: a container image, and the version that is made of it or is to be. */
export interface Subject {
  /** With a tag or a digest, or both. */
  readonly uri: ContainerUri;
  /** Whether SageMaker is to be told the tag, which can move until then. */
  readonly isByTag: boolean;
  readonly jobType?: string;
  /** Without one, only the container image is looked at. */
  readonly image?: SubjectImage;
  /** Those that the version is to have. */
  readonly aliases: readonly string[];
}

export interface SubjectImage {
  readonly name: string;
  /** Whether it is to be created first. */
  readonly isNew: boolean;
  /** Of a new one; otherwise the image is asked. */
  readonly roleArn?: string;
  /** Whether SageMaker was asked for this very version before, and its answer did not come. */
  readonly wasAskedFor?: boolean;
  /** Of the version, where there is one already. */
  readonly number?: number;
}

export function subjectOfUri(uri: ContainerUri): Subject {
  return { uri, isByTag: false, aliases: [] };
}

export function subjectOfDraft(draft: CompleteDraft, pinDigest: boolean): Subject {
  const { container, jobType, aliases, sentToken, clientToken } = draft;
  const image = { ...draft.image, ...(sentToken === clientToken && { wasAskedFor: true }) };
  const { tag, digest } = container.uri;
  return {
    uri: container.uri,
    isByTag: tag !== undefined && !(pinDigest && digest),
    ...(jobType && { jobType }),
    image,
    aliases,
  };
}

/** @returns undefined for a version of which nobody knows what it was made of. */
export function subjectOfVersion(version: VersionDetails): Subject | undefined {
  const { imageName: name, number, jobType } = version;
  const uri = containerUriOf(version);
  if (!uri) return undefined;
  return {
    uri,
    isByTag: false,
    ...(jobType && { jobType }),
    image: { name, number, isNew: false },
    aliases: [],
  };
}

/** The container image of a version: by its digest, once SageMaker knows it. */
export function containerUriOf({
  containerImage,
  baseImage,
}: Pick<VersionDetails, 'containerImage' | 'baseImage'>): ContainerUri | undefined {
  const parsed = parseContainerUri(containerImage ?? baseImage ?? '', undefined);
  return parsed.ok && (parsed.value.tag ?? parsed.value.digest) ? parsed.value : undefined;
}
