/** Brings what a real registry holds into the emulated repositories, so that ECR describes what was really pushed. */

import type { Document } from './containerImage.ts';
import { sizeOf, type RepositoryRecord, type RepositoryStore } from './repositoryStore.ts';

interface Manifest {
  readonly mediaType?: string;
  readonly config?: { readonly mediaType: string; readonly digest: string };
  readonly manifests?: readonly { readonly digest: string }[];
}

/** What to accept, to be given whatever there is. */
export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

export class RegistryMirror {
  readonly #url: string;
  readonly #nameOf: (repository: string) => string;
  readonly #store: RepositoryStore;
  /** The digests that were found there, by repository. */
  readonly #found = new Map<string, Set<string>>();

  /**
   * @param url of the registry, which lets everybody in
   * @param nameOf what a repository is called there
   */
  constructor(url: string, nameOf: (repository: string) => string, store: RepositoryStore) {
    this.#url = url;
    this.#nameOf = nameOf;
    this.#store = store;
  }

  /**
   * Looks at a repository: at all its tags, and at those digests, which may have lost theirs. A registry that does not
   * answer changes nothing: ECR knows what it holds also when nobody can push.
   */
  async look(repository: RepositoryRecord, digests: readonly string[]): Promise<void> {
    try {
      await this.#bringAll(repository, digests);
    } catch (error) {
      // What `fetch` fails with when there is no connection.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  async #bringAll(repository: RepositoryRecord, digests: readonly string[]): Promise<void> {
    const tags = await this.#tagsOf(repository.name);
    const found = this.#found.get(repository.name) ?? new Set();
    this.#found.set(repository.name, found);
    const tagged = await Promise.all(
      tags.map(async (tag) => [tag, await this.#bring(repository, tag)] as const),
    );
    await Promise.all(digests.map((digest) => this.#bring(repository, digest)));
    for (const digest of found) repository.images.get(digest)?.tags.clear();
    for (const [tag, digest] of tagged) if (digest) this.#store.moveTag(repository, tag, digest);
  }

  /** @returns the digest that the reference stands for */
  async #bring(repository: RepositoryRecord, reference: string): Promise<string | undefined> {
    const document = await this.#manifestOf(repository.name, reference);
    if (!document) return undefined;
    this.#found.get(repository.name)?.add(document.digest);
    if (repository.images.has(document.digest)) return document.digest;
    const { config, manifests = [] } = JSON.parse(document.text) as Manifest;
    const configuration = config && (await this.#blobOf(repository.name, config));
    const members = await Promise.all(manifests.map(({ digest }) => this.#bring(repository, digest)));
    const sizes = members.map((digest) => repository.images.get(digest ?? '')?.sizeInBytes ?? 0);
    this.#store.put(repository, document, configuration, Math.max(sizeOf(document), ...sizes));
    return document.digest;
  }

  async #tagsOf(repository: string): Promise<readonly string[]> {
    const response = await this.#get(repository, 'tags/list');
    const { tags } = (await response.json()) as { readonly tags?: readonly string[] | null };
    return tags ?? [];
  }

  async #manifestOf(repository: string, reference: string): Promise<Document | undefined> {
    const response = await this.#get(repository, `manifests/${reference}`);
    const text = await response.text();
    const digest = response.headers.get('docker-content-digest');
    const mediaType = response.headers.get('content-type');
    return response.ok && digest && mediaType ? { text, digest, mediaType } : undefined;
  }

  async #blobOf(
    repository: string,
    { digest, mediaType }: { readonly digest: string; readonly mediaType: string },
  ): Promise<Document> {
    const response = await this.#get(repository, `blobs/${digest}`);
    return { text: await response.text(), digest, mediaType };
  }

  #get(repository: string, path: string): Promise<Response> {
    const url = `${this.#url}/v2/${this.#nameOf(repository)}/${path}`;
    return fetch(url, { headers: { accept: manifestTypes } });
  }
}
