/** The account's container repositories and what is in them. */

import type { Arns } from './arns.ts';
import { buildImage, buildIndex } from './containerImage.ts';
import type {
  Architecture,
  ContainerConfig,
  Document,
  ImageLayer,
  ManifestMediaType,
} from './containerImage.ts';
import type { ecrOperations } from './ecrConstraints.ts';
import type { Resolution } from './sagemaker.ts';
import type { ValueOf } from './shapes.ts';

export interface NewRepository {
  readonly name: string;
  readonly createdAt?: Date;
  readonly tagMutability?: 'MUTABLE' | 'IMMUTABLE';
  readonly scanOnPush?: boolean;
}

export interface NewContainerImage {
  readonly repository: string;
  /** None for an image that lost its tags to a later push. */
  readonly tags?: readonly string[];
  /** Instead of the digest of the generated manifest; whoever checks it will find that it does not match. */
  readonly digest?: string;
  readonly sizeInBytes?: number;
  readonly pushedAt?: Date;
  readonly lastPulledAt?: Date;
  readonly mediaType?: ManifestMediaType;
  /** More than one makes an index with a member for each. */
  readonly architectures?: readonly [Architecture, ...Architecture[]];
  /** Whether there is an index in front of an image for one architecture, too, as BuildKit makes it by itself. */
  readonly hasIndex?: boolean;
  readonly config?: ContainerConfig;
  /** Those of its base image; an image's own is on top of them. */
  readonly layers?: readonly ImageLayer[];
  readonly status?: ImageStatus;
  /** What was found in it. It was not scanned, if not given; of an index, its members are. */
  readonly scan?: ScanResult;
}

export type ImageStatus = 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';

export interface ScanResult {
  /** COMPLETE, if not given, or ACTIVE where Amazon Inspector scans. */
  readonly status?: NonNullable<NonNullable<ScanAnswer['imageScanStatus']>['status']>;
  /** How many findings there are of each severity. */
  readonly counts?: Readonly<Partial<Record<Severity, number>>>;
  /** Whether Amazon Inspector has found them. */
  readonly isEnhanced?: boolean;
  /** Whether the findings are told, and not how many there are. */
  readonly isUncounted?: boolean;
}

type ScanAnswer = ValueOf<(typeof ecrOperations)['DescribeImageScanFindings']['output']>;
export type Severity = 'INFORMATIONAL' | 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL' | 'UNDEFINED';

export interface ContainerImageRecord {
  readonly digest: string;
  readonly tags: Set<string>;
  readonly manifest: Document;
  readonly artifactMediaType: string | undefined;
  readonly sizeInBytes: number;
  /** Seconds since the epoch, as on the wire. */
  readonly pushedAt: number;
  readonly lastPulledAt: number | undefined;
  readonly status: ImageStatus;
  readonly scan: ScanResult | undefined;
}

export interface RepositoryRecord {
  readonly name: string;
  readonly createdAt: number;
  readonly tagMutability: 'MUTABLE' | 'IMMUTABLE';
  readonly scanOnPush: boolean;
  readonly images: Map<string, ContainerImageRecord>;
  /** Documents that layers' digests stand for. */
  readonly blobs: Map<string, Document>;
}

const defaultSize = 1_500_000_000;
const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';
const defaultConfig: ContainerConfig = {
  User: '1000',
  Env: ['PATH=/opt/conda/bin:/usr/local/bin:/usr/bin:/bin'],
  Entrypoint: ['jupyter-lab'],
  WorkingDir: '/home/sagemaker-user',
  ExposedPorts: { '8888/tcp': {} },
};

/** A registry that is cached: ECR fetches what is pulled from repositories whose names begin so. */
export interface Upstream {
  readonly prefix: string;
  readonly host: string;
}

export class RepositoryStore {
  readonly repositories = new Map<string, RepositoryRecord>();
  readonly upstreams: Upstream[] = [];
  /** How many of them there may be. */
  quota = Number.POSITIVE_INFINITY;
  /** Whether DescribeImages knows archived images only by its filter, also those that it is asked for. */
  hidesArchived = false;
  readonly #arns: Arns;

  constructor(arns: Arns) {
    this.#arns = arns;
  }

  addRepository(repository: NewRepository): RepositoryRecord {
    const record: RepositoryRecord = {
      name: repository.name,
      createdAt: seconds(repository.createdAt ?? new Date()),
      tagMutability: repository.tagMutability ?? 'MUTABLE',
      scanOnPush: repository.scanOnPush ?? false,
      images: new Map(),
      blobs: new Map(),
    };
    this.repositories.set(repository.name, record);
    return record;
  }

