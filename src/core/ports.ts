import type { RegistryLogin } from './build/engine.ts';
import type { Configuration, Manifest } from './containerImages/contents.ts';
import type { Apps } from './explain/apps.ts';
import type { Logs } from './explain/logs.ts';
import type { Studio } from './explain/studio.ts';
import type {
  ContainerImage,
  Identity,
  Image,
  ImageChanges,
  ImageDetails,
  ImageVersion,
  NewImage,
  NewVersion,
  Repository,
  Role,
  VersionChanges,
  VersionDetails,
  VersionRef,
} from './model.ts';
import type { Profile } from './profiles.ts';

/**
 * What the core asks of the outside. Adapters implement these; tests use in-memory ones.
 * Every call rejects with an `AppError` (errors.ts) and stops when its signal aborts.
 */

/** Pages of a listing, in the service's order. A page may be empty. */
export type Pages<T> = AsyncIterable<readonly T[]>;

/** SageMaker's images, versions and aliases. */
export interface ImageStore {
  listImages(query: ImageQuery, signal: AbortSignal): Pages<Image>;
  describeImage(name: string, signal: AbortSignal): Promise<ImageDetails>;
  createImage(image: NewImage, signal: AbortSignal): Promise<void>;
  updateImage(name: string, changes: ImageChanges, signal: AbortSignal): Promise<void>;
  /** Deletes its versions as well; what they were made of stays in ECR. */
  deleteImage(name: string, signal: AbortSignal): Promise<void>;

  /** Newest first. */
  listVersions(imageName: string, signal: AbortSignal): Pages<ImageVersion>;
  findLatestVersion(imageName: string, signal: AbortSignal): Promise<ImageVersion | undefined>;
  describeVersion(imageName: string, number: number, signal: AbortSignal): Promise<VersionDetails>;
  createVersion(version: NewVersion, signal: AbortSignal): Promise<VersionRef>;

  listAliases(imageName: string, number: number, signal: AbortSignal): Promise<readonly string[]>;
  /** @returns the number of the version that has the alias; undefined when none has, or there is no such image. */
  findVersionByAlias(imageName: string, alias: string, signal: AbortSignal): Promise<number | undefined>;
  updateVersion(
    imageName: string,
    number: number,
    changes: VersionChanges,
    signal: AbortSignal,
  ): Promise<void>;
  deleteVersion(imageName: string, number: number, signal: AbortSignal): Promise<void>;
}

export interface ImageQuery {
  /** `name` is ascending, the others are newest first. */
  readonly sortBy: 'name' | 'created' | 'modified';
  /** As the service itself searches: a part of the name, upper or lower case. */
  readonly nameContains?: string;
}

/** The roles of the session's account. */
export interface Roles {
  /** Those whose trust policy lets SageMaker assume them. */
  listForSageMaker(signal: AbortSignal): Pages<Role>;
  /** @returns whether its trust policy lets SageMaker assume a role; undefined when the account has no such role. */
  findTrust(roleArn: string, signal: AbortSignal): Promise<RoleTrust | undefined>;
  /**
   * What a role's policies let it do, as IAM simulates them: without the policies of the resource, which can allow more.
   * @returns a decision for each action, in their order; undefined when the account has no such role.
   */
  simulate(
    roleArn: string,
    actions: readonly string[],
    resource: string,
    signal: AbortSignal,
  ): Promise<readonly ActionDecision[] | undefined>;
}

/** `conditional`: it depends on conditions, which AWS alone can decide. */
export type RoleTrust = 'trusted' | 'conditional' | 'untrusted';

export interface ActionDecision {
  readonly action: string;
  /** `unknown`: a condition asks for something that only a real call has. */
  readonly decision: 'allowed' | 'denied' | 'unknown';
}

/** The container images of the session's ECR registry. */
export interface Registry {
  listRepositories(signal: AbortSignal): Pages<Repository>;
  /** All container images of a repository; ECR does not sort them. */
  listContainerImages(repository: Repository, signal: AbortSignal): Pages<ContainerImage>;
  /** @returns the digest that a tag stands for now, or undefined when the registry does not have it. */
  findDigest(reference: TagReference, signal: AbortSignal): Promise<string | undefined>;
  /** @returns what a tag or a digest stands for now, or undefined when the registry does not have it. */
  findContainerImage(reference: ImageReference, signal: AbortSignal): Promise<StoredImage | undefined>;
  /** @returns an archived container image, which can not be pulled and is in no listing. */
  findArchived(reference: ImageReference, signal: AbortSignal): Promise<StoredImage | undefined>;
  /**
   * @returns what a tag or a digest stands for, and of an index the image for SageMaker's platform; undefined when the
   *   registry does not have it.
   * @throws AppError `containerImage.unreadable` where it is of a kind that nobody understands.
   */
  findManifest(reference: ImageReference, signal: AbortSignal): Promise<Manifest | undefined>;
  /**
   * Fetches the configuration that a manifest names: not from ECR, but from S3, which may be out of reach.
   * @throws AppError `containerImage.unreadable`.
   */
  readConfiguration(image: DigestReference, signal: AbortSignal): Promise<Configuration>;
  /** @returns what a scan has found; undefined when there was none. */
  findScan(reference: ImageReference, signal: AbortSignal): Promise<Scan | undefined>;
  /** @returns undefined when the registry does not have it. */
  findRepository(
    repository: Pick<Repository, 'accountId' | 'name'>,
    signal: AbortSignal,
  ): Promise<Repository | undefined>;
  /** @returns the registry that ECR fetches the images of a repository from when they are first pulled, if it does. */
  findUpstream(
    repository: Pick<Repository, 'accountId' | 'name'>,
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** @throws AppError `repository.exists`, `quota.exceeded`. */
  createRepository(repository: NewRepository, signal: AbortSignal): Promise<Repository>;
  /**
   * What an engine signs in with, for some hours.
   * @param host of any ECR registry: another account's, another region's, or the public one.
   * @throws AppError `registry.refused` where there is no such registry for these credentials.
   */
  signIn(host: string, signal: AbortSignal): Promise<RegistryLogin>;
}

export interface TagReference {
  readonly accountId: string;
  readonly repository: string;
  readonly tag: string;
}

/** A container image by the one or the other. */
export type ImageReference = Omit<TagReference, 'tag'> &
  ({ readonly tag: string } | { readonly digest: string });

/** A document of a repository, by its digest. */
export type DigestReference = Omit<TagReference, 'tag'> & { readonly digest: string };

/** A container image as the registry has it now. */
export interface StoredImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Open, like all statuses: only what is ACTIVE can be pulled. */
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING' | (string & {});
  /** Of its manifest. */
  readonly mediaType: string | undefined;
  /** Whether it is none: a Helm chart, a signature or the like. */
  readonly isArtifact: boolean;
  /** Compressed size in bytes; of a multi-platform image, that of its largest member. */
  readonly sizeInBytes: number | undefined;
}

