/** What SageMaker accepts and returns for images, image versions and aliases. */

import { boolean, enumeration, integer, list, string, structure, timestamp } from './shapes.ts';
import type { OperationTable } from './shapes.ts';

const imageName = string({ min: 1, max: 63, pattern: '[a-zA-Z0-9]([-.]?[a-zA-Z0-9]){0,62}' });
const displayName = string({ min: 1, max: 128, pattern: String.raw`\S(.*\S)?` });
const description = string({ min: 1, max: 512, pattern: '.*' });
const roleArn = string({
  min: 20,
  max: 2048,
  pattern: String.raw`arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`,
});
const imageArn = string({
  min: 0,
  max: 256,
  pattern: String.raw`arn:aws(-[\w]+)*:sagemaker:.+:[0-9]{12}:image/[a-zA-Z0-9]([-.]?[a-zA-Z0-9])*`,
});
const imageVersionArn = string({
  min: 0,
  max: 256,
  pattern: String.raw`(arn:aws(-[\w]+)*:sagemaker:.+:[0-9]{12}:image-version/[a-z0-9]([-.]?[a-z0-9])*/[0-9]+|None)`,
});
const imageStatus = enumeration(
  'CREATING',
  'CREATED',
  'CREATE_FAILED',
  'UPDATING',
  'UPDATE_FAILED',
  'DELETING',
  'DELETE_FAILED',
);
const imageVersionStatus = enumeration('CREATING', 'CREATED', 'CREATE_FAILED', 'DELETING', 'DELETE_FAILED');
const failureReason = string({ min: 0, max: 1024 });
const versionNumber = integer({ min: 0 });
const alias = string({ min: 1, max: 128, pattern: '(?!^[.-])^([a-zA-Z0-9-_.]+)' });
const baseImage = string({ min: 1, max: 255, pattern: '.*' });
const containerImage = string({ min: 1, max: 255 });
const clientToken = string({ min: 1, max: 36, pattern: '[a-zA-Z0-9-]+' });
const nextToken = string({ min: 0, max: 8192, pattern: '.*' });
const maxResults = integer({ min: 1, max: 100 });
const sortOrder = enumeration('ASCENDING', 'DESCENDING');
const software = string({ min: 1, max: 128, pattern: String.raw`[a-zA-Z]+ ?\d+\.\d+(\.\d+)?` });
const tagPattern = String.raw`([\p{L}\p{Z}\p{N}_.:/=+\-@]*)`;
const tag = structure(
  {
    Key: string({ min: 1, max: 128, pattern: tagPattern }),
    Value: string({ min: 0, max: 256, pattern: tagPattern }),
  },
  {},
);

/** The members that describe a version and may be changed after its creation. */
const versionMetadata = {
  VendorGuidance: enumeration('NOT_PROVIDED', 'STABLE', 'TO_BE_ARCHIVED', 'ARCHIVED'),
  JobType: enumeration('TRAINING', 'INFERENCE', 'NOTEBOOK_KERNEL'),
  MLFramework: software,
  ProgrammingLang: software,
  Processor: enumeration('CPU', 'GPU'),
  Horovod: boolean,
  ReleaseNotes: string({ min: 1, max: 255, pattern: '.*' }),
};
const versionSelector = { Version: versionNumber, Alias: alias };
const timeFilters = {
  CreationTimeAfter: timestamp,
  CreationTimeBefore: timestamp,
  LastModifiedTimeAfter: timestamp,
  LastModifiedTimeBefore: timestamp,
};
const paging = { MaxResults: maxResults, NextToken: nextToken };

const imageSummary = structure(
  {
    CreationTime: timestamp,
    ImageArn: imageArn,
    ImageName: imageName,
    ImageStatus: imageStatus,
    LastModifiedTime: timestamp,
  },
  { Description: description, DisplayName: displayName, FailureReason: failureReason },
);
const imageVersionSummary = structure(
  {
    CreationTime: timestamp,
    ImageArn: imageArn,
    ImageVersionArn: imageVersionArn,
    ImageVersionStatus: imageVersionStatus,
    LastModifiedTime: timestamp,
    Version: versionNumber,
  },
  { FailureReason: failureReason },
);

