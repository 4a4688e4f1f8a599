import {
  DescribeAppCommand,
  ListAppsCommand,
  type AppDetails as SdkApp,
  type AppType,
  type DescribeAppResponse,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { hasCode } from '../core/errors.ts';
import type { App, Apps } from '../core/explain/apps.ts';
import { pages, required, signedCall, type SignedCaller } from './call.ts';

/** The apps of SageMaker Studio. */
export function createApps(client: () => SageMakerClient, caller: SignedCaller): Apps {
  return {
    listApps: ({ domainId, userProfile, space }, signal) =>
      pages(async (NextToken) => {
        const operation = 'ListApps';
        const command = new ListAppsCommand({
          DomainIdEquals: domainId,
          UserProfileNameEquals: userProfile,
          SpaceNameEquals: space,
          SortBy: 'CreationTime',
          SortOrder: 'Descending',
          MaxResults: 100,
          NextToken,
        });
        const answer = await signedCall(caller, { operation }, signal, (options) =>
          client().send(command, options),
        );
        return { items: (answer.Apps ?? []).map((app) => appOf(app, operation)), token: answer.NextToken };
      }),

    async findApp({ domainId, userProfile, space, type, name }, signal) {
      const operation = 'DescribeApp';
      const command = new DescribeAppCommand({
        DomainId: domainId,
        UserProfileName: userProfile,
        SpaceName: space,
        // One that SageMaker adds later is as good.
        AppType: type as AppType,
        AppName: name,
      });
      try {
        const answer = await signedCall(caller, { operation }, signal, (options) =>
          client().send(command, options),
        );
        return {
          ...appOf(answer, operation),
          arn: required(answer.AppArn, operation),
          ...(answer.FailureReason && { failureReason: answer.FailureReason }),
        };
      } catch (error) {
        // Whatever is not there is an image to the table of errors.
        if (hasCode(error, 'image.notFound')) return undefined;
        throw error;
      }
    },
  };
}

function appOf(app: SdkApp | DescribeAppResponse, operation: string): App {
  const { UserProfileName, SpaceName, CreationTime, ResourceSpec: spec } = app;
  return {
    domainId: required(app.DomainId, operation),
    type: required(app.AppType, operation),
    name: required(app.AppName, operation),
    status: required(app.Status, operation),
    ...(UserProfileName && { userProfile: UserProfileName }),
    ...(SpaceName && { space: SpaceName }),
    ...(CreationTime && { createdAt: CreationTime }),
    ...(spec?.SageMakerImageArn && { imageArn: spec.SageMakerImageArn }),
    ...(spec?.SageMakerImageVersionArn && { imageVersionArn: spec.SageMakerImageVersionArn }),
    ...(spec?.InstanceType && { instanceType: spec.InstanceType }),
  };
}
