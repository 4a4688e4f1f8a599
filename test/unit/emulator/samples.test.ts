import assert from 'node:assert/strict';
import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  paginateDescribeImages,
  paginateDescribeRepositories,
} from '@aws-sdk/client-ecr';
import {
  DescribeImageCommand,
  DescribeImageVersionCommand,
  paginateListImages,
  paginateListImageVersions,
} from '@aws-sdk/client-sagemaker';
import { IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import { addSamples } from '../../emulator/samples.ts';
import { clientSettings, useEmulator } from './useEmulator.ts';

describe('emulator: samples', () => {
  const fixture = useEmulator();
  const now = new Date();

  beforeEach(() => addSamples(fixture.emulator, now));

  async function listVersions() {
    const client = fixture.sagemaker;
    const versions = [];
    for await (const { Images = [] } of paginateListImages({ client }, {})) {
      for (const { ImageName } of Images) {
        for await (const { ImageVersions = [] } of paginateListImageVersions({ client }, { ImageName })) {
          for (const { Version } of ImageVersions) {
            versions.push(await client.send(new DescribeImageVersionCommand({ ImageName, Version })));
          }
        }
      }
    }
    return versions;
  }

  it('have versions of every kind', async () => {
    const versions = await listVersions();
    const statuses = new Set(versions.map(({ ImageVersionStatus }) => ImageVersionStatus));
    assert.deepEqual(statuses, new Set(['CREATED', 'CREATE_FAILED', 'CREATING']));
    const jobs = new Set(versions.map(({ JobType }) => JobType));
    assert.deepEqual(jobs, new Set(['NOTEBOOK_KERNEL', 'TRAINING', 'INFERENCE']));
    for (const version of versions) {
      const { ImageVersionStatus: status, ContainerImage, FailureReason } = version;
      assert.equal(ContainerImage !== undefined, status === 'CREATED', version.ImageVersionArn);
      assert.equal(FailureReason !== undefined, status === 'CREATE_FAILED', version.ImageVersionArn);
      assert.ok(version.CreationTime! <= now);
    }
  });

  it('have roles for SageMaker and for others, the images’ own among them', async () => {
    const client = new IAMClient(clientSettings(fixture.emulator));
    const policies: Record<string, string> = {};
    for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
      for (const { Arn = '', AssumeRolePolicyDocument = '' } of Roles)
        policies[Arn] = AssumeRolePolicyDocument;
    }
    const areForSageMaker = Object.values(policies).map((policy) =>
      policy.includes('sagemaker.amazonaws.com'),
    );
    assert.deepEqual(new Set(areForSageMaker), new Set([true, false]));
    const { RoleArn = '' } = await fixture.sagemaker.send(
      new DescribeImageCommand({ ImageName: 'churn-notebook' }),
    );
    assert.ok(policies[RoleArn]?.includes('sagemaker.amazonaws.com'));
  });

  it('have container images of every kind, whose contents can be read', async () => {
    const client = new ECRClient(clientSettings(fixture.emulator));
    const kinds = new Set<string>();
    for await (const { repositories = [] } of paginateDescribeRepositories({ client }, {})) {
      for (const { repositoryName } of repositories) {
        const filter = { imageStatus: 'ANY' } as const;
        const pages = paginateDescribeImages({ client }, { repositoryName, filter });
        for await (const { imageDetails = [] } of pages) {
          for (const { imageDigest, imageStatus, imageManifestMediaType: type = '' } of imageDetails) {
            kinds.add(
              imageStatus === 'ARCHIVED' ? 'archived' : await kindOf(repositoryName, imageDigest, type),
            );
            if (await isCritical(repositoryName, imageDigest)) kinds.add('critical');
          }
        }
      }
    }
    assert.deepEqual(kinds, new Set(['archived', 'index', 'amd64', 'arm64', 'critical']));

    async function kindOf(repositoryName = '', imageDigest = '', type: string): Promise<string> {
      if (/index|list/.test(type)) return 'index';
      const answer = await client.send(
        new BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest }] }),
      );
      const { config } = JSON.parse(answer.images?.[0]?.imageManifest ?? '');
      const layerDigest: string = config.digest;
      const { downloadUrl = '' } = await client.send(
        new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
      );
      return ((await (await fetch(downloadUrl)).json()) as { architecture: string }).architecture;
    }

    async function isCritical(repositoryName: string | undefined, imageDigest = ''): Promise<boolean> {
      const command = new DescribeImageScanFindingsCommand({ repositoryName, imageId: { imageDigest } });
      const answer = await client.send(command).catch(() => undefined);
      return (answer?.imageScanFindings?.findingSeverityCounts?.['CRITICAL'] ?? 0) > 0;
    }
  });

  it('made their versions from container images that are still there', async () => {
    const client = new ECRClient(clientSettings(fixture.emulator));
    const digests = new Set<string>();
    let untagged = 0;
    for await (const { repositories = [] } of paginateDescribeRepositories({ client }, {})) {
      for (const { repositoryName, repositoryUri } of repositories) {
        for await (const { imageDetails = [] } of paginateDescribeImages({ client }, { repositoryName })) {
          for (const { imageDigest, imageTags } of imageDetails) {
            digests.add(`${repositoryUri}@${imageDigest}`);
            if (!imageTags) untagged++;
          }
        }
      }
    }
    assert.ok(untagged > 0);
    const versions = await listVersions();
    for (const { ContainerImage } of versions)
      assert.ok(!ContainerImage || digests.has(ContainerImage), ContainerImage);
  });
});
