import assert from 'node:assert/strict';
import { logConsoleUrl } from '../../../../src/core/explain/logs.ts';
import { describePolicyFix, logPolicyFix } from '../../../../src/core/explain/policies.ts';
import type { PolicyFix } from '../../../../src/core/preflight/finding.ts';
import { aVersion, role } from '../../../support/builders.ts';
import { anApp } from '../../../support/inMemoryApps.ts';

const statementOf = (fix: PolicyFix | undefined): unknown => JSON.parse(fix?.policy ?? '{}').Statement?.[0];

describe("A policy for an app's role", () => {
  it('lets it describe the versions of the image', () => {
    const fix = describePolicyFix(role, { imageVersionArn: aVersion({ number: 3 }).arn });
    assert.deepEqual(fix?.of, { kind: 'role', roleArn: role });
    assert.deepEqual(statementOf(fix), {
      Effect: 'Allow',
      Action: ['sagemaker:DescribeImageVersion'],
      Resource: 'arn:aws:sagemaker:us-east-1:123456789012:image-version/notebook/*',
    });
  });

  it('is none where the image is not told', () => {
    assert.equal(describePolicyFix(role, {}), undefined);
    assert.equal(describePolicyFix(role, { imageVersionArn: 'None' }), undefined);
  });

  it("lets it write Studio's logs, in the app's partition and region", () => {
    const arn = 'arn:aws-cn:sagemaker:cn-north-1:123456789012:app/d-abc/me/jupyterlab/default';
    assert.deepEqual(statementOf(logPolicyFix(role, anApp({ arn }))), {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: 'arn:aws-cn:logs:cn-north-1:123456789012:log-group:/aws/sagemaker/studio:*',
    });
  });
});

describe("The page of an app's log", () => {
  it('is in the console of its partition', () => {
    const stream = 'log-events/d-abc$252Fteam$252FJupyterLab$252Fdefault';
    const group = 'log-group/$252Faws$252Fsagemaker$252Fstudio';
    assert.equal(
      at('eu-west-1', 'aws'),
      `https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/${group}/${stream}`,
    );
    assert.match(at('cn-north-1', 'aws-cn') ?? '', /^https:\/\/cn-north-1\.console\.amazonaws\.cn\//);
  });

  it('is nowhere where the console is not public', () => {
    assert.equal(at('us-iso-east-1', 'aws-iso'), undefined);
  });
});

function at(region: string, partition: string): string | undefined {
  return logConsoleUrl(anApp({ arn: `arn:${partition}:sagemaker:${region}:123456789012:app/x` }));
}
