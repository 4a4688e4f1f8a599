/** Amazon ECR's behaviour for whoever looks for container images, and signs in to push them. */

import { Arns } from './arns.ts';
import { ecrOperations } from './ecrConstraints.ts';
import { cutPage, InvalidTokenError } from './paging.ts';
import type { Page, PageRequest } from './paging.ts';
import type { RegistryTokens } from './registryTokens.ts';
import { findImage } from './repositoryStore.ts';
import type {
  ContainerImageRecord,
  RepositoryRecord,
  RepositoryStore,
  ScanResult,
  Severity,
} from './repositoryStore.ts';
import type { Handlers, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import type { Problem } from './validation.ts';

type Table = typeof ecrOperations;
type Input<Operation extends keyof Table> = ValueOf<Table[Operation]['input']>;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;
type ImageIdentifier = Input<'BatchGetImage'>['imageIds'][number];
type FailureCode = NonNullable<NonNullable<Output<'BatchGetImage'>['failures']>[number]['failureCode']>;
type Filter = NonNullable<Input<'DescribeImages'>['filter']>;

const defaultPageSize = 100;

export class Ecr implements Service {
  readonly name = 'ecr';
  readonly wire = { protocol: 'json', targetPrefix: 'AmazonEC2ContainerRegistry_V20150921' } as const;
  readonly operations = ecrOperations;
  readonly handlers: Handlers<Table> = {
    DescribeRepositories: (input) => this.#describeRepositories(input),
    DescribeImages: (input) => this.#describeImages(input),
    ListImages: (input) => this.#listImages(input),
    BatchGetImage: (input) => this.#batchGetImage(input),
    GetDownloadUrlForLayer: (input) => this.#getDownloadUrlForLayer(input),
    DescribeImageScanFindings: (input) => this.#describeImageScanFindings(input),
    DescribePullThroughCacheRules: (input) => this.#describePullThroughCacheRules(input),
    CreateRepository: (input) => this.#createRepository(input),
    GetAuthorizationToken: (input, _caller, region) => this.#getAuthorizationToken(input, region),
  };
  readonly #store: RepositoryStore;
  readonly #arns: Arns;
  readonly #tokens: RegistryTokens;
  readonly #blobUrl: (digest: string) => string;

  /** @param blobUrl where a blob can be downloaded */
  constructor(
    store: RepositoryStore,
    arns: Arns,
    tokens: RegistryTokens,
    blobUrl: (digest: string) => string,
  ) {
    this.#store = store;
    this.#arns = arns;
    this.#tokens = tokens;
    this.#blobUrl = blobUrl;
  }

  refusal(problems: readonly Problem[]): ServiceError {
    const broken = problems.find(({ kind }) => kind === 'serialization');
    if (broken) return new ServiceError('SerializationException', broken.text);
    return invalidParameter(
      problems
        .map(({ path, text }) => `Invalid parameter at '${path}' failed to satisfy constraint: '${text}'`)
        .join('; '),
    );
  }

  resourceOf(operation: string, { repositoryName }: Readonly<Record<string, unknown>>): string {
    if (operation === 'GetAuthorizationToken' || operation === 'DescribePullThroughCacheRules') return '*';
    return this.#arns.repository(typeof repositoryName === 'string' ? repositoryName : '*');
  }

  #describeRepositories(input: Input<'DescribeRepositories'>): Output<'DescribeRepositories'> {
    this.#checkRegistry(input.registryId, '*');
    if (input.repositoryNames) {
      refusePaging(input, 'repositoryNames');
      const named = input.repositoryNames.map((name) => this.#repository({ repositoryName: name }));
      return { repositories: named.map((repository) => this.#describeRepository(repository)) };
    }
    const { items, nextToken } = page([...this.#store.repositories.values()], {
      operation: 'DescribeRepositories',
      size: input.maxResults ?? defaultPageSize,
      token: input.nextToken,
      keyOf: ({ name }) => name,
    });
    return { repositories: items.map((repository) => this.#describeRepository(repository)), nextToken };
  }

  #describeImages(input: Input<'DescribeImages'>): Output<'DescribeImages'> {
    const repository = this.#repository(input);
    if (input.imageIds) {
      refusePaging(input, 'imageIds');
      const isHidden = this.#store.hidesArchived && !input.filter;
      const found = input.imageIds.map((id) => this.#imageOf(repository, id, isHidden));
      return { imageDetails: found.map((image) => this.#describeImage(repository, image)) };
    }
    const { items, nextToken } = page(byDigest(repository), {
      operation: 'DescribeImages',
      size: input.maxResults ?? defaultPageSize,
      token: input.nextToken,
      keyOf: ({ digest }) => digest,
      matches: imageFilter(input.filter),
    });
    return { imageDetails: items.map((image) => this.#describeImage(repository, image)), nextToken };
  }

  #listImages(input: Input<'ListImages'>): Output<'ListImages'> {
    const identifiers = byDigest(this.#repository(input))
      .filter(imageFilter(input.filter))
      .flatMap(identifiersOf);
    const { items, nextToken } = page(identifiers, {
      operation: 'ListImages',
      size: input.maxResults ?? defaultPageSize,
      token: input.nextToken,
      keyOf: ({ imageDigest, imageTag }) => `${imageDigest} ${imageTag}`,
    });
    return { imageIds: items, nextToken };
  }

  #batchGetImage(input: Input<'BatchGetImage'>): Output<'BatchGetImage'> {
    const repository = this.#repository(input);
    const images: NonNullable<Output<'BatchGetImage'>['images']> = [];
    const failures: NonNullable<Output<'BatchGetImage'>['failures']> = [];
    for (const imageId of input.imageIds) {
      const image = findByIdentifier(repository, imageId);
      // What is archived can not be pulled: it is as if it were not there.
      if (image?.status === 'ACTIVE') images.push(this.#imageWithManifest(repository, image, imageId));
      else failures.push(failureOf(repository, imageId));
    }
    return { images, failures };
  }

  #getDownloadUrlForLayer(input: Input<'GetDownloadUrlForLayer'>): Output<'GetDownloadUrlForLayer'> {
    const { layerDigest } = input;
    if (this.#repository(input).blobs.has(layerDigest)) {
      return { downloadUrl: this.#blobUrl(layerDigest), layerDigest };
    }
    throw new ServiceError(
      'LayersNotFoundException',
      `The layer with digest '${layerDigest}' does not exist in the repository with name '${input.repositoryName}'`,
    );
  }

  #describeImageScanFindings(input: Input<'DescribeImageScanFindings'>): Output<'DescribeImageScanFindings'> {
    const repository = this.#repository(input);
    const { digest, tags, scan, pushedAt } = this.#imageOf(repository, input.imageId);
    if (!scan) {
      throw new ServiceError(
        'ScanNotFoundException',
        `Image scan does not exist for the image with '{imageDigest:'${digest}', imageTag:'null'}' ` +
          `in the repository with name '${repository.name}' in the registry with id '${this.#arns.accountId}'`,
      );
    }
    const { status = scan.isEnhanced ? 'ACTIVE' : 'COMPLETE' } = scan;
    return {
      registryId: this.#arns.accountId,
      repositoryName: repository.name,
      imageId: { imageDigest: digest, imageTag: [...tags][0] },
      imageScanStatus: { status, description: `The scan is ${status}.` },
      imageScanFindings:
        status === 'COMPLETE' || status === 'ACTIVE'
          ? {
              imageScanCompletedAt: pushedAt,
              ...(!scan.isUncounted && { findingSeverityCounts: { ...scan.counts } }),
              ...findingsOf(scan),
            }
          : undefined,
    };
  }

  #describePullThroughCacheRules(
    input: Input<'DescribePullThroughCacheRules'>,
  ): Output<'DescribePullThroughCacheRules'> {
    const { registryId = this.#arns.accountId, ecrRepositoryPrefixes } = input;
    const rules = registryId === this.#arns.accountId ? this.#store.upstreams : [];
    const unknown = ecrRepositoryPrefixes?.find((wanted) => rules.every(({ prefix }) => prefix !== wanted));
    if (unknown !== undefined) {
      throw new ServiceError(
        'PullThroughCacheRuleNotFoundException',
        `Pull through cache rule not found for prefix '${unknown}' in the registry with id '${registryId}'`,
      );
    }
    const { items, nextToken } = page(rules, {
      operation: 'DescribePullThroughCacheRules',
      size: input.maxResults ?? defaultPageSize,
      token: input.nextToken,
      keyOf: ({ prefix }) => prefix,
      matches: ({ prefix }) => ecrRepositoryPrefixes?.includes(prefix) ?? true,
    });
    return {
      pullThroughCacheRules: items.map(({ prefix, host }) => ({
        ecrRepositoryPrefix: prefix,
        upstreamRegistryUrl: host,
        registryId,
      })),
      nextToken,
    };
  }

  #createRepository(input: Input<'CreateRepository'>): Output<'CreateRepository'> {
    const { repositoryName: name, registryId = this.#arns.accountId } = input;
    if (registryId !== this.#arns.accountId) {
      throw invalidParameter(
        "Invalid parameter at 'registryId' failed to satisfy constraint: 'Cross-account creation is not allowed'",
      );
    }
    if (this.#store.repositories.has(name)) {
      throw new ServiceError(
        'RepositoryAlreadyExistsException',
        `The repository with name '${name}' already exists in the registry with id '${registryId}'`,
      );
    }
    if (this.#store.repositories.size >= this.#store.quota) {
      throw new ServiceError(
        'LimitExceededException',
        `The quota of repositories per registry was reached: it is ${this.#store.quota}.`,
      );
    }
    const repository = this.#store.addRepository({
      name,
      tagMutability: input.imageTagMutability === 'IMMUTABLE' ? 'IMMUTABLE' : 'MUTABLE',
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    });
    return { repository: this.#describeRepository(repository) };
  }

  /** A password opens whatever of the region the caller may open; asking for a registry by id changes nothing. */
  #getAuthorizationToken(
    { registryIds = [this.#arns.accountId] }: Input<'GetAuthorizationToken'>,
    region: string,
  ): Output<'GetAuthorizationToken'> {
    const authorizationData = registryIds.map((accountId) => ({
      ...this.#tokens.issue(region),
      proxyEndpoint: `https://${new Arns(region, accountId).registryHost()}`,
    }));
    return { authorizationData };
  }

  #repository(input: { repositoryName: string; registryId?: string | undefined }): RepositoryRecord {
    this.#checkRegistry(input.registryId, input.repositoryName);
    const repository = this.#store.repositories.get(input.repositoryName);
    if (!repository) throw repositoryNotFound(input.repositoryName, this.#arns.accountId);
    return repository;
  }

  #checkRegistry(registryId: string | undefined, repositoryName: string): void {
    if (registryId === undefined || registryId === this.#arns.accountId) return;
    throw repositoryNotFound(repositoryName, registryId);
  }

  #imageOf(repository: RepositoryRecord, id: ImageIdentifier, isHidden = false): ContainerImageRecord {
    const image = findByIdentifier(repository, id);
    if (image && !(isHidden && image.status === 'ARCHIVED')) return image;
    throw new ServiceError(
      'ImageNotFoundException',
      `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} ` +
        `does not exist within the repository with name '${repository.name}' ` +
        `in the registry with id '${this.#arns.accountId}'`,
    );
  }

  #describeRepository(
    repository: RepositoryRecord,
  ): NonNullable<Output<'DescribeRepositories'>['repositories']>[number] {
    return {
      repositoryArn: this.#arns.repository(repository.name),
      registryId: this.#arns.accountId,
      repositoryName: repository.name,
      repositoryUri: `${this.#arns.registryHost()}/${repository.name}`,
      createdAt: repository.createdAt,
      imageTagMutability: repository.tagMutability,
      imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
      encryptionConfiguration: { encryptionType: 'AES256' },
    };
  }

  #describeImage(
    repository: RepositoryRecord,
    image: ContainerImageRecord,
  ): NonNullable<Output<'DescribeImages'>['imageDetails']>[number] {
    return {
      registryId: this.#arns.accountId,
      repositoryName: repository.name,
      imageDigest: image.digest,
      imageTags: image.tags.size > 0 ? [...image.tags] : undefined,
      imageSizeInBytes: image.sizeInBytes,
      imagePushedAt: image.pushedAt,
      imageManifestMediaType: image.manifest.mediaType,
      artifactMediaType: image.artifactMediaType,
      lastRecordedPullTime: image.lastPulledAt,
      imageStatus: image.status,
    };
  }

  #imageWithManifest(
    repository: RepositoryRecord,
    image: ContainerImageRecord,
    { imageTag }: ImageIdentifier,
  ): NonNullable<Output<'BatchGetImage'>['images']>[number] {
    return {
      registryId: this.#arns.accountId,
      repositoryName: repository.name,
      imageId: { imageDigest: image.digest, imageTag },
      imageManifest: image.manifest.text,
      imageManifestMediaType: image.manifest.mediaType,
    };
  }
}

/** As many as are counted, each in the way of who has found it. */
function findingsOf({
  counts = {},
  isEnhanced,
}: ScanResult): NonNullable<Output<'DescribeImageScanFindings'>['imageScanFindings']> {
  const severities = Object.entries(counts).flatMap(([severity, count]) =>
    Array.from({ length: count }, () => severity as Severity),
  );
  return isEnhanced
    ? {
        enhancedFindings: severities.map((severity) => ({
          severity,
          title: `A ${severity} one`,
          score: 7.5,
        })),
      }
    : { findings: severities.map((severity, index) => ({ severity, name: `CVE-2026-${1000 + index}` })) };
}

/** An order that means nothing to a person: ECR promises none, and nobody may rely on one. */
function byDigest({ images }: RepositoryRecord): readonly ContainerImageRecord[] {
  return [...images.values()].toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
}

function findByIdentifier(
  repository: RepositoryRecord,
  { imageDigest, imageTag }: ImageIdentifier,
): ContainerImageRecord | undefined {
  return findImage(repository, { digest: imageDigest, tag: imageTag });
}

/** One identifier for each tag, and one without a tag for an image that has none. */
function identifiersOf({ digest, tags }: ContainerImageRecord): ImageIdentifier[] {
  if (tags.size === 0) return [{ imageDigest: digest }];
  return [...tags].map((tag) => ({ imageDigest: digest, imageTag: tag }));
}

/** Without a filter, archived images are left out. */
function imageFilter({ tagStatus = 'ANY', imageStatus = 'ACTIVE' }: Filter = {}): (
  image: ContainerImageRecord,
) => boolean {
  return ({ tags, status }) =>
    (tagStatus === 'ANY' || (tagStatus === 'TAGGED') === tags.size > 0) &&
    (imageStatus === 'ANY' || imageStatus === status);
}

function failureOf(
  repository: RepositoryRecord,
  imageId: ImageIdentifier,
): NonNullable<Output<'BatchGetImage'>['failures']>[number] {
  const failureCode = failureCodeOf(repository, imageId);
  return { imageId, failureCode, failureReason: failureReasons[failureCode] };
}

function failureCodeOf(repository: RepositoryRecord, { imageDigest, imageTag }: ImageIdentifier) {
  if (imageDigest === undefined && imageTag === undefined) return 'MissingDigestAndTag';
  const bothExist =
    imageDigest !== undefined &&
    repository.images.has(imageDigest) &&
    findImage(repository, { tag: imageTag }) !== undefined;
  return bothExist ? 'ImageTagDoesNotMatchDigest' : 'ImageNotFound';
}

const failureReasons = {
  MissingDigestAndTag: 'Invalid request parameters: both tag and digest cannot be null',
  ImageTagDoesNotMatchDigest: 'Image tag does not match digest',
  ImageNotFound: 'Requested image not found',
} satisfies Partial<Record<FailureCode, string>>;

function refusePaging(
  input: { readonly maxResults?: number | undefined; readonly nextToken?: string | undefined },
  explicitList: string,
): void {
  for (const name of ['maxResults', 'nextToken'] as const) {
    if (input[name] === undefined) continue;
    throw invalidParameter(
      `Invalid parameter at '${name}' failed to satisfy constraint: ` +
        `'Member must not be specified when ${explicitList} are specified'`,
    );
  }
}

function page<Item>(items: readonly Item[], request: PageRequest<Item>): Page<Item> {
  try {
    return cutPage(items, request);
  } catch (error) {
    if (error instanceof InvalidTokenError) {
      throw invalidParameter(
        "Invalid parameter at 'nextToken' failed to satisfy constraint: 'Invalid token'",
      );
    }
    throw error;
  }
}

function repositoryNotFound(name: string, registryId: string): ServiceError {
  return new ServiceError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );
}

function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}
