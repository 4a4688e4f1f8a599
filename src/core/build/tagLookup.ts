import { repositoryUri, type ContainerUri } from '../containerUri.ts';
import type { Registry } from '../ports.ts';
import type { PushRepository } from './pushRepository.ts';
import { renewed, type TagChoice, type TagFacts } from './tag.ts';

/** What the registry has under a tag: nothing, an image that it is taken from, or one that keeps it. */
export type TagState = 'free' | 'moves' | 'kept' | 'unknown';

/** All tags of a repository. */
async function listTags(
  uri: ContainerUri,
  registry: Registry,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const repository = { accountId: uri.accountId, name: uri.repository, uri: repositoryUri(uri) };
  const tags: string[] = [];
  for await (const page of registry.listContainerImages(repository, signal)) {
    tags.push(...page.flatMap((image) => image.tags));
  }
  return tags;
}

/** The choice with what it is now; the tags of the repository are read where that depends on them. */
export async function resolveTag(
  choice: TagChoice,
  repository: PushRepository,
  facts: TagFacts,
  registry: Registry,
  signal: AbortSignal,
): Promise<TagChoice | undefined> {
  if (choice.text !== undefined) return choice;
  const now = renewed(choice, facts);
  if (!now || now.text !== undefined) return now;
  // A new repository has none.
  const tags = repository.kind === 'new' ? [] : await listTags(repository.uri, registry, signal);
  return renewed(choice, { ...facts, tags });
}

/** What is under the tag now. */
export async function findTagState(
  repository: PushRepository,
  tag: string,
  registry: Registry,
  signal: AbortSignal,
): Promise<Exclude<TagState, 'unknown'>> {
  if (repository.kind === 'new') return 'free';
  const { uri, immutableTags } = repository;
  const { accountId, repository: name } = uri;
  const digest = await registry.findDigest({ accountId, repository: name, tag }, signal);
  if (digest === undefined) return 'free';
  return (immutableTags ?? (await keepsTags(uri, registry, signal))) ? 'kept' : 'moves';
}

/** The tags of the repository that is pushed to, once they are known. */
export class KnownTags {
  #tags: ReadonlySet<string> | undefined;
  readonly #repository: PushRepository | undefined;

  constructor(repository: PushRepository | undefined) {
    this.#repository = repository;
    if (repository?.kind === 'new') this.#tags = new Set();
  }

  async read(registry: Registry, signal: AbortSignal): Promise<readonly string[]> {
    if (this.#repository?.kind === 'existing') {
      this.#tags ??= new Set(await listTags(this.#repository.uri, registry, signal));
    }
    return [...(this.#tags ?? [])];
  }

  stateOf(tag: string): TagState {
    if (!this.#tags) return 'unknown';
    if (!this.#tags.has(tag)) return 'free';
    return this.#repository?.kind === 'existing' && this.#repository.immutableTags ? 'kept' : 'moves';
  }
}

/** Of a repository that was typed or remembered, only the registry knows. Another account's are not listed. */
async function keepsTags(uri: ContainerUri, registry: Registry, signal: AbortSignal): Promise<boolean> {
  for await (const page of registry.listRepositories(signal)) {
    const found = page.find((repository) => repository.uri === repositoryUri(uri));
    if (found) return found.immutableTags ?? false;
  }
  return false;
}
