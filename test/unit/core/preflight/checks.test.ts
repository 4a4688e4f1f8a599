import assert from 'node:assert/strict';
import { mostVersions } from '../../../../src/core/build/findRegistered.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { CheckId, Fix, Obstacle } from '../../../../src/core/preflight/finding.ts';
import type { Subject } from '../../../../src/core/preflight/subject.ts';
import {
  account,
  aContainerImage,
  anImage,
  aRepository,
  aUri,
  aVersion,
  digestOf,
  host,
  role,
} from '../../../support/builders.ts';
import {
  aConfiguration,
  aManifest,
  amd64,
  anIndex,
  arm64,
  ociIndex,
  ociManifest,
} from '../../../support/contentsBuilders.ts';
import type { InMemorySession } from '../../../support/inMemorySession.ts';
import { aGoodSession } from '../../../support/goodSession.ts';
import { allFindings, aSubject, denied, findingsOf } from './usePreflight.ts';

const uri = `${host}/team/notebook:1.0`;
const repository = 'team/notebook';
const image = { name: 'notebook', isNew: false } as const;
const made = `${host}/team/notebook@${digestOf('a')}`;
const otherRole = role.replace(account, '210987654321');
const anotherOne = new AppError('network.dropped', { operation: 'x' });
const byDigest = { ...aUri(), digest: digestOf('a') };

type Prepare = (session: InMemorySession) => unknown;

interface Case {
  readonly what: string;
  readonly prepare?: Prepare;
  readonly subject?: Partial<Subject>;
  /** Nothing, where the check is silent. */
  readonly finds?: readonly [code: string, severity: string, facts: object];
  readonly because?: Obstacle;
}

const details =
  (has: object): Prepare =>
  ({ registry }) =>
    registry.details.set(digestOf('a'), has);
const scanned =
  (status: string, counts: Record<string, number> = {}): Prepare =>
  ({ registry }) =>
    registry.scans.set(digestOf('a'), { status, counts });
const cached: Prepare = ({ registry }) => registry.upstreams.set('team', 'registry-1.docker.io');
const withImage =
  (has: object): Prepare =>
  ({ images }) =>
    images.add({ ...anImage(), roleArn: role, ...has });
const withVersions =
  (...containerImages: readonly string[]): Prepare =>
  ({ images }) =>
    images.add(
      { ...anImage(), roleArn: role },
      ...containerImages.map((containerImage, index) => aVersion({ number: index + 1, containerImage })),
    );
const noTag: Partial<Subject> = { uri: aUri(`${host}/team/notebook:9.9`) };
const noRepository: Partial<Subject> = { uri: aUri(`${host}/team/gone:1.0`) };
const elsewhere: Partial<Subject> = { uri: { ...aUri(), region: 'eu-west-1' } };
const inOtherRegion: Obstacle = { kind: 'elsewhere', region: 'eu-west-1' };