  /**
   * Pushes an image: its tags leave the images that had them. Makes the repository if there is none.
   * @returns the image's digest
   */
  addContainerImage(image: NewContainerImage): string {
    const repository =
      this.repositories.get(image.repository) ?? this.addRepository({ name: image.repository });
    const { mediaType = dockerManifest, architectures = ['amd64'] } = image;
    const content = {
      identity: `${image.repository} ${repository.images.size}`,
      mediaType,
      created: image.pushedAt ?? new Date(),
      sizeInBytes: image.sizeInBytes ?? defaultSize,
      config: image.config ?? defaultConfig,
      ...(image.layers && { layers: image.layers }),
    };
    const built = architectures.map((architecture) => buildImage(content, architecture));
    for (const { config } of built) repository.blobs.set(config.digest, config);
    const [only, another] = built;
    if (only && !another && !image.hasIndex) return push(repository, image, only.manifest, only.config);
    const { digest: _ofTheIndex, ...member } = { ...image, tags: [] };
    for (const { manifest, config } of built) push(repository, member, manifest, config);
    const { scan: _ofTheMembers, ...index } = image;
    return push(repository, index, buildIndex(built, mediaType));
  }

  /** Takes in an image that was pushed to a real registry, without a tag. */
  put(
    repository: RepositoryRecord,
    manifest: Document,
    config: Document | undefined,
    sizeInBytes: number,
  ): void {
    if (config) repository.blobs.set(config.digest, config);
    push(repository, { repository: repository.name, sizeInBytes }, manifest, config);
  }

  findBlob(digest: string): Document | undefined {
    return [...this.repositories.values()].flatMap(({ blobs }) => blobs.get(digest) ?? [])[0];
  }

  /** Gives a tag to an image; whichever had it loses it. */
  moveTag({ images }: RepositoryRecord, tag: string, digest: string): void {
    for (const { tags } of images.values()) tags.delete(tag);
    images.get(digest)?.tags.add(tag);
  }

  /** Finds what SageMaker would pull for a reference: it follows a tag once, when the version is created. */
  resolve(reference: string): Resolution {
    const [, host, name, tag, digest] =
      /^([^/]+)\/([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(reference) ?? [];
    if (!host || !name) {
      return { failureReason: `${reference} is not a reference to an image in Amazon ECR.` };
    }
    if (host !== this.#arns.registryHost()) {
      return { failureReason: `${reference} is not accessible from account ${this.#arns.accountId}.` };
    }
    const repository = this.repositories.get(name);
    const image = repository && findImage(repository, digest ? { digest } : { tag: tag ?? 'latest' });
    if (!image) {
      return { failureReason: `The container image ${reference} does not exist or can not be read.` };
    }
    if (image.status !== 'ACTIVE') {
      return { failureReason: `The container image ${reference} is archived.` };
    }
    return { containerImage: `${host}/${name}@${image.digest}` };
  }
}

/** Finds an image by its digest, by a tag, or by both when they belong together. */
export function findImage(
  { images }: RepositoryRecord,
  { digest, tag }: { readonly digest?: string | undefined; readonly tag?: string | undefined },
): ContainerImageRecord | undefined {
  if (digest === undefined) {
    return [...images.values()].find(({ tags }) => tag !== undefined && tags.has(tag));
  }
  const image = images.get(digest);
  return tag === undefined || image?.tags.has(tag) ? image : undefined;
}

/** What ECR says an image's size is: that of everything its manifest names, which is compressed. */
export function sizeOf(manifest: Document): number {
  const { config, layers = [] } = JSON.parse(manifest.text) as {
    readonly config?: { readonly size: number };
    readonly layers?: readonly { readonly size: number }[];
  };
  return layers.reduce((sum, { size }) => sum + size, config?.size ?? 0);
}

function push(
  { images }: RepositoryRecord,
  image: NewContainerImage,
  manifest: Document,
  config?: Document,
): string {
  const digest = image.digest ?? manifest.digest;
  const tags = new Set(image.tags);
  for (const other of images.values()) {
    for (const tag of tags) other.tags.delete(tag);
  }
  images.set(digest, {
    digest,
    tags,
    manifest,
    artifactMediaType: config?.mediaType,
    sizeInBytes: image.sizeInBytes ?? defaultSize,
    pushedAt: seconds(image.pushedAt ?? new Date()),
    lastPulledAt: image.lastPulledAt && seconds(image.lastPulledAt),
    status: image.status ?? 'ACTIVE',
    scan: image.scan,
  });
  return digest;
}

function seconds(date: Date): number {
  return date.getTime() / 1000;
}
