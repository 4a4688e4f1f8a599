/** What a container image is made of, as its registry tells it. */

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** The one platform that SageMaker's apps and jobs run on. */
export const sageMakerPlatform: Platform = { os: 'linux', architecture: 'amd64' };

export interface Layer {
  readonly digest: string;
  /** As it is stored: compressed, as a rule. */
  readonly sizeInBytes: number;
}

/** The manifest of an image for one platform. */
export interface PlatformManifest {
  readonly digest: string;
  readonly mediaType: string;
  /** As the index has it; undefined where only the configuration tells. */
  readonly platform: Platform | undefined;
  /** Of its configuration, which is fetched apart. */
  readonly configurationDigest: string;
  readonly layers: readonly Layer[];
  /** Compressed size in bytes of its layers and its configuration. */
  readonly sizeInBytes: number;
}

/** What a tag or a digest stands for: an image for one platform, or an index of several. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  /** Those of an index, without its attestations and the like; none of a single image, whose configuration tells. */
  readonly platforms: readonly Platform[];
  /** Of an index the image for SageMaker's platform, or the first one; undefined when the index has no image at all. */
  readonly image: PlatformManifest | undefined;
}

/** One line of how an image was built. Values of variables and build arguments are left out: they may be secrets. */
export interface HistoryEntry {
  readonly createdBy: string;
  /** Whether it only changed the configuration. */
  readonly isEmptyLayer: boolean;
}

/** How a container of the image begins. Of environment variables only the names: values may be secrets. */
export interface Configuration {
  readonly platform: Platform | undefined;
  readonly createdAt: Date | undefined;
  /** Empty where the image says none, which is root. */
  readonly user: string;
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string;
  /** Such as `8888/tcp`. */
  readonly ports: readonly string[];
  readonly environmentNames: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly history: readonly HistoryEntry[];
}

/** A container image as far as it could be read: the configuration is elsewhere than the manifest, and may be out of reach. */
export interface ContainerImageContents {
  readonly manifest: Manifest;
  readonly configuration: Configuration | undefined;
  /** Why it could not be read. */
  readonly configurationProblem?: unknown;
}

/** A layer, and the instruction that made it where the history tells. */
export interface DescribedLayer extends Layer {
  readonly createdBy: string | undefined;
}

export function isSamePlatform(one: Platform, other: Platform): boolean {
  return one.os === other.os && one.architecture === other.architecture;
}

/** Such as `linux/arm64/v8`. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

/** The platforms that there is an image for; none where nothing tells. */
export function platformsOf({ manifest, configuration }: ContainerImageContents): readonly Platform[] {
  if (manifest.platforms.length > 0) return manifest.platforms;
  return configuration?.platform ? [configuration.platform] : [];
}

/** The layers with what made them. The history counts as told only where it has as many layers as there are. */
export function layersOf({ manifest, configuration }: ContainerImageContents): readonly DescribedLayer[] {
  const layers = manifest.image?.layers ?? [];
  const filled = (configuration?.history ?? []).filter(({ isEmptyLayer }) => !isEmptyLayer);
  const isComplete = filled.length === layers.length;
  return layers.map((layer, index) => ({
    ...layer,
    createdBy: isComplete ? filled[index]?.createdBy : undefined,
  }));
}
