import { AppError } from '../../src/core/errors.ts';
import type { RegistryLogin } from '../../src/core/build/engine.ts';
import type { Configuration, Manifest } from '../../src/core/containerImages/contents.ts';
import type { ContainerImage, Repository } from '../../src/core/model.ts';
import type {
  DigestReference,
  ImageReference,
  NewRepository,
  Pages,
  Registry,
  Scan,
  StoredImage,
  TagReference,
} from '../../src/core/ports.ts';
import { Calls, pagesOf } from './calls.ts';

/** An ECR registry whose repositories and tags a test lays out. */
export class InMemoryRegistry implements Registry {
  readonly calls = new Calls<keyof Registry>();
  readonly accountId: string;
  pageSize = 100;
  /** How many repositories there may be. */
  quota = Number.POSITIVE_INFINITY;
  /** The media type that the manifests of its images have. */
  mediaType = 'application/vnd.docker.distribution.manifest.v2+json';
  /** What is told of its images, by digest. One that is ARCHIVED is only found as such. */
  readonly details = new Map<string, Partial<StoredImage>>();
  /** By digest. */
  readonly manifests = new Map<string, Manifest>();
  /** By their own digests. */
  readonly configurations = new Map<string, Configuration>();
  /** By the image's digest. */
  readonly scans = new Map<string, Scan>();
  /** Registries that are cached here, by the prefix of the repositories. */
  readonly upstreams = new Map<string, string>();
  /** What it lets in. */
  login: RegistryLogin = { username: 'AWS', password: 'the-password-of-ecr' };

  readonly #region: string;
  readonly #repositories: Repository[] = [];
  readonly #images: ContainerImage[] = [];

  constructor(region = 'us-east-1', accountId = '123456789012') {
    this.#region = region;
    this.accountId = accountId;
  }

  /** Adds a container image, and its repository when that is new. A tag moves to the image that has it last. */
  add(...images: readonly ContainerImage[]): this {
    for (const image of images) {
      this.addRepository(image.repository);
      for (const [index, other] of this.#images.entries()) {
        if (other.repository.uri !== image.repository.uri) continue;
        this.#images[index] = { ...other, tags: other.tags.filter((tag) => !image.tags.includes(tag)) };
      }
      this.#images.push(image);
    }
    return this;
  }

  addRepository(repository: Repository): this {
    if (!this.#repositories.some(({ uri }) => uri === repository.uri)) this.#repositories.push(repository);
    return this;
  }

  /** Gives a repository other settings. */
  replaceRepository(repository: Repository): void {
    const index = this.#repositories.findIndex(({ uri }) => uri === repository.uri);
    this.#repositories[index] = repository;
  }

  async *listRepositories(signal: AbortSignal): Pages<Repository> {
    if (this.#repositories.length === 0) await this.calls.make('listRepositories', [], signal, () => []);
    for (const page of pagesOf(this.#repositories, this.pageSize)) {
      yield await this.calls.make('listRepositories', [], signal, () => page);
    }
  }

  async *listContainerImages(repository: Repository, signal: AbortSignal): Pages<ContainerImage> {
    const images = await this.calls.make('listContainerImages', [repository], signal, () => {
      this.#require(repository.accountId, repository.name);
      return this.#images.filter((image) => image.repository.uri === repository.uri);
    });
    yield* pagesOf(images, this.pageSize);
  }

  findDigest(reference: TagReference, signal: AbortSignal): Promise<string | undefined> {
    return this.calls.make('findDigest', [reference], signal, () => {
      const { uri } = this.#require(reference.accountId, reference.repository);
      return this.#images.find(
        ({ repository, tags }) => repository.uri === uri && tags.includes(reference.tag),
      )?.digest;
    });
  }

  findContainerImage(reference: ImageReference, signal: AbortSignal): Promise<StoredImage | undefined> {
    return this.calls.make('findContainerImage', [reference], signal, () => this.#stored(reference));
  }

  findArchived(reference: ImageReference, signal: AbortSignal): Promise<StoredImage | undefined> {
    return this.calls.make('findArchived', [reference], signal, () => this.#stored(reference, true));
  }

  findManifest(reference: ImageReference, signal: AbortSignal): Promise<Manifest | undefined> {
    return this.calls.make('findManifest', [reference], signal, () => {
      const digest = 'digest' in reference ? reference.digest : this.#find(reference)?.digest;
      return this.manifests.get(digest ?? '');
    });
  }

  readConfiguration(reference: DigestReference, signal: AbortSignal): Promise<Configuration> {
    return this.calls.make('readConfiguration', [reference], signal, () => {
      const { digest } = reference;
      const found = this.configurations.get(digest);
      if (!found) throw new AppError('containerImage.unreadable', { reference: digest, reason: 'gone' });
      return found;
    });
  }

  findScan(reference: ImageReference, signal: AbortSignal): Promise<Scan | undefined> {
    return this.calls.make('findScan', [reference], signal, () => {
      const digest = 'digest' in reference ? reference.digest : this.#find(reference)?.digest;
      return this.scans.get(digest ?? '');
    });
  }

  findRepository(
    { accountId, name }: Pick<Repository, 'accountId' | 'name'>,
    signal: AbortSignal,
  ): Promise<Repository | undefined> {
    return this.calls.make('findRepository', [accountId, name], signal, () =>
      this.#repositories.find((other) => other.accountId === accountId && other.name === name),
    );
  }

  findUpstream(
    { accountId, name }: Pick<Repository, 'accountId' | 'name'>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    return this.calls.make(
      'findUpstream',
      [accountId, name],
      signal,
      () => [...this.upstreams].find(([prefix]) => name.startsWith(`${prefix}/`))?.[1],
    );
  }

  createRepository(repository: NewRepository, signal: AbortSignal): Promise<Repository> {
    return this.calls.make('createRepository', [repository], signal, () => {
      const { name, immutableTags } = repository;
      if (this.#repositories.some((other) => other.name === name)) {
        throw new AppError('repository.exists', { name });
      }
      if (this.#repositories.length >= this.quota) {
        throw new AppError('quota.exceeded', { reason: 'The quota of repositories was reached.' });
      }
      const uri = `${this.accountId}.dkr.ecr.${this.#region}.amazonaws.com/${name}`;
      const created = { accountId: this.accountId, name, uri, immutableTags };
      this.#repositories.push(created);
      return created;
    });
  }

  signIn(host: string, signal: AbortSignal): Promise<RegistryLogin> {
    return this.calls.make('signIn', [host], signal, () => this.login);
  }

  #stored(reference: ImageReference, isArchived = false): StoredImage | undefined {
    const found = this.#find(reference);
    if (!found) return undefined;
    const { digest, tags, sizeInBytes } = found;
    const { mediaType } = this;
    const details = this.details.get(digest);
    const stored = { digest, tags, sizeInBytes, mediaType, status: 'ACTIVE', isArtifact: false, ...details };
    return (stored.status === 'ARCHIVED') === isArchived ? stored : undefined;
  }

  #find(reference: ImageReference): ContainerImage | undefined {
    const { uri } = this.#require(reference.accountId, reference.repository);
    return this.#images.find(
      ({ repository, tags, digest }) =>
        repository.uri === uri &&
        ('tag' in reference ? tags.includes(reference.tag) : digest === reference.digest),
    );
  }

  #require(accountId: string, name: string): Repository {
    const found = this.#repositories.find((other) => other.accountId === accountId && other.name === name);
    if (!found) throw new AppError('repository.notFound', { name, region: this.#region });
    return found;
  }
}