const cases: Readonly<Record<CheckId, readonly Case[]>> = {
  uri: [
    { what: 'is silent in the session’s account and region' },
    {
      what: 'finds another region',
      subject: elsewhere,
      finds: [
        'uri.region',
        'error',
        { region: 'eu-west-1', sessionRegion: 'us-east-1', isOtherPartition: false },
      ],
    },
    {
      what: 'finds another partition',
      subject: { uri: { ...aUri(), region: 'cn-north-1', suffix: 'amazonaws.com.cn' } },
      finds: [
        'uri.region',
        'error',
        { region: 'cn-north-1', sessionRegion: 'us-east-1', isOtherPartition: true },
      ],
    },
    {
      what: 'finds a host of another partition',
      subject: { uri: { ...aUri(), suffix: 'amazonaws.com.cn' } },
      finds: [
        'uri.suffix',
        'error',
        { region: 'us-east-1', suffix: 'amazonaws.com.cn', expected: 'amazonaws.com' },
      ],
    },
    {
      what: 'finds another account, of which nothing is documented',
      subject: { uri: { ...aUri(), accountId: '210987654321' } },
      finds: ['uri.account', 'warning', { account: '210987654321', sessionAccount: account }],
    },
    {
      what: 'cannot know whose session it is',
      prepare: (session) => Object.assign(session, { identify: () => Promise.reject(denied) }),
      because: { kind: 'error', error: denied },
    },
  ],
  exists: [
    { what: 'is silent where it is' },
    { what: 'is silent where it is by its digest', subject: { uri: byDigest } },
    {
      what: 'finds that there is no such tag',
      subject: noTag,
      finds: ['containerImage.missing', 'error', { uri: `${host}/team/notebook:9.9` }],
    },
    {
      what: 'finds that there is no such repository',
      subject: noRepository,
      finds: ['repository.missing', 'error', { repository: 'team/gone' }],
    },
    {
      what: 'finds that ECR has it once it was pulled, and asks',
      subject: noTag,
      prepare: cached,
      finds: [
        'containerImage.notFetched',
        'warning',
        { uri: `${host}/team/notebook:9.9`, upstream: 'registry-1.docker.io' },
      ],
    },
    {
      what: 'finds the same where not even the repository is there yet',
      subject: noRepository,
      prepare: cached,
      finds: [
        'containerImage.notFetched',
        'warning',
        { uri: `${host}/team/gone:1.0`, upstream: 'registry-1.docker.io' },
      ],
    },
    {
      what: 'takes it that nothing is fetched where it may not ask',
      subject: noTag,
      prepare: ({ registry }) => registry.calls.fail('findUpstream', denied),
      finds: ['containerImage.missing', 'error', { uri: `${host}/team/notebook:9.9` }],
    },
    {
      what: 'finds that it is archived',
      prepare: details({ status: 'ARCHIVED' }),
      finds: ['containerImage.archived', 'error', { uri }],
    },
    {
      what: 'finds that it is on its way back',
      prepare: details({ status: 'ACTIVATING' }),
      finds: ['containerImage.activating', 'warning', { uri }],
    },
    {
      what: 'cannot know what a new status means',
      prepare: details({ status: 'FROZEN' }),
      finds: ['containerImage.status', 'unknown', { uri, status: 'FROZEN' }],
    },
    {
      what: 'cannot know what may not be looked at',
      prepare: ({ registry }) => registry.calls.fail('findContainerImage', denied),
      because: { kind: 'error', error: denied },
    },
    { what: 'cannot know of another region', subject: elsewhere, because: inOtherRegion },
  ],
  mediaType: [
    { what: 'is silent about Docker’s', subject: { jobType: 'INFERENCE' } },
    { what: 'is silent about OCI’s for apps', prepare: details({ mediaType: ociManifest }) },
    {
      what: 'is silent about an index for apps',
      prepare: details({ mediaType: ociIndex }),
      subject: { jobType: 'NOTEBOOK_KERNEL' },
    },
    ...[ociManifest, ociIndex].map((mediaType): Case => ({
      what: `finds that inference refuses ${mediaType}`,
      prepare: details({ mediaType }),
      subject: { jobType: 'INFERENCE' },
      finds: ['mediaType.inference', 'warning', { mediaType }],
    })),
    {
      what: 'finds what is no container image',
      prepare: details({ mediaType: ociManifest, isArtifact: true }),
      finds: ['mediaType.artifact', 'error', { mediaType: ociManifest }],
    },
    {
      what: 'cannot know what nobody knows',
      prepare: details({ mediaType: 'application/vnd.docker.distribution.manifest.v1+json' }),
      finds: [
        'mediaType.unfamiliar',
        'unknown',
        { mediaType: 'application/vnd.docker.distribution.manifest.v1+json' },
      ],
    },
    { what: 'cannot know of an image that is not there', subject: noTag, because: { kind: 'missing' } },
    {
      what: 'cannot know in a repository that is not there',
      subject: noRepository,
      because: { kind: 'missing' },
    },
  ],
  platform: [
    { what: 'is silent about linux/amd64' },
    {
      what: 'is silent about an index with it',
      prepare: ({ registry }) => registry.manifests.set(digestOf('a'), anIndex(arm64, amd64)),
    },
    {
      what: 'finds an image for another one',
      prepare: ({ registry }) =>
        registry.configurations.set(digestOf('c'), aConfiguration({ platform: arm64 })),
      finds: ['platform.unsuitable', 'error', { platforms: [arm64], wanted: amd64 }],
    },
    {
      what: 'finds an index without it',
      prepare: ({ registry }) => registry.manifests.set(digestOf('a'), anIndex(arm64)),
      finds: ['platform.unsuitable', 'error', { platforms: [arm64], wanted: amd64 }],
    },
    {
      what: 'finds an index without any image',
      prepare: ({ registry }) =>
        registry.manifests.set(digestOf('a'), aManifest({ mediaType: ociIndex, image: undefined })),
      finds: ['platform.unsuitable', 'error', { platforms: [], wanted: amd64 }],
    },
    {
      what: 'cannot know of an image that does not tell',
      prepare: ({ registry }) =>
        registry.configurations.set(digestOf('c'), aConfiguration({ platform: undefined })),
      finds: ['platform.untold', 'unknown', {}],
    },
    {
      what: 'cannot know without the configuration',
      prepare: ({ registry }) => registry.calls.fail('readConfiguration', anotherOne),
      because: { kind: 'error', error: anotherOne },
    },
    { what: 'cannot know of an image that is not there', subject: noTag, because: { kind: 'missing' } },
    { what: 'cannot know of another region', subject: elsewhere, because: inOtherRegion },
  ],
  size: [
    { what: 'is silent about a usual one' },
    {
      what: 'finds what is too much for Studio Classic',
      prepare: details({ sizeInBytes: 25_000_000_001 }),
      finds: ['size.tooLarge', 'warning', { sizeInBytes: 25_000_000_001, limitInBytes: 25_000_000_000 }],
    },
    {
      what: 'finds that a large one takes its time',
      prepare: details({ sizeInBytes: 25_000_000_001 }),
      subject: { jobType: 'TRAINING' },
      finds: ['size.large', 'info', { sizeInBytes: 25_000_000_001 }],
    },
    {
      what: 'cannot know what is not told',
      prepare: details({ sizeInBytes: undefined }),
      finds: ['size.untold', 'unknown', {}],
    },
    { what: 'cannot know of an image that is not there', subject: noTag, because: { kind: 'missing' } },
  ],
  scan: [
    { what: 'is silent where nothing was found', prepare: scanned('COMPLETE', { HIGH: 0 }) },
    {
      what: 'finds what is severe',
      prepare: scanned('ACTIVE', { CRITICAL: 1, LOW: 2, HIGH: 0 }),
      finds: ['scan.severe', 'warning', { counts: { CRITICAL: 1, LOW: 2 } }],
    },
    {
      what: 'finds what is not',
      prepare: scanned('COMPLETE', { MEDIUM: 3 }),
      finds: ['scan.slight', 'info', { counts: { MEDIUM: 3 } }],
    },
    {
      what: 'finds what is in the image of an index',
      prepare: ({ registry }) => {
        registry.scans.clear();
        registry.manifests.set(digestOf('a'), anIndex(amd64));
        registry.add(aContainerImage({ digest: digestOf('b'), tags: [] }));
        registry.scans.set(digestOf('b'), { status: 'COMPLETE', counts: { HIGH: 4 } });
      },
      finds: ['scan.severe', 'warning', { counts: { HIGH: 4 } }],
    },
    {
      what: 'cannot know while it is scanned',
      prepare: scanned('IN_PROGRESS'),
      finds: ['scan.unfinished', 'unknown', { status: 'IN_PROGRESS' }],
    },
    {
      what: 'cannot know what ECR cannot scan',
      prepare: scanned('UNSUPPORTED_IMAGE'),
      finds: ['scan.unfinished', 'unknown', { status: 'UNSUPPORTED_IMAGE' }],
    },
    {
      what: 'cannot know what was not scanned',
      prepare: ({ registry }) => registry.scans.clear(),
      finds: ['scan.none', 'unknown', {}],
    },
    {
      what: 'cannot know what may not be looked at',
      prepare: ({ registry }) => registry.calls.fail('findScan', denied),
      because: { kind: 'error', error: denied },
    },
    {
      what: 'cannot know in a repository that is not there',
      subject: noRepository,
      because: { kind: 'missing' },
    },
  ],
  tag: [
    { what: 'is silent where the repository keeps its tags' },
    { what: 'is silent about a digest', subject: { uri: byDigest, isByTag: false } },
    {
      what: 'finds a tag that may move',
      prepare: (session) => mutable(session, false),
      finds: ['tag.mayMove', 'info', { tag: '1.0', repository, isCertain: true }],
    },
    {
      what: 'finds a tag that may move where some may',
      prepare: (session) => mutable(session, undefined),
      finds: ['tag.mayMove', 'info', { tag: '1.0', repository, isCertain: false }],
    },
    {
      what: 'cannot know of a repository that may not be looked at',
      prepare: ({ registry }) => registry.calls.fail('findRepository', denied),
      because: { kind: 'error', error: denied },
    },
    {
      what: 'cannot know of a repository that is not there',
      subject: noRepository,
      because: { kind: 'missing' },
    },
  ],
  registered: [
    { what: 'is silent about a new one', prepare: withVersions(`${host}/x@${digestOf('b')}`) },
    { what: 'is silent about an image without versions' },
    {
      what: 'is silent about the version itself',
      prepare: withVersions(made),
      subject: { image: { ...image, number: 1 } },
    },
    {
      what: 'is silent about an image that is to be created',
      subject: { image: { ...image, isNew: true, roleArn: role } },
    },
    {
      what: 'finds the newest version that was made of the same',
      prepare: withVersions(made, made, `${host}/x@${digestOf('b')}`),
      finds: ['digest.registered', 'warning', { imageName: 'notebook', number: 2 }],
    },
    {
      what: 'takes it for the one that was asked for without an answer',
      prepare: withVersions(made),
      subject: { image: { ...image, wasAskedFor: true } },
      finds: ['digest.perhapsThis', 'info', { imageName: 'notebook', number: 1 }],
    },
    {
      what: 'finds an older one than itself',
      prepare: withVersions(made, made),
      subject: { image: { ...image, number: 2 } },
      finds: ['digest.registered', 'warning', { imageName: 'notebook', number: 1 }],
    },
    {
      what: 'cannot know of all, where there are many',
      prepare: withVersions(
        made,
        ...Array.from({ length: mostVersions }, () => `${host}/x@${digestOf('b')}`),
      ),
      finds: ['digest.notAllSearched', 'unknown', { imageName: 'notebook', searched: mostVersions }],
    },
    {
      what: 'cannot know what may not be listed',
      prepare: (session) => {
        withVersions(made)(session);
        session.images.calls.fail('listVersions', denied);
      },
      because: { kind: 'error', error: denied },
    },
    {
      what: 'cannot know without the digest',
      prepare: withVersions(made),
      subject: noTag,
      because: { kind: 'missing' },
    },
    { what: 'cannot know of no version without the digest', subject: noTag, because: { kind: 'missing' } },
  ],
  aliases: [
    { what: 'is silent about an alias that is free' },
    { what: 'is silent about no aliases', subject: { aliases: [] } },
    {
      what: 'is silent about the version’s own',
      prepare: withAlias,
      subject: { image: { ...image, number: 1 } },
    },
    {
      what: 'finds one that another version has',
      prepare: withAlias,
      subject: { aliases: ['free', 'stable'] },
      finds: ['alias.taken', 'warning', { imageName: 'notebook', alias: 'stable', number: 1 }],
    },
    {
      what: 'cannot know what may not be looked at',
      prepare: ({ images }) => images.calls.fail('findVersionByAlias', denied),
      because: { kind: 'error', error: denied },
    },
  ],
  image: [
    { what: 'is silent about one that is there' },
    {
      what: 'is silent about one that is to be created',
      subject: { image: { name: 'x', isNew: true, roleArn: role } },
    },
    {
      what: 'finds that there is none',
      subject: { image: { name: 'gone', isNew: false } },
      finds: ['image.missing', 'error', { imageName: 'gone' }],
    },
    ...['CREATING', 'UPDATING'].map((status): Case => ({
      what: `finds that it is ${status}`,
      prepare: withImage({ status }),
      finds: ['image.changing', 'warning', { imageName: 'notebook', status }],
    })),
    ...['CREATE_FAILED', 'UPDATE_FAILED', 'DELETING', 'DELETE_FAILED'].map((status): Case => ({
      what: `finds that it is ${status}`,
      prepare: withImage({ status, failureReason: 'Because.' }),
      finds: ['image.unusable', 'error', { imageName: 'notebook', status, reason: 'Because.' }],
    })),
    {
      what: 'cannot know what a new status means',
      prepare: withImage({ status: 'RESTING' }),
      finds: ['image.status', 'unknown', { imageName: 'notebook', status: 'RESTING' }],
    },
    {
      what: 'cannot know what may not be looked at',
      prepare: ({ images }) => images.calls.fail('describeImage', denied),
      because: { kind: 'error', error: denied },
    },
  ],
  trust: [
    { what: 'is silent about a role that trusts SageMaker' },
    {
      what: 'is silent about the role of a new image',
      subject: { image: { name: 'x', isNew: true, roleArn: role } },
    },
    {
      what: 'finds that it does not',
      prepare: ({ roles }) => roles.trusts.set(role, 'untrusted'),
      finds: ['role.untrusted', 'warning', { roleArn: role }],
    },
    {
      what: 'finds that there is none',
      prepare: ({ roles }) => roles.trusts.clear(),
      finds: ['role.missing', 'warning', { roleArn: role }],
    },
    {
      what: 'cannot know what conditions come to',
      prepare: ({ roles }) => roles.trusts.set(role, 'conditional'),
      finds: ['role.trustDepends', 'unknown', { roleArn: role }],
    },
    {
      what: 'cannot know what may not be looked at',
      prepare: ({ roles }) => roles.calls.fail('findTrust', denied),
      because: { kind: 'error', error: denied },
    },
    {
      what: 'cannot know of another account’s role',
      prepare: withImage({ roleArn: otherRole }),
      because: { kind: 'foreignRole', account: '210987654321' },
    },
    {
      what: 'cannot know where the image tells no role',
      prepare: withImage({ roleArn: undefined }),
      because: { kind: 'noRole' },
    },
  ],
  pull: [
    { what: 'is silent about a role that may' },
    {
      what: 'finds what it may not',
      prepare: ({ roles }) => roles.decisions.set(role, { 'ecr:BatchGetImage': 'denied' }),
      finds: ['role.cannotPull', 'warning', { roleArn: role, repository, actions: ['ecr:BatchGetImage'] }],
    },
    {
      what: 'finds that it may get no token, which is of no repository',
      prepare: ({ roles }) =>
        roles.decisions.set(role, {
          'ecr:GetAuthorizationToken': 'denied',
          'ecr:BatchGetImage': 'unknown',
        }),
      finds: [
        'role.cannotPull',
        'warning',
        { roleArn: role, repository, actions: ['ecr:GetAuthorizationToken'] },
      ],
    },
    {
      what: 'cannot know what conditions come to',
      prepare: ({ roles }) => roles.decisions.set(role, { 'ecr:BatchGetImage': 'unknown' }),
      finds: ['role.pullDepends', 'unknown', { roleArn: role, repository, actions: ['ecr:BatchGetImage'] }],
    },
    {
      what: 'cannot know what may not be simulated',
      prepare: ({ roles }) => roles.calls.fail('simulate', denied, denied),
      because: { kind: 'error', error: denied },
    },
    {
      what: 'cannot know of a role that is not there',
      prepare: ({ roles }) => roles.decisions.clear(),
      because: { kind: 'noRole' },
    },
    {
      what: 'cannot know of another account’s role',
      prepare: withImage({ roleArn: otherRole }),
      because: { kind: 'foreignRole', account: '210987654321' },
    },
  ],
};

