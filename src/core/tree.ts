import type { Image, ImageVersion, VersionDetails } from './model.ts';

/** The rows of the sidebar, as data. */
export type TreeNode = ImageNode | VersionNode | FactNode | ErrorNode;

export interface ImageNode {
  readonly kind: 'image';
  readonly id: string;
  readonly image: Image;
}

export interface VersionNode {
  readonly kind: 'version';
  readonly id: string;
  readonly version: ImageVersion;
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

/** The facts of a version in the order of the sidebar; a failure reason only where there is one. */
export function factNodes(version: VersionDetails, aliases: readonly string[]): readonly FactNode[] {
  return facts
    .map((fact): FactNode => ({
      kind: 'fact',
      id: `${versionId(version)}/${fact}`,
      fact,
      value: factOf(fact, version, aliases),
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
function digestOf(containerImage: string | undefined): string | undefined {
  return containerImage?.split('@')[1] ?? containerImage;
}
