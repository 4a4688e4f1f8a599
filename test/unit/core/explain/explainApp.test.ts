import assert from 'node:assert/strict';
import type { Cause } from '../../../../src/core/explain/cause.ts';
import type {
  AppEvidence,
  AppImageConfigEvidence,
  ConfigurationEvidence,
  ContainerEvidence,
} from '../../../../src/core/explain/evidence.ts';
import { explainApp } from '../../../../src/core/explain/explainApp.ts';
import { aVersion, digestOf, host, role as roleArn } from '../../../support/builders.ts';
import { anApp } from '../../../support/inMemoryApps.ts';

const configuration: ConfigurationEvidence = { user: '1000:100', entrypoint: ['start'], cmd: [] };
const container: ContainerEvidence = {
  reference: `${host}/team/notebook@${digestOf('a')}`,
  isFound: true,
  status: 'ACTIVE',
  isArtifact: false,
  platforms: ['linux/amd64'],
  sizeInBytes: 1_000_000_000,
  configuration,
};
const config: AppImageConfigEvidence = { name: 'config', appTypes: ['JupyterLab'], command: [] };
const allowed = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sagemaker:DescribeImageVersion'].map(
  (action) => ({ action, decision: 'allowed' }) as const,
);
/** Nothing in it speaks for any cause. */
const innocent: AppEvidence = {
  app: anApp({ failureReason: 'InternalFailure' }),
  log: { kind: 'lines', lines: [{ at: new Date(0), text: 'Starting' }] },
  executionRole: { arn: roleArn, decisions: allowed },
  version: aVersion(),
  container,
  config,
};

function told({ code, certainty }: Cause): string {
  return `${certainty}: ${code}`;
}

const saying = (failureReason: string): Partial<AppEvidence> => ({ app: anApp({ failureReason }) });
const printing = (text: string): Partial<AppEvidence> => ({
  log: { kind: 'lines', lines: [{ at: new Date(0), text }] },
});
const withContainer = (has: Partial<ContainerEvidence>): Partial<AppEvidence> => ({
  container: { ...container, ...has },
});
const starting = (has: Partial<ConfigurationEvidence>): Partial<AppEvidence> =>
  withContainer({ configuration: { ...configuration, ...has } });
const kernelGateway = (
  has: Partial<AppEvidence> = {},
  user?: { readonly uid: number; readonly gid: number },
): Partial<AppEvidence> => ({
  app: anApp({ type: 'KernelGateway' }),
  config: { ...config, appTypes: ['KernelGateway'], ...(user && { user }) },
  ...has,
});
const execError = 'exec /opt/.sagemakerinternal/conda/kgw_variant: exec format error';
const classic = 'possible: app.classic';

