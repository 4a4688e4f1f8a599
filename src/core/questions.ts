import type { Parsed } from './containerUri.ts';
import type {
  ContainerImage,
  Image,
  ImageVersion,
  JobType,
  Processor,
  Repository,
  Role,
  VendorGuidance,
} from './model.ts';
import type { Ambient, Pages } from './ports.ts';
import type { Profile } from './profiles.ts';
import type { Answer, Place } from './wizard.ts';
import type { ContainerUri } from './containerUri.ts';
import type { Choice } from './create/draft.ts';
import type { Destination } from './destination.ts';
import type { Problem } from './problems.ts';
import type { ChecksRow } from './create/confirmChecks.ts';
import type { App } from './explain/apps.ts';
import type { ReviewRow } from './create/review.ts';
import type { PlanRow } from './build/buildReview.ts';
import type { BuildArgRow } from './build/editPlan.ts';
import type { RepositorySettings } from './build/pushRepository.ts';
import type { PushRow } from './build/repositorySteps.ts';
import type { TagRow } from './build/tagStep.ts';
import type { TargetRow } from './build/targetSteps.ts';
import type { SnippetKind } from './snippets/snippet.ts';

/** The rows of each list that is chosen from. How a row looks is the UI's affair. */
export interface Rows {
  image: ImageRow;
  version: VersionRow;
  role: RoleRow;
  edit: EditRow;
  alias: AliasRow;
  archive: ArchiveRow;
  snippet: SnippetKind;
  repository: RepositoryRow;
  containerImage: ContainerRow;
  jobType: Choice<JobType>;
  processor: Choice<Processor>;
  vendorGuidance: Choice<VendorGuidance>;
  horovod: Choice<boolean>;
  review: ReviewRow;
  checks: ChecksRow;
  app: App;
  profile: ProfileRow;
  region: RegionRow;
  /** Which Dockerfile, by its path in the workspace. */
  dockerfile: string;
  plan: PlanRow;
  pushRepository: PushRow;
  repositorySettings: RepositorySettings;
  imageTag: TagRow;
  target: TargetRow;
  buildArg: BuildArgRow;
  platform: string;
  /** Whether labels tie the image to its commit. */
  labels: boolean;
}

export type ImageRow =
  | { readonly kind: 'existing'; readonly image: Image; readonly latest?: ImageVersion | null }
  | { readonly kind: 'new' };

export type VersionRow =
  | {
      readonly kind: 'version';
      readonly version: ImageVersion;
      /** Undefined until they are known. */
      readonly aliases?: readonly string[];
    }
  /** Where an image will do as well: that of the versions. */
  | { readonly kind: 'image'; readonly imageName: string };

export type RoleRow =
  | { readonly kind: 'role'; readonly role: Role; readonly isCurrent?: boolean }
  | { readonly kind: 'arn'; readonly arn: string };

/** What can be changed of an image or a version; `tags` and `imageName` only while an image is made. */
export type Field =
  | 'imageName'
  | 'roleArn'
  | 'displayName'
  | 'description'
  | 'tags'
  | 'vendorGuidance'
  | 'jobType'
  | 'processor'
  | 'mlFramework'
  | 'programmingLang'
  | 'horovod'
  | 'releaseNotes';

/** The list in which an image or a version is edited: a row per field, and one that writes. */
export type EditRow =
  | ({ readonly kind: 'save'; readonly purpose: Purpose } & Destination)
  | {
      readonly kind: 'field';
      readonly field: Field;
      readonly value: string | null;
      /** What SageMaker has now, where that is something else; null is "Not set". */
      readonly before?: string | null;
    };

export type AliasRow =
  | {
      readonly kind: 'alias';
      readonly alias: string;
      /** Whether Studio apps can be launched with it. */
      readonly isLaunchable: boolean;
    }
  | ({
      readonly kind: 'add';
      readonly alias: string;
      readonly isLaunchable: boolean;
    } & Destination);

export interface ArchiveRow extends Destination {
  readonly guidance: 'TO_BE_ARCHIVED' | 'ARCHIVED';
}

export type RepositoryRow =
  | { readonly kind: 'repository'; readonly repository: Repository }
  | { readonly kind: 'uri'; readonly uri: ContainerUri };

export type ContainerRow =
  | { readonly kind: 'image'; readonly image: ContainerImage; readonly tag?: string }
  | { readonly kind: 'uri'; readonly uri: ContainerUri };

