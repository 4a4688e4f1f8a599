/** How apps are started, as domains, user profiles and spaces have it now. */

/** Names an image as one that apps may be started with. */
export interface AttachedImage {
  readonly imageName: string;
  /** Of the app image config that it is started with. */
  readonly configName: string;
}

/** The settings of apps, of a domain for all of its users or spaces, or of one user profile or space. */
export interface StudioSettings {
  readonly executionRole?: string;
  /** By the type of the app. */
  readonly images: Readonly<Record<string, readonly AttachedImage[]>>;
}

export interface Domain {
  /** Of those user profiles and private spaces that have none of their own. */
  readonly ofUsers: StudioSettings;
  /** Of shared spaces. */
  readonly ofSpaces: StudioSettings;
}

export interface Space {
  /** Whether it is one user's alone, and has that one's settings. */
  readonly isPrivate: boolean;
  /** The user profile that it belongs to. */
  readonly owner?: string;
  readonly settings: StudioSettings;
}

/** What an app image config says of one type of app. */
export interface ConfiguredApp {
  /** Of its file system settings, where it has some. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** What is started in place of what the image says. */
  readonly command: readonly string[];
}

export interface AppImageConfig {
  readonly name: string;
  /** By the type of the app. */
  readonly apps: Readonly<Record<string, ConfiguredApp>>;
}

/**
 * SageMaker Studio's settings, in the session's account and region. Calls reject with an `AppError`, and when there is
 * no such thing.
 */
export interface Studio {
  describeDomain(domainId: string, signal: AbortSignal): Promise<Domain>;
  describeUserProfile(domainId: string, name: string, signal: AbortSignal): Promise<StudioSettings>;
  describeSpace(domainId: string, name: string, signal: AbortSignal): Promise<Space>;
  describeAppImageConfig(name: string, signal: AbortSignal): Promise<AppImageConfig>;
}
