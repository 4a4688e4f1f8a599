import type { PolicyFix } from '../preflight/finding.ts';
import { policyText } from '../preflight/policies.ts';
import type { AppDetails } from './apps.ts';
import { studioLogGroup } from './logs.ts';

/**
 * Lets the role of an app describe the versions of the app's image.
 * @returns undefined where the app does not tell its image.
 */
export function describePolicyFix(
  roleArn: string,
  { imageVersionArn = '' }: Pick<AppDetails, 'imageVersionArn'>,
): PolicyFix | undefined {
  const versions = /^(arn:.+:image-version\/[^/]+)\/\d+$/.exec(imageVersionArn)?.[1];
  if (versions === undefined) return undefined;
  return rolePolicy(roleArn, ['sagemaker:DescribeImageVersion'], `${versions}/*`);
}

/** Lets the role of an app write its log, and make Studio's log group where there is none yet. */
export function logPolicyFix(roleArn: string, { arn: appArn }: Pick<AppDetails, 'arn'>): PolicyFix {
  const [arn, partition, , region, account] = appArn.split(':');
  const group = [arn, partition, 'logs', region, account, 'log-group', studioLogGroup].join(':');
  return rolePolicy(
    roleArn,
    ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    `${group}:*`,
  );
}

function rolePolicy(roleArn: string, Action: readonly string[], Resource: string): PolicyFix {
  return {
    kind: 'openPolicy',
    of: { kind: 'role', roleArn },
    policy: policyText({ Effect: 'Allow', Action, Resource }),
  };
}