/** What ECR or Amazon Inspector has found in a container image. */
export interface Scan {
  /** COMPLETE or, where it goes on, ACTIVE. Others say why there is nothing, or not yet. */
  readonly status: string;
  /** How many findings there are of each severity, such as CRITICAL; Inspector has severities of its own. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A repository of the session's account and region. */
export interface NewRepository {
  readonly name: string;
  /** Whether ECR looks for vulnerabilities in whatever is pushed. */
  readonly scanOnPush: boolean;
  /** Whether a tag stays what it is. */
  readonly immutableTags: boolean;
}

/** One profile in one region, and what can be done with it. */
export interface Session {
  /** What the sentences call it: the profile's name, or where credentials come from when there is no profile. */
  readonly profile: string;
  readonly region: string;
  /** The app of SageMaker Studio whose credentials these are. */
  readonly studio?: StudioApp;
  /** Opens the same session again. */
  readonly choice: SessionChoice;
  readonly images: ImageStore;
  readonly registry: Registry;
  readonly roles: Roles;
  readonly apps: Apps;
  readonly studioSettings: Studio;
  readonly logs: Logs;
  /** Whose credentials these are now. From its first answer on, writes go to this account or are refused. */
  identify(signal: AbortSignal): Promise<Identity>;
  /** @returns undefined when the account has none, or it may not be asked for. */
  findAccountAlias(signal: AbortSignal): Promise<string | undefined>;
}

/** Where sessions come from: the user's AWS configuration. */
export interface Cloud {
  /**
   * Reads the configuration anew; the same session as before while nothing that matters to it has changed.
   * @throws AppError `region.missing` when neither the choice nor the profile nor the environment names one,
   *   `profile.unknown` or `profile.unusable` when the profile can not sign.
   */
  openSession(choice: SessionChoice): Promise<Session>;
  listProfiles(): Promise<readonly Profile[]>;
  /** @returns what counts where nobody chooses a profile; undefined when that is a profile, too. */
  findAmbient(): Promise<Ambient | undefined>;
  /** Forgets sessions and credentials, so that the next ones are made anew. */
  forget(): void;
  paths(): ConfigurationPaths;
  /**
   * Signs in for a profile of IAM Identity Center, and keeps the token where the AWS CLI and the SDKs look for it.
   * @param show is told what to confirm in a browser.
   */
  signIn(profile: string, show: (request: DeviceRequest) => void, signal: AbortSignal): Promise<void>;
}

/** Where credentials come from on this machine's disk. */
export interface ConfigurationPaths {
  readonly config: string;
  readonly credentials: string;
  /** Folders of the tokens that sign-ins leave. */
  readonly signIns: readonly string[];
}

/** Empty members are resolved: the profile from AWS_PROFILE or `default`, the region from the profile or environment. */
export interface SessionChoice {
  readonly profile?: string;
  readonly region?: string;
  /** The only account that may be written to. */
  readonly expectedAccount?: string;
}

/** Credentials that are simply there, in the environment or by the machine. */
export interface Ambient {
  readonly kind: 'environment' | 'webIdentity' | 'container' | 'machine';
  /** Inside SageMaker Studio: whose app this is. */
  readonly studio?: StudioApp;
}

export interface StudioApp {
  readonly domainId: string;
  readonly userProfile?: string;
  readonly space?: string;
}

/** A sign-in that waits for a browser. */
export interface DeviceRequest {
  readonly code: string;
  readonly url: string;
}

/** Asks for the code that a device shows. @returns undefined when it is not given. */
export type AskMfaCode = (device: MfaDevice) => Promise<string | undefined>;

export interface MfaDevice {
  readonly serial: string;
  readonly roleArn: string;
  readonly profile: string;
}

/** Where the adapters say what they do: never inputs, answers or credentials, only what a support request needs. */
export interface Log {
  debug(message: string): void;
}

/** Time as a parameter: tests decide what passes. */
export interface Clock {
  now(): Date;
  /** Resolves after the time has passed; rejects with the signal's reason when it aborts. */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
}
