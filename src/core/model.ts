/** The domain's words, as data. Optional members are those that SageMaker itself leaves out. */

export const jobTypes = ['TRAINING', 'INFERENCE', 'NOTEBOOK_KERNEL'] as const;
export type JobType = (typeof jobTypes)[number];

export const processors = ['CPU', 'GPU'] as const;
export type Processor = (typeof processors)[number];

export const vendorGuidances = ['NOT_PROVIDED', 'STABLE', 'TO_BE_ARCHIVED', 'ARCHIVED'] as const;
export type VendorGuidance = (typeof vendorGuidances)[number];

/** Statuses are open: a status that SageMaker adds later is shown as it is, and is not an error. */
type ImageStatus =
  | 'CREATING'
  | 'CREATED'
  | 'CREATE_FAILED'
  | 'UPDATING'
  | 'UPDATE_FAILED'
  | 'DELETING'
  | 'DELETE_FAILED'
  | (string & {});

type VersionStatus = 'CREATING' | 'CREATED' | 'CREATE_FAILED' | 'DELETING' | 'DELETE_FAILED' | (string & {});

export interface Image {
  readonly name: string;
  readonly arn: string;
  readonly status: ImageStatus;
  readonly displayName?: string;
  readonly description?: string;
  readonly failureReason?: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

export interface ImageVersion {
  readonly imageName: string;
  readonly number: number;
  readonly arn: string;
  readonly status: VersionStatus;
  readonly failureReason?: string;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}

/** What DescribeImageVersion adds to a listed version. Aliases are not part of it: SageMaker lists them apart. */
export interface VersionDetails extends ImageVersion {
  readonly baseImage?: string;
  /** The container image by digest, known once SageMaker has resolved it. */
  readonly containerImage?: string;
  readonly jobType?: string;
  readonly processor?: string;
  readonly vendorGuidance?: string;
  readonly mlFramework?: string;
  readonly programmingLang?: string;
  readonly horovod?: boolean;
  readonly releaseNotes?: string;
}

/** An image version as CreateImageVersion names it: its number is read from the ARN, never from "latest". */
export interface VersionRef {
  readonly imageName: string;
  readonly number: number;
  readonly arn: string;
}

/** What DescribeImage adds to a listed image. */
export interface ImageDetails extends Image {
  readonly roleArn?: string;
}

export interface NewImage {
  readonly name: string;
  readonly roleArn: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly tags?: readonly Tag[];
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What UpdateImage changes; an absent member stays as it is, null removes what was there. */
export interface ImageChanges {
  readonly displayName?: string | null;
  readonly description?: string | null;
  readonly roleArn?: string;
}

/** What UpdateImageVersion changes; an absent member stays as it is. SageMaker can not take a value back. */
export interface VersionChanges {
  readonly vendorGuidance?: VendorGuidance;
  readonly jobType?: JobType;
  readonly processor?: Processor;
  readonly mlFramework?: string;
  readonly programmingLang?: string;
  readonly horovod?: boolean;
  readonly releaseNotes?: string;
  readonly aliasesToAdd?: readonly string[];
  readonly aliasesToRemove?: readonly string[];
}

/** A role that SageMaker may assume, by its trust policy. */
export interface Role {
  readonly name: string;
  readonly arn: string;
}

/** The parameters of CreateImageVersion. An optional one that is absent is not sent. */
export interface NewVersion {
  readonly imageName: string;
  readonly baseImage: string;
  readonly clientToken: string;
  readonly vendorGuidance?: VendorGuidance;
  readonly jobType?: JobType;
  readonly mlFramework?: string;
  readonly programmingLang?: string;
  readonly processor?: Processor;
  readonly horovod?: boolean;
  readonly releaseNotes?: string;
}

export interface Repository {
  /** The account whose registry it is in. */
  readonly accountId: string;
  readonly name: string;
  /** Registry host and repository name, without a tag. */
  readonly uri: string;
  /** Whether a tag stays what it is; undefined where that is not known, or true of some tags only. */
  readonly immutableTags?: boolean;
}

export interface ContainerImage {
  readonly repository: Repository;
  readonly digest: string;
  readonly tags: readonly string[];
  /** Compressed size in bytes; of a multi-platform image, that of its largest member. */
  readonly sizeInBytes?: number;
  readonly pushedAt?: Date;
}

/** Who signs: the account and principal that STS names for the active credentials. */
export interface Identity {
  readonly accountId: string;
  readonly arn: string;
  /** When the credentials end; undefined for those that do not. */
  readonly expiresAt?: Date;
}
