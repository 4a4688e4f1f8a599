/** What SageMaker accepts and returns for the apps of Studio. */

import { boolean, enumeration, integer, list, string, structure, timestamp } from './shapes.ts';
import type { OperationTable } from './shapes.ts';

const domainId = string({ min: 0, max: 63, pattern: 'd-(-*[a-z0-9]){1,61}' });
const entityName = string({ min: 0, max: 63, pattern: '[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}' });
const nextToken = string({ min: 0, max: 8192, pattern: '.*' });
const appType = enumeration(
  'JupyterServer',
  'KernelGateway',
  'DetailedProfiler',
  'TensorBoard',
  'CodeEditor',
  'JupyterLab',
  'RStudioServerPro',
  'RSessionGateway',
  'Canvas',
);
const appStatus = enumeration('Deleted', 'Deleting', 'Failed', 'InService', 'Pending');
const lifecycleConfigArn = string({
  min: 0,
  max: 256,
  pattern: String.raw`(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:studio-lifecycle-config/.*|None)`,
});
const resourceSpec = structure(
  {},
  {
    SageMakerImageArn: string({
      min: 0,
      max: 256,
      pattern: String.raw`arn:aws(-[\w]+)*:sagemaker:.+:[0-9]{12}:image/[a-zA-Z0-9]([-.]?[a-zA-Z0-9])*`,
    }),
    SageMakerImageVersionArn: string({
      min: 0,
      max: 256,
      pattern: String.raw`(arn:aws(-[\w]+)*:sagemaker:.+:[0-9]{12}:image-version/[a-z0-9]([-.]?[a-z0-9])*/[0-9]+|None)`,
    }),
    SageMakerImageVersionAlias: string({
      min: 1,
      max: 128,
      pattern: String.raw`(^\d+$)|(^\d+.\d+$)|(^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$)`,
    }),
    /** One of nearly two hundred, which come and go: any text will do. */
    InstanceType: string(),
    LifecycleConfigArn: lifecycleConfigArn,
    TrainingPlanArn: string({
      min: 0,
      max: 2048,
      pattern: String.raw`(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:training-plan/.*|None)`,
    }),
  },
);
const appSummary = structure(
  {},
  {
    DomainId: domainId,
    UserProfileName: entityName,
    SpaceName: entityName,
    AppType: appType,
    AppName: entityName,
    Status: appStatus,
    CreationTime: timestamp,
    ResourceSpec: resourceSpec,
  },
);

/** The constraint table of the operations on apps that are emulated. */
export const appOperations = {
  ListApps: {
    input: structure(
      {},
      {
        NextToken: nextToken,
        MaxResults: integer({ min: 1, max: 100 }),
        SortOrder: enumeration('Ascending', 'Descending'),
        SortBy: enumeration('CreationTime'),
        DomainIdEquals: domainId,
        UserProfileNameEquals: entityName,
        SpaceNameEquals: entityName,
      },
    ),
    output: structure({}, { Apps: list(appSummary), NextToken: nextToken }),
    errors: [],
  },
  DescribeApp: {
    input: structure(
      { DomainId: domainId, AppType: appType, AppName: entityName },
      { UserProfileName: entityName, SpaceName: entityName },
    ),
    output: structure(
      {},
      {
        AppArn: string({
          min: 0,
          max: 256,
          pattern: String.raw`arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:app/.*`,
        }),
        AppType: appType,
        AppName: entityName,
        DomainId: domainId,
        UserProfileName: entityName,
        SpaceName: entityName,
        Status: appStatus,
        EffectiveTrustedIdentityPropagationStatus: enumeration('ENABLED', 'DISABLED'),
        RecoveryMode: boolean,
        LastHealthCheckTimestamp: timestamp,
        LastUserActivityTimestamp: timestamp,
        CreationTime: timestamp,
        FailureReason: string({ min: 0, max: 1024 }),
        ResourceSpec: resourceSpec,
        BuiltInLifecycleConfigArn: lifecycleConfigArn,
      },
    ),
    errors: ['ResourceNotFound'],
  },
} satisfies OperationTable;