export type ProfileRow =
  | {
      readonly kind: 'profile';
      readonly profile: Profile;
      /** Whether the row's button was pressed: sign in first, whatever is cached. */
      readonly signsIn?: boolean;
    }
  | { readonly kind: 'ambient'; readonly ambient: Ambient }
  | { readonly kind: 'add' };

export interface RegionRow {
  readonly region: string;
  /** Why it is among the first: the profile itself names it, or it was used lately. */
  readonly reason?: 'profile' | 'recent';
}

export type ListId = keyof Rows;

/** The texts that are entered. */
export type TextId =
  | 'newImageName'
  | 'aliases'
  | 'mlFramework'
  | 'programmingLang'
  | 'releaseNotes'
  | 'clientToken'
  | 'imageName'
  | 'displayName'
  | 'description'
  | 'tags'
  | 'deletion'
  | 'repositoryName'
  | 'buildArg'
  | 'context';

/** What a question is asked for. Its title begins with it. */
export interface Purpose {
  readonly kind:
    | 'createVersion'
    | 'buildVersion'
    | 'createImage'
    | 'editImage'
    | 'deleteImage'
    | 'editVersion'
    | 'editAliases'
    | 'archiveVersion'
    | 'deleteVersion'
    | 'showVersion'
    /** With a number: of the one that another is compared with. */
    | 'compareVersions'
    | 'checkContainerImage'
    | 'showContainerImage'
    /** With a number: of the version with whose container image another one's is compared. */
    | 'compareContainerImages'
    | 'copyName'
    | 'copyArn'
    | 'copyUri'
    | 'copyDigest'
    | 'openConsole'
    | 'copyAs'
    | 'explainVersion'
    | 'explainApp';
  /** What it is done to, as far as that is known. */
  readonly imageName?: string;
  readonly number?: number;
}

/** What is lost with an image, and where. */
export interface ImageLoss extends Destination {
  readonly imageName: string;
  readonly versions: number;
  /** Undefined where they are not known. */
  readonly aliases: readonly string[] | undefined;
}

export interface ListQuestion<K extends ListId> {
  readonly id: K;
  readonly place: Place;
  readonly purpose?: Purpose;
  /** Rows that are there at once, before any page. */
  readonly fixed?: readonly Rows[K][];
  readonly pages?: (signal: AbortSignal) => Pages<Rows[K]>;
  readonly order?: (one: Rows[K], other: Rows[K]) => number;
  /** Where rows come late: so many of them may stand above the first of these without moving it. */
  readonly room?: { readonly above: (row: Rows[K]) => boolean; readonly rows: number };
  readonly isActive?: (row: Rows[K]) => boolean;
  /** Adds to a row what takes a call of its own. Asked for the first rows, a few at a time. */
  readonly complete?: (row: Rows[K], signal: AbortSignal) => Promise<Rows[K]>;
  /** Rows of the same key are one: a page that has it again replaces the former one. Undefined for what is never replaced. */
  readonly key?: (row: Rows[K]) => string | undefined;
  /** What pressing a row's button answers with; undefined for rows that have none. */
  readonly button?: (row: Rows[K]) => Rows[K] | undefined;
  /** Reads typed text as a row; undefined when it is only a filter. */
  readonly read?: (text: string) => Parsed<Rows[K], Problem> | undefined;
  /** Whether "Not set" is no answer because SageMaker does not take back what is set. */
  readonly isForGood?: boolean;
}

export interface TextQuestion {
  readonly id: TextId;
  readonly place: Place;
  readonly purpose?: Purpose;
  readonly value: string;
  /** What of its kind is asked for: the name of the build argument. */
  readonly subject?: string;
  /** Whether what is typed is not to be seen. */
  readonly isSecret?: boolean;
  /** Whether null ("Not set") is an answer. */
  readonly isOptional: boolean;
  readonly check: (text: string) => Problem | undefined;
  /** Whether "Not set" is no answer because SageMaker does not take back what is set. */
  readonly isForGood?: boolean;
  /** What is deleted once its name is typed. */
  readonly loss?: ImageLoss;
  /** A fresh value, where one can be made up. */
  readonly generate?: () => string;
}

/** The person who answers: VS Code's quick input, or a script in tests. */
export interface Prompts {
  choose<K extends ListId>(question: ListQuestion<K>, signal: AbortSignal): Promise<Answer<Rows[K]>>;
  /** @returns the text without white space around it, or null for "Not set". */
  enter(question: TextQuestion, signal: AbortSignal): Promise<Answer<string | null>>;
}
