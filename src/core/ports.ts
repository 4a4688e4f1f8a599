import type {
  ContainerImage,
  Identity,
  Image,
  ImageVersion,
  NewImage,
  NewVersion,
  Repository,
  VersionDetails,
  VersionRef,
} from './model.ts';

/**
 * What the core asks of the outside. Adapters implement these; tests use in-memory ones.
 * Every call rejects with an `AppError` (errors.ts) and stops when its signal aborts.
 */

/** Pages of a listing, in the service's order. A page may be empty. */
export type Pages<T> = AsyncIterable<readonly T[]>;

/** SageMaker's images, versions and aliases. */
export interface ImageStore {
  /** @param order `name` is ascending, `modified` is newest first. */
  listImages(order: 'name' | 'modified', signal: AbortSignal): Pages<Image>;
  describeImage(name: string, signal: AbortSignal): Promise<Image>;
  createImage(image: NewImage, signal: AbortSignal): Promise<void>;

  /** Newest first. */
  listVersions(imageName: string, signal: AbortSignal): Pages<ImageVersion>;
  findLatestVersion(imageName: string, signal: AbortSignal): Promise<ImageVersion | undefined>;
  describeVersion(imageName: string, number: number, signal: AbortSignal): Promise<VersionDetails>;
  createVersion(version: NewVersion, signal: AbortSignal): Promise<VersionRef>;

  listAliases(imageName: string, number: number, signal: AbortSignal): Promise<readonly string[]>;
  addAliases(
    imageName: string,
    number: number,
    aliases: readonly string[],
    signal: AbortSignal,
  ): Promise<void>;
}

/** The container images of the session's ECR registry. */
export interface Registry {
  listRepositories(signal: AbortSignal): Pages<Repository>;
  /** All container images of a repository; ECR does not sort them. */
  listContainerImages(repository: Repository, signal: AbortSignal): Pages<ContainerImage>;
  /** @returns the digest that a tag stands for now, or undefined when the registry does not have it. */
  findDigest(reference: TagReference, signal: AbortSignal): Promise<string | undefined>;
}

export interface TagReference {
  readonly accountId: string;
  readonly repository: string;
  readonly tag: string;
}

/** One profile in one region, and what can be done with it. */
export interface Session {
  readonly profile: string;
  readonly region: string;
  readonly images: ImageStore;
  readonly registry: Registry;
  identify(signal: AbortSignal): Promise<Identity>;
}

/** Where sessions come from: the user's AWS configuration. */
export interface Cloud {
  /** @throws AppError `region.missing` when neither the choice nor the profile nor the environment names one. */
  openSession(choice: SessionChoice): Promise<Session>;
  listProfiles(): Promise<readonly Profile[]>;
  /** Forgets what was read from the AWS configuration, so that the next call reads it anew. */
  forget(): void;
}

/** Empty members are resolved: the profile from AWS_PROFILE or `default`, the region from the profile or environment. */
export interface SessionChoice {
  readonly profile?: string;
  readonly region?: string;
}

export interface Profile {
  readonly name: string;
  readonly region?: string;
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
