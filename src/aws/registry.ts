import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ImageDetail,
  type Repository as SdkRepository,
} from '@aws-sdk/client-ecr';
import { isContainerImageType } from '../core/containerImages/mediaTypes.ts';
import { hasCode, isPassing } from '../core/errors.ts';
import type { ContainerImage, Repository } from '../core/model.ts';
import type { ImageReference, NewRepository, Registry, StoredImage } from '../core/ports.ts';
import { pages, required, signedCall, type BeforeWrite, type SignedCaller } from './call.ts';
import type { Clients } from './clients.ts';
import { createContainerImages } from './containerImages.ts';
import type { Downloader } from './download.ts';
import { getRegistryLogin } from './registryLogin.ts';
import { createScans } from './scans.ts';
import { createUpstreams } from './upstreams.ts';

const pageSize = 1000;

/** The container images of ECR. */
export function createRegistry(
  clients: Pick<Clients, 'ecr' | 'ecrIn' | 'ecrPublic'>,
  caller: SignedCaller,
  beforeWrite: BeforeWrite,
  download: Downloader,
): Registry {
  const client = clients.ecr;
  const prompt = (): ReturnType<typeof clients.ecrIn> => clients.ecrIn(caller.region);

  const findContainerImage = async (
    reference: ImageReference,
    signal: AbortSignal,
  ): Promise<StoredImage | undefined> => {
    const { accountId, repository } = reference;
    const command = new DescribeImagesCommand({
      registryId: accountId,
      repositoryName: repository,
      imageIds: ['tag' in reference ? { imageTag: reference.tag } : { imageDigest: reference.digest }],
    });
    try {
      const subject = { operation: 'DescribeImages', repository };
      const answer = await signedCall(caller, subject, signal, (options) => client().send(command, options));
      const [found] = answer.imageDetails ?? [];
      return found && storedImageOf(found);
    } catch (error) {
      if (isImageNotFound(error)) return undefined;
      throw error;
    }
  };

  const describeRepository = async (
    name: string,
    signal: AbortSignal,
    registryId?: string,
  ): Promise<SdkRepository | undefined> => {
    const subject = { operation: 'DescribeRepositories', repository: name };
    const command = new DescribeRepositoriesCommand({ registryId, repositoryNames: [name] });
    try {
      const answer = await signedCall(caller, subject, signal, (options) => prompt().send(command, options));
      return answer.repositories?.[0];
    } catch (error) {
      if (hasCode(error, 'repository.notFound')) return undefined;
      throw error;
    }
  };

  return {
    listRepositories: (signal) =>
      pages(async (nextToken) => {
        const operation = 'DescribeRepositories';
        const command = new DescribeRepositoriesCommand({ maxResults: pageSize, nextToken });
        const answer = await signedCall(caller, { operation }, signal, (options) =>
          client().send(command, options),
        );
        return {
          items: (answer.repositories ?? []).map((repository) => repositoryOf(repository, operation)),
          token: answer.nextToken,
        };
      }),

    listContainerImages: (repository, signal) =>
      pages(async (nextToken) => {
        const command = new DescribeImagesCommand({
          registryId: repository.accountId,
          repositoryName: repository.name,
          maxResults: pageSize,
          nextToken,
        });
        const subject = { operation: 'DescribeImages', repository: repository.name };
        const answer = await signedCall(caller, subject, signal, (options) =>
          client().send(command, options),
        );
        const images = (answer.imageDetails ?? []).filter(isContainerImage);
        return {
          items: images.map((detail) => containerImageOf(detail, repository)),
          token: answer.nextToken,
        };
      }),

    findDigest: async (reference, signal) => (await findContainerImage(reference, signal))?.digest,

    findContainerImage,

    async findArchived(reference, signal) {
      const { accountId: registryId, repository: repositoryName } = reference;
      const archived = pages(async (nextToken) => {
        const command = new DescribeImagesCommand({
          registryId,
          repositoryName,
          filter: { imageStatus: 'ARCHIVED' },
          maxResults: pageSize,
          nextToken,
        });
        const subject = { operation: 'DescribeImages', repository: repositoryName };
        const answer = await signedCall(caller, subject, signal, (options) =>
          prompt().send(command, options),
        );
        return { items: (answer.imageDetails ?? []).map(storedImageOf), token: answer.nextToken };
      });
      for await (const page of archived) {
        const found = page.find((image) => isMeant(image, reference));
        if (found) return found;
      }
      return undefined;
    },

    async findRepository({ accountId, name }, signal) {
      const found = await describeRepository(name, signal, accountId);
      return found && repositoryOf(found, 'DescribeRepositories');
    },

    ...createContainerImages(clients, caller, download),
    ...createScans(clients, caller),
    ...createUpstreams(clients, caller),

    async createRepository(repository, signal) {
      const operation = 'CreateRepository';
      const command = new CreateRepositoryCommand({
        repositoryName: repository.name,
        imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
        imageTagMutability: repository.immutableTags ? 'IMMUTABLE' : 'MUTABLE',
      });
      try {
        const subject = { operation, repository: repository.name };
        const answer = await signedCall(
          caller,
          subject,
          signal,
          (options) => prompt().send(command, options),
          beforeWrite,
        );
        return repositoryOf(required(answer.repository, operation), operation);
      } catch (error) {
        // An answer that was lost does not say whether it was done.
        if (!mayBeDone(error)) throw error;
        const found = await describeRepository(repository.name, signal).catch(() => undefined);
        signal.throwIfAborted();
        if (!found || !isAsWanted(found, repository)) throw error;
        return repositoryOf(found, operation);
      }
    },

    signIn: (host, signal) => getRegistryLogin(host, clients, caller, signal),
  };
}

