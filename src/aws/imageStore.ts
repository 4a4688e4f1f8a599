import {
  CreateImageCommand,
  CreateImageVersionCommand,
  DeleteImageCommand,
  DeleteImageVersionCommand,
  DescribeImageCommand,
  DescribeImageVersionCommand,
  ListAliasesCommand,
  ListImagesCommand,
  ListImageVersionsCommand,
  UpdateImageCommand,
  UpdateImageVersionCommand,
  type DescribeImageResponse,
  type DescribeImageVersionResponse,
  type Image as SdkImage,
  type ImageVersion as SdkImageVersion,
} from '@aws-sdk/client-sagemaker';
import { versionNumberOf } from '../core/arn.ts';
import { hasCode } from '../core/errors.ts';
import type { Image, ImageVersion, VersionDetails } from '../core/model.ts';
import type { ImageStore } from '../core/ports.ts';
import { pages, required, signedCall, type BeforeWrite, type SignedCaller } from './call.ts';
import type { Clients } from './clients.ts';

/** The service gives ten rows a page unless told otherwise: ten times the round trips. */
const pageSize = 100;

const imageOrders = {
  name: { SortBy: 'IMAGE_NAME', SortOrder: 'ASCENDING' },
  created: { SortBy: 'CREATION_TIME', SortOrder: 'DESCENDING' },
  modified: { SortBy: 'LAST_MODIFIED_TIME', SortOrder: 'DESCENDING' },
} as const;

const newestVersionFirst = { SortBy: 'VERSION', SortOrder: 'DESCENDING' } as const;

/** SageMaker's images, versions and aliases. */
export function createImageStore(
  { sagemaker: client, sagemakerWrites: writes }: Pick<Clients, 'sagemaker' | 'sagemakerWrites'>,
  caller: SignedCaller,
  beforeWrite: BeforeWrite,
): ImageStore {
  const write: typeof signedCall = (as, subject, signal, send) =>
    signedCall(as, subject, signal, send, beforeWrite);

  /** ListAliases tells a missing alias from a forbidden version, DescribeImageVersion does not. */
  const hasAlias = async (imageName: string, alias: string, signal: AbortSignal): Promise<boolean> => {
    const command = new ListAliasesCommand({ ImageName: imageName, Alias: alias, MaxResults: pageSize });
    try {
      const answer = await signedCall(caller, { operation: 'ListAliases', imageName }, signal, (options) =>
        client().send(command, options),
      );
      return answer.SageMakerImageVersionAliases?.includes(alias) ?? false;
    } catch (error) {
      if (hasCode(error, 'image.notFound')) return false;
      throw error;
    }
  };

  return {
    listImages: ({ sortBy, nameContains }, signal) =>
      pages(async (NextToken) => {
        const command = new ListImagesCommand({
          ...imageOrders[sortBy],
          NameContains: nameContains,
          MaxResults: pageSize,
          NextToken,
        });
        const answer = await signedCall(caller, { operation: 'ListImages' }, signal, (options) =>
          client().send(command, options),
        );
        return {
          items: (answer.Images ?? []).map((image) => imageOf(image, 'ListImages')),
          token: answer.NextToken,
        };
      }),

    async describeImage(name, signal) {
      const operation = 'DescribeImage';
      const answer = await signedCall(caller, { operation, imageName: name }, signal, (options) =>
        client().send(new DescribeImageCommand({ ImageName: name }), options),
      );
      return { ...imageOf(answer, operation), ...(answer.RoleArn && { roleArn: answer.RoleArn }) };
    },

    async createImage({ name, roleArn, displayName, description, tags }, signal) {
      const command = new CreateImageCommand({
        ImageName: name,
        RoleArn: roleArn,
        DisplayName: displayName,
        Description: description,
        Tags: tags?.map(({ key, value }) => ({ Key: key, Value: value })),
      });
      await write(caller, { operation: 'CreateImage', imageName: name }, signal, (options) =>
        writes().send(command, options),
      );
    },

    async updateImage(name, { displayName, description, roleArn }, signal) {
      const removed = [
        ...(displayName === null ? ['DisplayName'] : []),
        ...(description === null ? ['Description'] : []),
      ];
      const command = new UpdateImageCommand({
        ImageName: name,
        DisplayName: displayName ?? undefined,
        Description: description ?? undefined,
        RoleArn: roleArn,
        DeleteProperties: removed.length > 0 ? removed : undefined,
      });
      await write(caller, { operation: 'UpdateImage', imageName: name }, signal, (options) =>
        writes().send(command, options),
      );
    },

    async deleteImage(name, signal) {
      await write(caller, { operation: 'DeleteImage', imageName: name }, signal, (options) =>
        writes().send(new DeleteImageCommand({ ImageName: name }), options),
      );
    },

    listVersions: (imageName, signal) =>
      pages(async (NextToken) => {
        const operation = 'ListImageVersions';
        const command = new ListImageVersionsCommand({
          ...newestVersionFirst,
          ImageName: imageName,
          MaxResults: pageSize,
          NextToken,
        });
        const answer = await signedCall(caller, { operation, imageName }, signal, (options) =>
          client().send(command, options),
        );
        return {
          items: (answer.ImageVersions ?? []).map((version) => versionOf(version, imageName, operation)),
          token: answer.NextToken,
        };
      }),

    async findLatestVersion(imageName, signal) {
      const operation = 'ListImageVersions';
      const command = new ListImageVersionsCommand({
        ...newestVersionFirst,
        ImageName: imageName,
        MaxResults: 1,
      });
      const answer = await signedCall(caller, { operation, imageName }, signal, (options) =>
        client().send(command, options),
      );
      const [latest] = answer.ImageVersions ?? [];
      return latest && versionOf(latest, imageName, operation);
    },

    async describeVersion(imageName, number, signal) {
      const operation = 'DescribeImageVersion';
      const command = new DescribeImageVersionCommand({ ImageName: imageName, Version: number });
      const answer = await signedCall(
        caller,
        { operation, imageName, versionNumber: number },
        signal,
        (options) => client().send(command, options),
      );
      return detailsOf(answer, imageName, operation);
    },

    async createVersion(version, signal) {
      const operation = 'CreateImageVersion';
      const command = new CreateImageVersionCommand({
        ImageName: version.imageName,
        BaseImage: version.baseImage,
        ClientToken: version.clientToken,
        VendorGuidance: version.vendorGuidance,
        JobType: version.jobType,
        MLFramework: version.mlFramework,
        ProgrammingLang: version.programmingLang,
        Processor: version.processor,
        Horovod: version.horovod,
        ReleaseNotes: version.releaseNotes,
      });
      const answer = await write(caller, { operation, imageName: version.imageName }, signal, (options) =>
        writes().send(command, options),
      );
      const arn = required(answer.ImageVersionArn, operation);
      return { imageName: version.imageName, arn, number: required(versionNumberOf(arn), operation) };
    },

    async listAliases(imageName, number, signal) {
      const subject = { operation: 'ListAliases', imageName, versionNumber: number };
      const aliases: string[] = [];
      const all = pages(async (NextToken) => {
        const command = new ListAliasesCommand({
          ImageName: imageName,
          Version: number,
          MaxResults: pageSize,
          NextToken,
        });
        const answer = await signedCall(caller, subject, signal, (options) =>
          client().send(command, options),
        );
        return { items: answer.SageMakerImageVersionAliases ?? [], token: answer.NextToken };
      });
      for await (const page of all) aliases.push(...page);
      return aliases;
    },

    async findVersionByAlias(imageName, alias, signal) {
      if (!(await hasAlias(imageName, alias, signal))) return undefined;
      const operation = 'DescribeImageVersion';
      const command = new DescribeImageVersionCommand({ ImageName: imageName, Alias: alias });
      try {
        const answer = await signedCall(caller, { operation, imageName }, signal, (options) =>
          client().send(command, options),
        );
        return required(answer.Version, operation);
      } catch (error) {
        // It may have been taken away since.
        const mayBeGone = hasCode(error, 'auth.denied', 'image.notFound');
        if (mayBeGone && !(await hasAlias(imageName, alias, signal))) return undefined;
        throw error;
      }
    },

    async updateVersion(imageName, number, changes, signal) {
      const command = new UpdateImageVersionCommand({
        ImageName: imageName,
        Version: number,
        VendorGuidance: changes.vendorGuidance,
        JobType: changes.jobType,
        Processor: changes.processor,
        MLFramework: changes.mlFramework,
        ProgrammingLang: changes.programmingLang,
        Horovod: changes.horovod,
        ReleaseNotes: changes.releaseNotes,
        AliasesToAdd: changes.aliasesToAdd && [...changes.aliasesToAdd],
        AliasesToDelete: changes.aliasesToRemove && [...changes.aliasesToRemove],
      });
      const subject = { operation: 'UpdateImageVersion', imageName, versionNumber: number };
      await write(caller, subject, signal, (options) => writes().send(command, options));
    },

    async deleteVersion(imageName, number, signal) {
      const command = new DeleteImageVersionCommand({ ImageName: imageName, Version: number });
      const subject = { operation: 'DeleteImageVersion', imageName, versionNumber: number };
      await write(caller, subject, signal, (options) => writes().send(command, options));
    },
  };
}

