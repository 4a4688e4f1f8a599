/**
 * What SageMaker accepts and returns for what apps are started with. Of the large answers, only the members that
 * matter to that are there.
 */

import { enumeration, integer, list, map, string, structure, timestamp } from './shapes.ts';
import type { OperationTable } from './shapes.ts';

const domainId = string({ min: 0, max: 63, pattern: 'd-(-*[a-z0-9]){1,61}' });
const entityName = string({ min: 0, max: 63, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}' });
const roleArn = string({
  min: 20,
  max: 2048,
  pattern: String.raw`arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+`,
});
const customImages = list(
  structure(
    {
      ImageName: string({ min: 1, max: 63, pattern: '[a-zA-Z0-9]([-.]?[a-zA-Z0-9]){0,62}' }),
      AppImageConfigName: entityName,
    },
    { ImageVersionNumber: integer({ min: 0 }) },
  ),
  { min: 0, max: 200 },
);
const appSettings = structure({}, { CustomImages: customImages });
const userSettings = structure(
  {},
  {
    ExecutionRole: roleArn,
    KernelGatewayAppSettings: appSettings,
    RSessionAppSettings: appSettings,
    CodeEditorAppSettings: appSettings,
    JupyterLabAppSettings: appSettings,
  },
);
const fileSystemConfig = structure(
  {},
  {
    MountPath: string({ min: 0, max: 1024, pattern: String.raw`\/.*` }),
    DefaultUid: integer({ min: 0, max: 65_535 }),
    DefaultGid: integer({ min: 0, max: 65_535 }),
  },
);
const text256 = string({ min: 0, max: 256, pattern: String.raw`(?!\s*$).+` });
const containerConfig = structure(
  {},
  {
    ContainerArguments: list(string({ min: 0, max: 64, pattern: String.raw`(?!\s*$).+` }), {
      min: 0,
      max: 50,
    }),
    ContainerEntrypoint: list(text256, { min: 0, max: 1 }),
    ContainerEnvironmentVariables: map(text256, string({ min: 0, max: 256 })),
  },
);
const appImageConfig = structure(
  {},
  { FileSystemConfig: fileSystemConfig, ContainerConfig: containerConfig },
);
const kernelName = string({ min: 0, max: 1024 });

/** The constraint table of the operations that are emulated. */
export const studioOperations = {
  DescribeDomain: {
    input: structure({ DomainId: domainId }, {}),
    output: structure(
      {},
      {
        DomainId: domainId,
        DefaultUserSettings: userSettings,
        DefaultSpaceSettings: structure(
          {},
          {
            ExecutionRole: roleArn,
            KernelGatewayAppSettings: appSettings,
            JupyterLabAppSettings: appSettings,
          },
        ),
      },
    ),
    errors: ['ResourceNotFound'],
  },
  DescribeUserProfile: {
    input: structure({ DomainId: domainId, UserProfileName: entityName }, {}),
    output: structure({}, { DomainId: domainId, UserProfileName: entityName, UserSettings: userSettings }),
    errors: ['ResourceNotFound'],
  },
  DescribeSpace: {
    input: structure({ DomainId: domainId, SpaceName: entityName }, {}),
    output: structure(
      {},
      {
        DomainId: domainId,
        SpaceName: entityName,
        OwnershipSettings: structure({ OwnerUserProfileName: entityName }, {}),
        SpaceSharingSettings: structure({ SharingType: enumeration('Private', 'Shared') }, {}),
        SpaceSettings: structure({}, { KernelGatewayAppSettings: appSettings }),
      },
    ),
    errors: ['ResourceNotFound'],
  },
  DescribeAppImageConfig: {
    input: structure({ AppImageConfigName: entityName }, {}),
    output: structure(
      {},
      {
        AppImageConfigArn: string({
          min: 0,
          max: 256,
          pattern: String.raw`arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:app-image-config/.*`,
        }),
        AppImageConfigName: entityName,
        CreationTime: timestamp,
        LastModifiedTime: timestamp,
        KernelGatewayImageConfig: structure(
          {
            KernelSpecs: list(structure({ Name: kernelName }, { DisplayName: kernelName }), {
              min: 1,
              max: 5,
            }),
          },
          { FileSystemConfig: fileSystemConfig },
        ),
        JupyterLabAppImageConfig: appImageConfig,
        CodeEditorAppImageConfig: appImageConfig,
      },
    ),
    errors: ['ResourceNotFound'],
  },
} satisfies OperationTable;