function mutable({ registry }: InMemorySession, immutableTags: boolean | undefined): void {
  registry.replaceRepository({ ...aRepository(), ...(immutableTags !== undefined && { immutableTags }) });
}

function withAlias(session: InMemorySession): Promise<void> {
  withVersions(`${host}/x@${digestOf('b')}`)(session);
  const { signal } = new AbortController();
  return session.images.updateVersion('notebook', 1, { aliasesToAdd: ['stable'] }, signal);
}

for (const [check, ofCheck] of Object.entries(cases) as [CheckId, readonly Case[]][]) {
  describe(`the check of ${check}`, () => {
    for (const { what, prepare, subject, finds, because } of ofCheck) {
      it(what, async () => {
        const session = aGoodSession();
        await prepare?.(session);
        const expected = because ? (['notChecked', 'unknown', { because }] as const) : finds;
        const found = await findingsOf(check, session, aSubject(subject));
        assert.deepEqual(found, expected ? [expected] : []);
      });
    }
  });
}

async function fixesOf(
  prepare: Prepare | undefined,
  subject: Partial<Subject> = {},
): Promise<readonly Fix[]> {
  const session = aGoodSession();
  await prepare?.(session);
  const findings = await allFindings(session, aSubject(subject));
  return findings.flatMap(({ fix }) => fix ?? []);
}