function imageOf(image: SdkImage | DescribeImageResponse, operation: string): Image {
  return {
    name: required(image.ImageName, operation),
    arn: required(image.ImageArn, operation),
    status: required(image.ImageStatus, operation),
    createdAt: required(image.CreationTime, operation),
    modifiedAt: required(image.LastModifiedTime, operation),
    ...(image.DisplayName && { displayName: image.DisplayName }),
    ...(image.Description && { description: image.Description }),
    ...(image.FailureReason && { failureReason: image.FailureReason }),
  };
}

function versionOf(
  version: SdkImageVersion | DescribeImageVersionResponse,
  imageName: string,
  operation: string,
): ImageVersion {
  return {
    imageName,
    number: required(version.Version, operation),
    arn: required(version.ImageVersionArn, operation),
    status: required(version.ImageVersionStatus, operation),
    createdAt: required(version.CreationTime, operation),
    modifiedAt: required(version.LastModifiedTime, operation),
    ...(version.FailureReason && { failureReason: version.FailureReason }),
  };
}

function detailsOf(
  version: DescribeImageVersionResponse,
  imageName: string,
  operation: string,
): VersionDetails {
  return {
    ...versionOf(version, imageName, operation),
    ...(version.BaseImage && { baseImage: version.BaseImage }),
    ...(version.ContainerImage && { containerImage: version.ContainerImage }),
    ...(version.JobType && { jobType: version.JobType }),
    ...(version.Processor && { processor: version.Processor }),
    ...(version.VendorGuidance && { vendorGuidance: version.VendorGuidance }),
    ...(version.MLFramework && { mlFramework: version.MLFramework }),
    ...(version.ProgrammingLang && { programmingLang: version.ProgrammingLang }),
    ...(version.Horovod !== undefined && { horovod: version.Horovod }),
    ...(version.ReleaseNotes && { releaseNotes: version.ReleaseNotes }),
  };
}
