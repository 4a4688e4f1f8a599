import type { ImageDetails, ImageVersion, VersionDetails } from '../model.ts';
import type { ActionDecision, RoleTrust } from '../ports.ts';
import type { Obstacle } from '../preflight/finding.ts';
import type { AppDetails } from './apps.ts';
import type { LogTail } from './logs.ts';

/** What was found out about a failure. An absent member was not found out, and says nothing. */

/** What could not be looked at, and may be the cause all the same. */
export type Unchecked =
  | 'aliases'
  | 'appImageConfig'
  | 'configuration'
  | 'container'
  | 'log'
  | 'platform'
  | 'role'
  | 'settings'
  | 'version';

/** What stood in the way of looking. */
export type Obstacles = Readonly<Partial<Record<Unchecked, Obstacle>>>;

/** A container image as its registry has it now, which may be another than at the time of the failure. */
export interface ContainerEvidence {
  /** As SageMaker was given it. */
  readonly reference: string;
  readonly isFound?: boolean;
  /** Only what is ACTIVE can be pulled. */
  readonly status?: string;
  /** Whether it is no container image: a Helm chart, a signature or the like. */
  readonly isArtifact?: boolean;
  /** Of its manifest or index. */
  readonly mediaType?: string;
  /** Such as `linux/amd64`. */
  readonly platforms?: readonly string[];
  /** Compressed, in bytes. */
  readonly sizeInBytes?: number;
  readonly configuration?: ConfigurationEvidence;
}

/** How a container of the image begins. */
export interface ConfigurationEvidence {
  /** Such as `1000:100` or a name; empty is root. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
}

/** A role as IAM has it now. */
export interface RoleEvidence {
  readonly arn: string;
  /** Whether SageMaker may take it on; `missing`: there is no such role. */
  readonly trust?: RoleTrust | 'missing';
  /** What IAM simulates of the actions that matter. */
  readonly decisions?: readonly ActionDecision[];
  readonly createdAt?: Date;
}

/** A version that could not be created. */
export interface VersionEvidence {
  readonly version: VersionDetails;
  /** Where the image is. */
  readonly region: string;
  readonly accountId: string;
  readonly container?: ContainerEvidence;
  readonly image?: ImageDetails;
  /** The image's role. */
  readonly role?: RoleEvidence;
  /** Those that the version was created with, and keeps. */
  readonly aliases?: readonly string[];
  readonly obstacles?: Obstacles;
}

/** What the app's image is attached with. */
export interface AppImageConfigEvidence {
  readonly name: string;
  /** The types of apps that it has settings for. */
  readonly appTypes: readonly string[];
  /** Of its file system settings, where it has some. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What it starts in place of what the image says, in the app's type. */
  readonly command: readonly string[];
}

/** What the log of an app had to say; `unreadable`: there may be one. */
export type LogEvidence = LogTail | { readonly kind: 'unreadable' };

/** An app that died. */
export interface AppEvidence {
  readonly app: AppDetails;
  readonly log?: LogEvidence;
  /** The role that the app ran with. */
  readonly executionRole?: RoleEvidence;
  /** The version of its image; `gone` when there is none any more. */
  readonly version?: ImageVersion | 'gone';
  readonly container?: ContainerEvidence;
  readonly config?: AppImageConfigEvidence;
  /** Whether its image is among those that its domain, user profile or space names for apps of its type. */
  readonly isAttached?: boolean;
  readonly obstacles?: Obstacles;
}
