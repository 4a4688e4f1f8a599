/** The account's images and image versions, and what may be said about those that are not there. */

import type { Arns } from './arns.ts';
import { SortedItems } from './paging.ts';
import type { sagemakerOperations } from './sagemakerConstraints.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';

type ImageAnswer = ValueOf<typeof sagemakerOperations.DescribeImage.output>;
type VersionAnswer = ValueOf<typeof sagemakerOperations.DescribeImageVersion.output>;
export type ImageStatus = NonNullable<ImageAnswer['ImageStatus']>;
export type ImageVersionStatus = NonNullable<VersionAnswer['ImageVersionStatus']>;

/** What describes a version and may be changed after its creation. */
export type VersionMetadata = Pick<
  VersionAnswer,
  'VendorGuidance' | 'JobType' | 'MLFramework' | 'ProgrammingLang' | 'Processor' | 'Horovod' | 'ReleaseNotes'
>;

interface Resource<Status> {
  readonly arn: string;
  status: Status;
  failureReason: string | undefined;
  /** Seconds since the epoch, as on the wire. */
  readonly creationTime: number;
  lastModifiedTime: number;
}

export interface ImageRecord extends Resource<ImageStatus> {
  readonly name: string;
  displayName: string | undefined;
  description: string | undefined;
  roleArn: string;
  /** The highest number ever given to a version: numbers are not used again. */
  lastVersion: number;
  readonly versions: SortedItems<VersionRecord>;
}

export interface VersionRecord extends Resource<ImageVersionStatus> {
  readonly number: number;
  readonly baseImage: string;
  containerImage: string | undefined;
  readonly aliases: Set<string>;
  metadata: VersionMetadata;
}

export interface NewImage {
  readonly name: string;
  readonly roleArn: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly status: ImageStatus;
  readonly failureReason?: string | undefined;
  readonly creationTime?: number | undefined;
}

export interface NewVersion {
  readonly baseImage: string;
  readonly containerImage?: string | undefined;
  readonly aliases?: readonly string[] | undefined;
  readonly metadata: VersionMetadata;
  readonly status: ImageVersionStatus;
  readonly failureReason?: string | undefined;
  readonly creationTime?: number | undefined;
}

export class ImageStore {
  readonly images = new SortedItems<ImageRecord>();
  readonly #arns: Arns;

  constructor(arns: Arns) {
    this.#arns = arns;
  }

  addImage({ creationTime = now(), ...image }: NewImage): ImageRecord {
    const record: ImageRecord = {
      name: image.name,
      arn: this.#arns.image(image.name),
      roleArn: image.roleArn,
      displayName: image.displayName,
      description: image.description,
      status: image.status,
      failureReason: image.failureReason,
      creationTime,
      lastModifiedTime: creationTime,
      lastVersion: 0,
      versions: new SortedItems(),
    };
    this.images.set(image.name, record);
    return record;
  }

  addVersion(image: ImageRecord, { creationTime = now(), ...version }: NewVersion): VersionRecord {
    const number = ++image.lastVersion;
    const record: VersionRecord = {
      number,
      arn: this.#arns.imageVersion(image.name, number),
      baseImage: version.baseImage,
      containerImage: version.containerImage,
      aliases: new Set(version.aliases),
      metadata: version.metadata,
      status: version.status,
      failureReason: version.failureReason,
      creationTime,
      lastModifiedTime: creationTime,
    };
    image.versions.set(String(number), record);
    return record;
  }

  changeImage(image: ImageRecord, change: Partial<Omit<ImageRecord, 'name' | 'arn' | 'versions'>>): void {
    Object.assign(image, change, { lastModifiedTime: now() });
    this.images.changed();
  }

  changeVersion(
    image: ImageRecord,
    version: VersionRecord,
    change: Partial<Pick<VersionRecord, 'status' | 'failureReason' | 'containerImage' | 'metadata'>>,
  ): void {
    Object.assign(version, change, { lastModifiedTime: now() });
    image.versions.changed();
  }

  /** @throws ServiceError when there is no such image */
  image(name: string): ImageRecord {
    const image = this.images.get(name);
    if (!image) throw notFound(`No Image with the name ${name} exists in this account.`);
    return image;
  }

  /** @throws ServiceError when the image has no such version */
  version(image: ImageRecord, number: number): VersionRecord {
    const version = image.versions.get(String(number));
    if (version) return version;
    throw notFound(
      `ImageVersion with ImageName ${image.name} and Version ${number} does not exist. ` +
        'Please provide a valid ImageName and Version.',
    );
  }

  /** @throws ServiceError when the image has no version */
  latestVersion(image: ImageRecord): VersionRecord {
    const latest = byNumber(image).at(-1);
    if (latest) return latest;
    throw notFound(
      `Latest ImageVersion with ImageName ${image.name} does not exist. Please provide a valid ImageName.`,
    );
  }
}

/** The image's versions, the oldest first. */
export function byNumber(image: ImageRecord): readonly VersionRecord[] {
  return image.versions.inOrder('number', (a, b) => a.number - b.number);
}

/** The version that an alias stands for. */
export function findByAlias(image: ImageRecord, alias: string): VersionRecord | undefined {
  return byNumber(image).find(({ aliases }) => aliases.has(alias));
}

export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFound', message);
}

function now(): number {
  return Date.now() / 1000;
}