const imageNameOnly = structure({ ImageName: imageName }, {});
const imageArnOnly = structure({}, { ImageArn: imageArn });
const imageVersionArnOnly = structure({}, { ImageVersionArn: imageVersionArn });
const nothing = structure({}, {});

/** The constraint table of the SageMaker operations that are emulated. */
export const sagemakerOperations = {
  CreateImage: {
    input: structure(
      { ImageName: imageName, RoleArn: roleArn },
      { Description: description, DisplayName: displayName, Tags: list(tag, { min: 0, max: 50 }) },
    ),
    output: imageArnOnly,
    errors: ['ResourceInUse', 'ResourceLimitExceeded'],
  },
  DescribeImage: {
    input: imageNameOnly,
    output: structure(
      {},
      {
        CreationTime: timestamp,
        Description: description,
        DisplayName: displayName,
        FailureReason: failureReason,
        ImageArn: imageArn,
        ImageName: imageName,
        ImageStatus: imageStatus,
        LastModifiedTime: timestamp,
        RoleArn: roleArn,
      },
    ),
    errors: ['ResourceNotFound'],
  },
  ListImages: {
    input: structure(
      {},
      {
        ...timeFilters,
        ...paging,
        NameContains: string({ min: 0, max: 63, pattern: String.raw`[a-zA-Z0-9\-.]+` }),
        SortBy: enumeration('CREATION_TIME', 'LAST_MODIFIED_TIME', 'IMAGE_NAME'),
        SortOrder: sortOrder,
      },
    ),
    output: structure({}, { Images: list(imageSummary), NextToken: nextToken }),
    errors: [],
  },
  UpdateImage: {
    input: structure(
      { ImageName: imageName },
      {
        DeleteProperties: list(string({ min: 1, max: 11, pattern: '(^DisplayName$)|(^Description$)' }), {
          min: 0,
          max: 2,
        }),
        Description: description,
        DisplayName: displayName,
        RoleArn: roleArn,
      },
    ),
    output: imageArnOnly,
    errors: ['ResourceNotFound', 'ResourceInUse'],
  },
  DeleteImage: { input: imageNameOnly, output: nothing, errors: ['ResourceNotFound', 'ResourceInUse'] },
  CreateImageVersion: {
    input: structure(
      { BaseImage: baseImage, ClientToken: clientToken, ImageName: imageName },
      { Aliases: list(alias), ...versionMetadata },
    ),
    output: imageVersionArnOnly,
    errors: ['ResourceNotFound', 'ResourceInUse', 'ResourceLimitExceeded'],
  },
  DescribeImageVersion: {
    input: structure({ ImageName: imageName }, versionSelector),
    output: structure(
      {},
      {
        BaseImage: baseImage,
        ContainerImage: containerImage,
        CreationTime: timestamp,
        FailureReason: failureReason,
        ImageArn: imageArn,
        ImageVersionArn: imageVersionArn,
        ImageVersionStatus: imageVersionStatus,
        LastModifiedTime: timestamp,
        Version: versionNumber,
        ...versionMetadata,
      },
    ),
    errors: ['ResourceNotFound'],
  },
  ListImageVersions: {
    input: structure(
      { ImageName: imageName },
      {
        ...timeFilters,
        ...paging,
        SortBy: enumeration('CREATION_TIME', 'LAST_MODIFIED_TIME', 'VERSION'),
        SortOrder: sortOrder,
      },
    ),
    output: structure({}, { ImageVersions: list(imageVersionSummary), NextToken: nextToken }),
    errors: ['ResourceNotFound'],
  },
  UpdateImageVersion: {
    input: structure(
      { ImageName: imageName },
      {
        ...versionSelector,
        AliasesToAdd: list(alias),
        AliasesToDelete: list(alias),
        ...versionMetadata,
      },
    ),
    output: imageVersionArnOnly,
    errors: ['ResourceNotFound', 'ResourceInUse'],
  },
  DeleteImageVersion: {
    input: structure({ ImageName: imageName }, versionSelector),
    output: nothing,
    errors: ['ResourceNotFound', 'ResourceInUse'],
  },
  ListAliases: {
    input: structure({ ImageName: imageName }, { ...versionSelector, ...paging }),
    output: structure({}, { SageMakerImageVersionAliases: list(alias), NextToken: nextToken }),
    errors: ['ResourceNotFound'],
  },
} satisfies OperationTable;
