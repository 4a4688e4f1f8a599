import { isRepositoryName, repositoryUri, type ContainerUri } from '../containerUri.ts';
import type { Problem } from '../problems.ts';

/** Where the container image is pushed to. A new repository's settings are undefined until they are chosen. */
export type PushRepository =
  | ExistingRepository
  | (Pick<PlannedRepository, 'kind' | 'name'> & Partial<Pick<PlannedRepository, 'settings'>>);

export interface ExistingRepository {
  readonly kind: 'existing';
  /** Without tag and digest. */
  readonly uri: ContainerUri;
  /** Whether a tag stays what it is; undefined where that is not known. */
  readonly immutableTags?: boolean;
}

/** One that is to be created in the session's own registry. */
export interface PlannedRepository {
  readonly kind: 'new';
  readonly name: string;
  readonly settings: RepositorySettings;
}

export interface RepositorySettings {
  readonly scanOnPush: boolean;
  readonly immutableTags: boolean;
}

/** Tags may move: a version has its digest, and whoever tries things out builds the same commit many times. */
export const usualSettings: RepositorySettings = { scanOnPush: true, immutableTags: false };

export const settingsChoices: readonly RepositorySettings[] = [
  usualSettings,
  { scanOnPush: true, immutableTags: true },
  { scanOnPush: false, immutableTags: false },
  { scanOnPush: false, immutableTags: true },
];

/**
 * Whether the managed policy AmazonSageMakerFullAccess lets push there. It lets pull from every repository, but push
 * only to those with `sagemaker` in their name; other policies can allow more.
 */
export function isPushCovered(repositoryName: string): boolean {
  return repositoryName.includes('sagemaker');
}

/** A name that ECR takes and the managed policy covers, from that of the image. */
export function proposeRepositoryName(imageName: string): string {
  // What an image can be called, a repository can as well, but for capitals.
  const name = imageName.toLowerCase();
  const covered = isPushCovered(name) ? name : `sagemaker-${name}`;
  return isRepositoryName(covered) ? covered : 'sagemaker-images';
}

export function repositoryNameProblem(text: string, known: ReadonlySet<string>): Problem | undefined {
  const name = text.trim();
  if (!isRepositoryName(name)) return { code: 'repository.name', name };
  return known.has(name) ? { code: 'repository.exists', name } : undefined;
}

export function nameOfRepository(repository: PushRepository): string {
  return repository.kind === 'new' ? repository.name : repository.uri.repository;
}

/** What it is called in full, as far as that is known: the registry of a new one is the session's. */
export function formatRepository(repository: PushRepository): string {
  return repository.kind === 'new' ? repository.name : repositoryUri(repository.uri);
}
