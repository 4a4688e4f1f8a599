import { parseContainerUri } from '../containerUri.ts';
import { AppError, hasCode } from '../errors.ts';
import type { Repository } from '../model.ts';
import type { Registry, Session } from '../ports.ts';
import type { ExistingRepository, PlannedRepository, RepositorySettings } from './pushRepository.ts';

/** Creates the repository, or finds the one that an earlier try has created. */
export async function ensureRepository(
  { name, settings }: PlannedRepository,
  { registry, region }: Pick<Session, 'region' | 'registry'>,
  signal: AbortSignal,
): Promise<ExistingRepository> {
  const repository = await createOrFind(name, settings, registry, signal);
  const parsed = parseContainerUri(repository.uri, region);
  if (!parsed.ok) throw new AppError('repository.notFound', { name, region });
  const { immutableTags = settings.immutableTags } = repository;
  return { kind: 'existing', uri: parsed.value, immutableTags };
}

async function createOrFind(
  name: string,
  settings: RepositorySettings,
  registry: Registry,
  signal: AbortSignal,
): Promise<Repository> {
  try {
    return await registry.createRepository({ name, ...settings }, signal);
  } catch (error) {
    if (!hasCode(error, 'repository.exists')) throw error;
    for await (const page of registry.listRepositories(signal)) {
      const found = page.find((repository) => repository.name === name);
      if (found) return found;
    }
    throw error;
  }
}
