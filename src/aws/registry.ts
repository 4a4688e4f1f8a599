import {
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
  type ImageDetail,
  type Repository as SdkRepository,
} from '@aws-sdk/client-ecr';
import type { ContainerImage, Repository } from '../core/model.ts';
import type { Registry } from '../core/ports.ts';
import { pages, required, signedCall, type SignedCaller } from './call.ts';

const pageSize = 1000;

/** A container image's configuration is one of these; a Helm chart's or a signature's is not. */
const containerConfigTypes = new Set([
  'application/vnd.docker.container.image.v1+json',
  'application/vnd.oci.image.config.v1+json',
]);

/** The container images of ECR. */
export function createRegistry(client: () => ECRClient, caller: SignedCaller): Registry {
  return {
    listRepositories: (signal) =>
      pages(async (nextToken) => {
        const operation = 'DescribeRepositories';
        const command = new DescribeRepositoriesCommand({ maxResults: pageSize, nextToken });
        const answer = await signedCall(caller, { operation }, signal, (options) =>
          client().send(command, options),
        );
        return { items: (answer.repositories ?? []).map(repositoryOf), token: answer.nextToken };
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

    async findDigest({ accountId, repository, tag }, signal) {
      const command = new DescribeImagesCommand({
        registryId: accountId,
        repositoryName: repository,
        imageIds: [{ imageTag: tag }],
      });
      try {
        const subject = { operation: 'DescribeImages', repository };
        const answer = await signedCall(caller, subject, signal, (options) =>
          client().send(command, options),
        );
        return answer.imageDetails?.[0]?.imageDigest;
      } catch (error) {
        if (isImageNotFound(error)) return undefined;
        throw error;
      }
    },
  };
}

function repositoryOf(repository: SdkRepository): Repository {
  const operation = 'DescribeRepositories';
  return {
    accountId: required(repository.registryId, operation),
    name: required(repository.repositoryName, operation),
    uri: required(repository.repositoryUri, operation),
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
  if (subjectManifestDigest) return false;
  return artifactMediaType === undefined || containerConfigTypes.has(artifactMediaType);
}

function isImageNotFound(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.name === 'ImageNotFoundException';
}
