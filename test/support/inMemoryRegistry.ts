import { AppError } from '../../src/core/errors.ts';
import type { RegistryLogin } from '../../src/core/build/engine.ts';
import type { ContainerImage, Repository } from '../../src/core/model.ts';
import type {
  ImageReference,
  NewRepository,
  Pages,
  Registry,
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
    return this.calls.make('findContainerImage', [reference], signal, () => {
      const { uri } = this.#require(reference.accountId, reference.repository);
      const found = this.#images.find(
        ({ repository, tags, digest }) =>
          repository.uri === uri &&
          ('tag' in reference ? tags.includes(reference.tag) : digest === reference.digest),
      );
      if (!found) return undefined;
      const { digest, tags, sizeInBytes } = found;
      return { digest, tags, sizeInBytes, mediaType: this.mediaType };
    });
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

  #require(accountId: string, name: string): Repository {
    const found = this.#repositories.find((other) => other.accountId === accountId && other.name === name);
    if (!found) throw new AppError('repository.notFound', { name, region: this.#region });
    return found;
  }
}