const rows: readonly (readonly [string, Partial<AppEvidence>, readonly string[]])[] = [
  ['nothing speaks for any', {}, []],
  [
    'its image has another platform',
    withContainer({ platforms: ['linux/arm64/v8'] }),
    ['certain: container.platform'],
  ],
  [
    'its tag has another platform now',
    withContainer({ platforms: ['linux/arm64'], reference: `${host}/team/notebook:1.0` }),
    ['likely: container.platform'],
  ],
  [
    'its index has the platform among others',
    withContainer({ platforms: ['linux/arm64', 'linux/amd64/v2'] }),
    [],
  ],
  [
    'its log tells of another platform, and nobody looked',
    { ...printing(execError), container: { reference: '' } },
    ['likely: container.platform'],
  ],
  [
    'its reason tells of another platform, and the image has the right one',
    saying(execError),
    ['possible: container.platform'],
  ],
  [
    'its log and its image tell of another platform',
    { ...printing(execError), ...withContainer({ platforms: ['linux/arm64'] }) },
    ['certain: container.platform'],
  ],
  [
    'its users do not match',
    saying(
      'SageMaker is unable to launch the app using the image [x]. Ensure that the UID/GID provided in the AppImageConfig matches the default UID/GID defined in the image.',
    ),
    ['certain: config.user'],
  ],
  [
    'its image is in another region',
    saying(
      'Region of "x" does not match expected region of eu-central-1. Cross region ECR image pulls are not allowed.',
    ),
    ['certain: container.otherRegion'],
  ],
  [
    'its manifest is of the wrong type',
    saying('Unsupported manifest media type x for image y'),
    ['certain: container.mediaType'],
  ],
  [
    'its role may not describe the version, as SageMaker says',
    saying(
      "PermissionError: SageMaker is unable to use your associated execution role [x] to describe image version. Verify that your associated execution role has permission for 'sagemaker:DescribeImageVersion'.",
    ),
    ['certain: executionRole.denied'],
  ],
  [
    'its image is not attached',
    saying('x is not present in list of custom images in AppSettings'),
    ['certain: image.notAttached'],
  ],
  ['its image is not among those of its domain', { isAttached: false }, ['likely: image.notAttached']],
  ['a program prints what SageMaker would say', printing('Cross region ECR image pulls are not allowed'), []],
  [
    'its role may not describe the version, as IAM says',
    {
      executionRole: {
        arn: roleArn,
        decisions: [{ action: 'sagemaker:DescribeImageVersion', decision: 'denied' }],
      },
    },
    ['likely: executionRole.denied'],
  ],
  ['its version is gone', { version: 'gone' }, ['likely: version.gone']],
  [
    'its version could not be created',
    { version: aVersion({ status: 'CREATE_FAILED' }) },
    ['certain: version.failed'],
  ],
  ['its container image is gone', withContainer({ isFound: false }), ['likely: container.missing']],
  ['its container image is archived', withContainer({ status: 'ARCHIVED' }), ['likely: container.archived']],
  [
    'its configuration is for another app',
    { config: { ...config, appTypes: ['KernelGateway'] } },
    ['likely: config.appType'],
  ],
  ['its configuration is for no app, which is legal', { config: { ...config, appTypes: [] } }, []],
  ['its user is root', starting({ user: '' }), ['likely: container.user']],
  ['its user is root, by name', starting({ user: 'root:root' }), ['likely: container.user']],
  ['its user is a name, and nobody knows which', starting({ user: 'sagemaker-user' }), []],
  ['it starts nothing', starting({ entrypoint: [], cmd: [] }), ['likely: container.noCommand']],
  [
    'it starts nothing that is known',
    { ...starting({ entrypoint: [] }), config: undefined as never },
    ['possible: container.noCommand'],
  ],
  ['it starts its command', starting({ entrypoint: [], cmd: ['jupyter', 'lab'] }), []],
  [
    'its configuration starts something',
    { ...starting({ entrypoint: [] }), config: { ...config, command: ['x'] } },
    [],
  ],
  ['it is of Studio Classic', kernelGateway(), [classic]],
  [
    'it is of Studio Classic, as root, with nothing to start',
    kernelGateway(starting({ user: '0', entrypoint: [] })),
    [classic],
  ],
  [
    'it is of Studio Classic, as somebody',
    kernelGateway(starting({ user: '1234' })),
    ['likely: container.user', classic],
  ],
  [
    'it is of Studio Classic, and attached as another user',
    kernelGateway({}, { uid: 0, gid: 0 }),
    ['likely: config.user', classic],
  ],
  [
    'it is of Studio Classic, and attached as its user',
    kernelGateway({}, { uid: 1000, gid: 100 }),
    [classic],
  ],
  [
    'it is of JupyterLab, where the user is not configured',
    { config: { ...config, user: { uid: 0, gid: 0 } } },
    [],
  ],
  [
    'it is too large for Studio Classic',
    kernelGateway(withContainer({ sizeInBytes: 26_000_000_000 })),
    ['likely: container.tooLarge', classic],
  ],
  ['it is large, and nobody has set a limit', withContainer({ sizeInBytes: 26_000_000_000 }), []],
  [
    'it is of a type that is added later',
    {
      app: anApp({ type: 'Novel' }),
      config: { ...config, appTypes: [] },
      ...starting({ user: '', entrypoint: [] }),
    },
    [],
  ],
];

describe('Why an app died', () => {
  for (const [title, has, causes] of rows) {
    it(title, () => {
      assert.deepEqual(explainApp({ ...innocent, ...has }).causes.map(told), causes);
    });
  }

  it('has the facts of what was looked at also where a text makes it certain', () => {
    const said =
      'Ensure that the UID/GID provided in the AppImageConfig matches the default UID/GID defined in the image';
    const app = anApp({ type: 'KernelGateway', failureReason: said });
    const { causes } = explainApp({ ...innocent, ...kernelGateway({ app }, { uid: 0, gid: 0 }) });
    assert.deepEqual(causes[0], {
      code: 'config.user',
      certainty: 'certain',
      facts: { configured: '0:0', user: '1000:100' },
      fixes: ['configureForApp', 'setUser'],
    });
  });

  it('says what was not looked at', () => {
    const { causes, unchecked, log } = explainApp({ app: innocent.app });
    assert.deepEqual(causes, []);
    assert.deepEqual(unchecked, [
      'version',
      'container',
      'platform',
      'configuration',
      'appImageConfig',
      'role',
      'log',
    ]);
    assert.equal(log, undefined);
    assert.deepEqual(explainApp(innocent).unchecked, []);
  });

  it("checks nothing of SageMaker's own images", () => {
    const imageArn = 'arn:aws:sagemaker:us-east-1:885854791233:image/sagemaker-distribution-cpu';
    assert.deepEqual(explainApp({ app: anApp({ imageArn }) }).unchecked, ['role', 'log']);
  });

  it('knows without its configuration that an image is not attached', () => {
    const { config: _config, ...rest } = innocent;
    assert.deepEqual(explainApp({ ...rest, isAttached: false }).unchecked, []);
  });

  it("shows SageMaker's text whole, and the log", () => {
    const { original, log } = explainApp(innocent);
    assert.equal(original, 'InternalFailure');
    assert.deepEqual(log, innocent.log);
  });

  for (const status of ['InService', 'Pending', 'Deleted']) {
    it(`is not asked of an app that is ${status} and has no reason`, () => {
      const explained = explainApp({ ...innocent, app: anApp({ status }), version: 'gone' });
      assert.deepEqual([explained.causes, explained.unchecked], [[], []]);
      assert.deepEqual(explained.log, innocent.log);
    });
  }

  it('is asked of an app that has a reason, whatever its status', () => {
    const app = anApp({ status: 'Deleted', failureReason: 'x' });
    assert.deepEqual(explainApp({ ...innocent, app, version: 'gone' }).causes.map(told), [
      'likely: version.gone',
    ]);
  });
});