/** Whose policy the only fix shows, and its statements. */
async function policyOf(prepare: Prepare | undefined, subject: Partial<Subject> = {}) {
  const [fix] = await fixesOf(prepare, subject);
  assert.ok(fix?.kind === 'openPolicy');
  return [fix.of, JSON.parse(fix.policy).Statement] as const;
}

describe('a fix', () => {
  const bare = aUri(`${host}/team/notebook`);

  it('rewrites the region, and the host with it', async () => {
    assert.deepEqual(await fixesOf(undefined, elsewhere), [{ kind: 'rewriteUri', uri: aUri() }]);
    const suffix = { uri: { ...aUri(), suffix: 'amazonaws.com.cn' } };
    assert.deepEqual(await fixesOf(undefined, suffix), [{ kind: 'rewriteUri', uri: aUri() }]);
  });

  it('does not rewrite what is out of reach', async () => {
    const china = { uri: { ...aUri(), region: 'cn-north-1', suffix: 'amazonaws.com.cn' } };
    assert.deepEqual(await fixesOf(undefined, china), []);
  });

  it('pins the digest that is known', async () => {
    assert.deepEqual(await fixesOf((session) => mutable(session, false)), [
      { kind: 'pinDigest', uri: { ...aUri(), digest: digestOf('a') } },
    ]);
  });

  it('chooses another tag', async () => {
    assert.deepEqual(await fixesOf(undefined, noTag), [{ kind: 'chooseTag', repository: bare }]);
    assert.deepEqual(await fixesOf(withVersions(made)), [{ kind: 'chooseTag', repository: bare }]);
  });

  it('chooses other aliases', async () => {
    assert.deepEqual(await fixesOf(withAlias), [{ kind: 'chooseAliases' }]);
  });

  it('shows how a role trusts SageMaker', async () => {
    const [of, statements] = await policyOf(({ roles }) => roles.trusts.set(role, 'untrusted'));
    assert.deepEqual(of, { kind: 'trust', roleArn: role });
    const Principal = { Service: 'sagemaker.amazonaws.com' };
    assert.deepEqual(statements, [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }]);
  });

  it('shows what lets a role pull', async () => {
    const [of, statements] = await policyOf(({ roles }) =>
      roles.decisions.set(role, { 'ecr:BatchGetImage': 'denied' }),
    );
    assert.deepEqual(of, { kind: 'role', roleArn: role });
    assert.deepEqual(statements, [
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'],
        Resource: `arn:aws:ecr:us-east-1:${account}:repository/team/notebook`,
      },
    ]);
  });

  it('shows what lets this account into another one’s repository', async () => {
    const other = { uri: { ...aUri(), accountId: '210987654321' } };
    const [of, [statement]] = await policyOf(undefined, other);
    assert.deepEqual(of, { kind: 'repository', repository });
    assert.deepEqual(statement.Principal, { AWS: `arn:aws:iam::${account}:root` });
  });
});
