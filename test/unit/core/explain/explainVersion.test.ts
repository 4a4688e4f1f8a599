import assert from 'node:assert/strict';
import type { Cause } from '../../../../src/core/explain/cause.ts';
import type {
  ContainerEvidence,
  RoleEvidence,
  VersionEvidence,
} from '../../../../src/core/explain/evidence.ts';
import { explainVersion } from '../../../../src/core/explain/explainVersion.ts';
import { account, aVersion, digestOf, host, region, role as roleArn } from '../../../support/builders.ts';

const reference = `${host}/team/notebook:1.0`;
const version = aVersion({ status: 'CREATE_FAILED', baseImage: reference, failureReason: 'Its own words.' });
const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const role: RoleEvidence = {
  arn: roleArn,
  trust: 'trusted',
  decisions: pull.map((action) => ({ action, decision: 'allowed' })),
};
const container: ContainerEvidence = {
  reference,
  isFound: true,
  status: 'ACTIVE',
  isArtifact: false,
  platforms: ['linux/amd64'],
};
/** Nothing in it speaks for any cause. */
const innocent: VersionEvidence = { version, region, accountId: account, container, role };

function causesOf(has: Partial<VersionEvidence>): readonly string[] {
  return explainVersion({ ...innocent, ...has }).causes.map(told);
}

function told({ code, certainty }: Cause): string {
  return `${certainty}: ${code}`;
}

function made(baseImage: string): VersionEvidence['version'] {
  return { ...version, baseImage };
}

const withRole = (has: Partial<RoleEvidence>): Partial<VersionEvidence> => ({ role: { ...role, ...has } });
const withContainer = (has: Partial<ContainerEvidence>): Partial<VersionEvidence> => ({
  container: { ...container, ...has },
});
const createdAt = (secondsBefore: number): Date =>
  new Date(version.createdAt.getTime() - secondsBefore * 1000);
const oci = 'application/vnd.oci.image.manifest.v1+json';

const rows: readonly (readonly [string, Partial<VersionEvidence>, readonly string[]])[] = [
  ['nothing speaks for any', {}, []],
  [
    'its repository is in another region',
    { version: made(reference.replace(region, 'eu-west-1')) },
    ['certain: container.otherRegion'],
  ],
  [
    'its repository is in another account',
    { version: made(reference.replace(account, '999999999999')) },
    ['possible: container.otherAccount'],
  ],
  [
    'it was made of something that is not in ECR',
    { version: made('docker.io/library/python:3.13') },
    ['likely: container.notInEcr'],
  ],
  ['nobody knows what it was made of', { version: aVersion({ status: 'CREATE_FAILED' }) }, []],
  ['the registry does not have it', withContainer({ isFound: false }), ['likely: container.missing']],
  ['it is archived', withContainer({ status: 'ARCHIVED' }), ['likely: container.archived']],
  ['it is no container image', withContainer({ isArtifact: true }), ['likely: container.artifact']],
  [
    'it is no container image, and never was',
    withContainer({ isArtifact: true, reference: `${host}/team/notebook@${digestOf('a')}` }),
    ['certain: container.artifact'],
  ],
  [
    'it is of a media type that inference refuses',
    { ...withContainer({ mediaType: oci }), version: { ...version, jobType: 'INFERENCE' } },
    ['possible: container.mediaType'],
  ],
  ['it is of a media type that notebooks take', withContainer({ mediaType: oci }), []],
  [
    'it is for another platform',
    withContainer({ platforms: ['linux/arm64'] }),
    ['likely: container.platform'],
  ],
  [
    'it is for another platform, and always was, though nobody has seen a version fail for that',
    withContainer({ platforms: ['linux/arm64'], reference: `${host}/team/notebook@${digestOf('a')}` }),
    ['likely: container.platform'],
  ],
  ['there is no such role', withRole({ trust: 'missing', decisions: [] }), ['likely: role.missing']],
  ['SageMaker may not take the role on', withRole({ trust: 'untrusted' }), ['likely: role.untrusted']],
  [
    'SageMaker may take the role on under conditions',
    withRole({ trust: 'conditional' }),
    ['possible: role.conditional'],
  ],
  [
    'the role may not read',
    withRole({ decisions: [{ action: 'ecr:BatchGetImage', decision: 'denied' }] }),
    ['likely: role.denied'],
  ],
  [
    'whether the role may read is not known',
    withRole({ decisions: [{ action: 'ecr:BatchGetImage', decision: 'unknown' }] }),
    ['possible: role.unchecked'],
  ],
  ['the role is a minute old', withRole({ createdAt: createdAt(60) }), ['possible: role.new']],
  ['the role is an hour old', withRole({ createdAt: createdAt(3600) }), []],
  ['the role was made anew since', withRole({ createdAt: createdAt(-60) }), []],
  [
    'there is more than one, the most certain first',
    {
      ...withRole({ trust: 'untrusted', createdAt: createdAt(5) }),
      ...withContainer({ isFound: false }),
      version: made(reference.replace(region, 'eu-west-1')),
    },
    [
      'certain: container.otherRegion',
      'likely: container.missing',
      'likely: role.untrusted',
      'possible: role.new',
    ],
  ],
];

