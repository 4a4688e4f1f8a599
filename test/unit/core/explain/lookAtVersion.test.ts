import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import type { VersionEvidence } from '../../../../src/core/explain/evidence.ts';
import { lookAtVersion } from '../../../../src/core/explain/lookAtVersion.ts';
import {
  account,
  aContainerImage,
  anImage,
  aRepository,
  aVersion,
  digestOf,
  host,
  region,
  role,
} from '../../../support/builders.ts';
import {
  aConfiguration,
  aManifest,
  amd64,
  anIndex,
  arm64,
  ociIndex,
} from '../../../support/contentsBuilders.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';

const { signal } = new AbortController();
const reference = `${host}/team/notebook:1.0`;
const image = { ...anImage(), roleArn: role };
const version = aVersion({ status: 'CREATE_FAILED', baseImage: reference });
const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });
const refused = { kind: 'error', error: denied } as const;
const actions = [
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetAuthorizationToken',
];

describe('What is found out of a version that failed', () => {
  let session: InMemorySession;

  beforeEach(async () => {
    session = aSession();
    const { images, registry, roles } = session;
    images.add(image, aVersion({ baseImage: reference }));
    await images.updateVersion('notebook', 1, { aliasesToAdd: ['stable'] }, signal);
    images.settleVersion('notebook', 1, { status: 'CREATE_FAILED' });
    registry.add(aContainerImage());
    registry.manifests.set(digestOf('a'), aManifest());
    registry.configurations.set(digestOf('c'), aConfiguration());
    roles.trusts.set(role, 'untrusted');
    roles.decisions.set(role, { 'ecr:BatchGetImage': 'denied' });
  });

  const look = (): Promise<VersionEvidence> => lookAtVersion(version, session, signal);

  function become(has: Partial<typeof version>): void {
    session.images.removeVersion('notebook', 1);
    session.images.add(image, { ...version, ...has });
  }

  it('is its container image, the role of its image, and its aliases', async () => {
    assert.deepEqual(await look(), {
      version,
      region,
      accountId: account,
      image,
      container: {
        reference,
        isFound: true,
        status: 'ACTIVE',
        isArtifact: false,
        mediaType: aManifest().mediaType,
        sizeInBytes: 100,
        platforms: ['linux/amd64'],
        configuration: { user: '1000', entrypoint: ['jupyter-lab'], cmd: [] },
      },
      role: {
        arn: role,
        trust: 'untrusted',
        decisions: actions.map((action) => ({
          action,
          decision: action === 'ecr:BatchGetImage' ? 'denied' : 'allowed',
        })),
      },
      aliases: ['stable'],
      obstacles: {},
    });
  });

  it('is the platforms of an index, whatever is in its first image', async () => {
    session.registry.manifests.set(digestOf('a'), anIndex(arm64, amd64));
    const { container } = await look();
    assert.deepEqual(
      [container?.mediaType, container?.platforms],
      [ociIndex, ['linux/arm64/v8', 'linux/amd64']],
    );
  });

  it('knows of a role that is not there', async () => {
    session.roles.trusts.clear();
    session.roles.decisions.clear();
    assert.deepEqual((await look()).role, { arn: role, trust: 'missing' });
  });

  it('knows of a container image and a repository that are not there', async () => {
    const { images, roles } = session;
    session = { ...aSession(), images, roles };
    session.registry.addRepository(aRepository());
    assert.deepEqual((await look()).container, { reference, isFound: false });
    session = { ...aSession(), images, roles };
    assert.deepEqual((await look()).container, { reference, isFound: false });
  });

  it('does not look into another region', async () => {
    const elsewhere = reference.replace(region, 'eu-west-1');
    become({ baseImage: elsewhere });
    const { container, obstacles } = await look();
    assert.deepEqual(container, { reference: elsewhere });
    assert.deepEqual(obstacles?.container, { kind: 'elsewhere', region: 'eu-west-1' });
    assert.deepEqual(session.registry.calls.operations, []);
  });

  it('does not guess which container image is meant without a tag', async () => {
    const untagged = `${host}/team/notebook`;
    become({ baseImage: untagged });
    const { container, role: found } = await look();
    assert.deepEqual(container, { reference: untagged });
    assert.equal(found?.trust, 'untrusted');
  });

  it('is the image alone where the version was made of something else, or of nothing that is told', async () => {
    become({ baseImage: 'python:3.13' });
    const odd = await look();
    assert.deepEqual([odd.container, odd.role, odd.image], [{ reference: 'python:3.13' }, undefined, image]);
    session = aSession();
    const { baseImage: _none, ...bare } = version;
    session.images.add(image, bare);
    assert.equal((await look()).container, undefined);
  });

  it('is less where less may be asked for, and says what stood in the way', async () => {
    const { images, registry, roles } = session;
    images.calls.fail('listAliases', denied);
    registry.calls.fail('findManifest', denied);
    roles.calls.fail('findTrust', denied);
    roles.calls.fail('simulate', denied, denied);
    const { obstacles, role: found, aliases } = await look();
    assert.deepEqual([found, aliases], [{ arn: role }, undefined]);
    assert.deepEqual(obstacles, {
      aliases: refused,
      platform: refused,
      configuration: refused,
      role: refused,
    });
  });

  it('says so where the image has no role, or one of another account', async () => {
    session.images.add({ ...anImage(), roleArn: undefined as never }, version);
    assert.deepEqual((await look()).obstacles?.role, { kind: 'noRole' });
    session.images.add({ ...image, roleArn: role.replace(account, '999999999999') }, version);
    assert.deepEqual((await look()).obstacles?.role, { kind: 'foreignRole', account: '999999999999' });
  });

  it('fails where not even the version may be described', async () => {
    session.images.calls.fail('describeVersion', denied);
    await assert.rejects(look(), { code: 'auth.denied' });
  });
});
