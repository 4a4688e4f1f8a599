import { AppError } from '../../src/core/errors.ts';
import type { ContainerImage, Repository } from '../../src/core/model.ts';
import type { Pages, Registry, TagReference } from '../../src/core/ports.ts';
import { Calls, pagesOf } from './calls.ts';

/** An ECR registry whose repositories and tags a test lays out. */
export class InMemoryRegistry implements Registry {
  readonly calls = new Calls<keyof Registry>();
  pageSize = 100;

  readonly #region: string;
  readonly #repositories: Repository[] = [];
  readonly #images: ContainerImage[] = [];

  constructor(region = 'us-east-1') {
    this.#region = region;
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

  #require(accountId: string, name: string): Repository {
    const found = this.#repositories.find((other) => other.accountId === accountId && other.name === name);
    if (!found) throw new AppError('repository.notFound', { name, region: this.#region });
    return found;
  }
}