describe('Why a version could not be created', () => {
  for (const [title, has, causes] of rows) {
    it(title, () => {
      assert.deepEqual(causesOf(has), causes);
    });
  }

  it('is what it is as a rule where nothing could be looked at', () => {
    const bare = { version, region, accountId: account };
    const { causes, unchecked } = explainVersion(bare);
    assert.deepEqual(causes.map(told), ['possible: role.unchecked']);
    assert.deepEqual(unchecked, ['container', 'role', 'aliases']);
  });

  it('has every fact that a sentence needs, and what can be done', () => {
    const decisions = [
      { action: 'ecr:BatchGetImage', decision: 'denied' },
      { action: 'ecr:GetDownloadUrlForLayer', decision: 'allowed' },
    ] as const;
    assert.deepEqual(explainVersion({ ...innocent, ...withRole({ decisions }) }).causes, [
      {
        code: 'role.denied',
        certainty: 'likely',
        facts: { roleArn, actions: ['ecr:BatchGetImage'] },
        fixes: ['allowPull', 'chooseOtherRole'],
      },
    ]);
  });

  it("is never read from SageMaker's text, which is shown as it is", () => {
    const failureReason = 'exec format error: Cross region ECR image pulls are not allowed. AccessDenied';
    const explained = explainVersion({ ...innocent, version: { ...version, failureReason } });
    assert.equal(explained.original, failureReason);
    assert.deepEqual(explained.causes, []);
  });

  it('says what was not looked at', () => {
    const missing = explainVersion({
      ...innocent,
      ...withRole({ trust: 'missing', decisions: undefined as never }),
    });
    assert.deepEqual(missing.unchecked, ['aliases']);
    const untold = explainVersion({ ...innocent, ...withContainer({ platforms: undefined as never }) });
    assert.deepEqual(untold.unchecked, ['platform', 'aliases']);
    assert.deepEqual(explainVersion({ ...innocent, aliases: [] }).unchecked, []);
  });

  it('names the aliases that it holds', () => {
    assert.deepEqual(explainVersion({ ...innocent, aliases: ['stable'] }).heldAliases, ['stable']);
  });

  for (const status of ['CREATED', 'CREATING', 'DELETE_FAILED', 'ADDED_LATER']) {
    it(`is not asked of a version that is ${status}`, () => {
      const explained = explainVersion({
        ...innocent,
        role: { arn: roleArn },
        version: { ...version, status },
        aliases: ['x'],
      });
      assert.deepEqual(explained, { original: 'Its own words.', causes: [], unchecked: [], heldAliases: [] });
    });
  }
});
