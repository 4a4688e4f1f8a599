import type { Image, ImageVersion, VersionDetails } from './model.ts';

/** The rows of the sidebar, as data. */
export type TreeNode = ImageNode | VersionNode | FactNode | ErrorNode;

export interface ImageNode {
  readonly kind: 'image';
  readonly id: string;
  readonly image: Image;
  /** Undefined until it is known; null when the image has no version. */
  readonly latest?: ImageVersion | null | undefined;
  /** How many versions are shown, while there may be more. */
  readonly versionsShown?: number | undefined;
}

export interface VersionNode {
  readonly kind: 'version';
  readonly id: string;
  readonly version: ImageVersion;
  /** Undefined until they are known. */
  readonly facts?: VersionFacts | undefined;
}

/** What takes calls of its own to know of a version. */
export interface VersionFacts {
  readonly details: VersionDetails;
  /** Undefined when they could not be listed. */
  readonly aliases: readonly string[] | undefined;
  /** Why they could not be. */
  readonly aliasProblem?: unknown;
}

/** One fact of a version; null is a value that the version does not have. */
export interface FactNode {
  readonly kind: 'fact';
  readonly id: string;
  readonly fact: Fact;
  readonly value: FactValue | null;
}

/** A call that failed, in the place of what it would have shown. */
export interface ErrorNode {
  readonly kind: 'error';
  readonly id: string;
  readonly error: unknown;
  readonly parentId: string | undefined;
}

const facts = [
  'status',
  'failureReason',
  'baseImage',
  'containerImage',
  'aliases',
  'jobType',
  'processor',
  'created',
] as const;
export type Fact = (typeof facts)[number];
type FactValue = string | Date;

export function imageNode(image: Image): ImageNode {
  return { kind: 'image', id: imageId(image.name), image };
}

export function versionNode(version: ImageVersion): VersionNode {
  return { kind: 'version', id: versionId(version), version };
}

export function imageId(name: string): string {
  return `image/${name}`;
}

export function versionId({ imageName, number }: Pick<ImageVersion, 'imageName' | 'number'>): string {
  return `${imageId(imageName)}/${number}`;
}

/** What SageMaker is at work on: it changes by itself. */
export function isChanging({ status }: Pick<Image | ImageVersion, 'status'>): boolean {
  return status === 'CREATING' || status === 'UPDATING' || status === 'DELETING';
}

export type ImageAction = 'canCreateVersion' | 'canUpdate' | 'canDelete' | 'canLoadMore';
export type VersionAction = 'canUpdate' | 'canDelete' | 'canExplain';

/** What SageMaker would not refuse for the image's status alone. */
export function imageActions({ image, versionsShown }: ImageNode): readonly ImageAction[] {
  const { status } = image;
  const actions: ImageAction[] = [];
  if (status === 'CREATED') actions.push('canCreateVersion');
  if (status === 'CREATED' || status === 'UPDATE_FAILED') actions.push('canUpdate');
  if (!isChanging(image)) actions.push('canDelete');
  if (versionsShown !== undefined) actions.push('canLoadMore');
  return actions;
}

export function versionActions({ version }: VersionNode): readonly VersionAction[] {
  const actions: VersionAction[] = [];
  if (version.status === 'CREATED') actions.push('canUpdate');
  if (!isChanging(version)) actions.push('canDelete');
  if (version.status === 'CREATE_FAILED') actions.push('canExplain');
  return actions;
}

/**
 * The facts of a version in the order of the sidebar; a failure reason only where there is one, and no aliases where
 * they could not be listed.
 */
export function factNodes(
  version: VersionDetails,
  aliases: readonly string[] | undefined,
): readonly FactNode[] {
  return facts
    .filter((fact) => fact !== 'aliases' || aliases !== undefined)
    .map((fact): FactNode => ({
      kind: 'fact',
      id: `${versionId(version)}/${fact}`,
      fact,
      value: factOf(fact, version, aliases ?? []),
    }))
    .filter(({ fact, value }) => fact !== 'failureReason' || value !== null);
}

function factOf(fact: Fact, version: VersionDetails, aliases: readonly string[]): FactValue | null {
  switch (fact) {
    case 'status':
      return version.status;
    case 'failureReason':
      return version.failureReason ?? null;
    case 'baseImage':
      return version.baseImage ?? null;
    case 'containerImage':
      return digestOf(version.containerImage) ?? null;
    case 'aliases':
      return aliases.length > 0 ? aliases.join(', ') : null;
    case 'jobType':
      return version.jobType ?? null;
    case 'processor':
      return version.processor ?? null;
    case 'created':
      return version.createdAt;
  }
}

/** The digest alone: the repository in front of it is the base image's. */
export function digestOf(containerImage: string | undefined): string | undefined {
  return containerImage?.split('@')[1] ?? containerImage;
}