function repositoryOf(repository: SdkRepository, operation: string): Repository {
  const immutableTags = immutabilityOf(repository);
  return {
    accountId: required(repository.registryId, operation),
    name: required(repository.repositoryName, operation),
    uri: required(repository.repositoryUri, operation),
    ...(immutableTags !== undefined && { immutableTags }),
  };
}

/** @returns undefined where it is true of some tags only. */
function immutabilityOf({ imageTagMutability }: SdkRepository): boolean | undefined {
  if (imageTagMutability === 'IMMUTABLE') return true;
  return imageTagMutability === 'MUTABLE' ? false : undefined;
}

function isAsWanted(found: SdkRepository, { scanOnPush, immutableTags }: NewRepository): boolean {
  const { imageScanningConfiguration } = found;
  return immutabilityOf(found) === immutableTags && imageScanningConfiguration?.scanOnPush === scanOnPush;
}

/** The SDK tries again by itself, and is then told that what its first try has made exists. */
function mayBeDone(error: unknown): boolean {
  return isPassing(error) || (hasCode(error, 'repository.exists') && attemptsOf(error.cause) > 1);
}

function attemptsOf(cause: unknown): number {
  const { $metadata } = cause as { readonly $metadata?: { readonly attempts?: number } };
  return $metadata?.attempts ?? 1;
}

function storedImageOf(detail: ImageDetail): StoredImage {
  return {
    digest: required(detail.imageDigest, 'DescribeImages'),
    tags: detail.imageTags ?? [],
    // Registries that archive nothing may not tell.
    status: detail.imageStatus ?? 'ACTIVE',
    mediaType: detail.imageManifestMediaType,
    isArtifact: !isContainerImage(detail),
    sizeInBytes: detail.imageSizeInBytes,
  };
}

function containerImageOf(detail: ImageDetail, repository: Repository): ContainerImage {
  return {
    repository,
    digest: required(detail.imageDigest, 'DescribeImages'),
    tags: detail.imageTags ?? [],
    ...(detail.imageSizeInBytes !== undefined && { sizeInBytes: detail.imageSizeInBytes }),
    ...(detail.imagePushedAt && { pushedAt: detail.imagePushedAt }),
  };
}

/** Signatures and the like name their subject; an index has no configuration of its own. */
function isContainerImage({ artifactMediaType, subjectManifestDigest }: ImageDetail): boolean {
  return !subjectManifestDigest && isContainerImageType(artifactMediaType);
}

function isMeant({ digest, tags }: StoredImage, reference: ImageReference): boolean {
  return 'tag' in reference ? tags.includes(reference.tag) : digest === reference.digest;
}

function isImageNotFound(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.name === 'ImageNotFoundException';
}
