import type { ContainerUri } from '../containerUri.ts';
import { partitionOf } from '../partitions.ts';
import type { Fix } from './finding.ts';

/** What SageMaker needs of a repository to pull from it. */
export const pullActions = [
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchCheckLayerAvailability',
] as const;
/** It is of no repository. */
export const tokenAction = 'ecr:GetAuthorizationToken';

export function repositoryArn({ region, accountId, repository }: ContainerUri): string {
  return `arn:${partitionOf(region).name}:ecr:${region}:${accountId}:repository/${repository}`;
}

/** Lets SageMaker assume the role. */
export function trustPolicyFix(roleArn: string): Fix {
  const Principal = { Service: 'sagemaker.amazonaws.com' };
  return {
    kind: 'openPolicy',
    of: { kind: 'trust', roleArn },
    policy: policyText({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }),
  };
}

/** Lets the role pull from the repository. */
export function pullPolicyFix(roleArn: string, uri: ContainerUri): Fix {
  return {
    kind: 'openPolicy',
    of: { kind: 'role', roleArn },
    policy: policyText(
      { Effect: 'Allow', Action: tokenAction, Resource: '*' },
      { Effect: 'Allow', Action: pullActions, Resource: repositoryArn(uri) },
    ),
  };
}

/** Lets another account pull from the repository, by its own roles' policies. */
export function repositoryPolicyFix(uri: ContainerUri, account: string): Fix {
  const AWS = `arn:${partitionOf(uri.region).name}:iam::${account}:root`;
  return {
    kind: 'openPolicy',
    of: { kind: 'repository', repository: uri.repository },
    policy: policyText({ Effect: 'Allow', Principal: { AWS }, Action: pullActions }),
  };
}

/** A policy with these statements, to be read and copied. */
export function policyText(...Statement: readonly object[]): string {
  return `${JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2)}\n`;
}
