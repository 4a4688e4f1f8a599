import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  BatchGetImageCommand,
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribePullThroughCacheRulesCommand,
  DescribeRepositoriesCommand,
  GetDownloadUrlForLayerCommand,
  ListImagesCommand,
} from '@aws-sdk/client-ecr';
import { useEmulator } from './useEmulator.ts';

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status;
}

describe('emulator: ECR', () => {
  const fixture = useEmulator();
  const repositoryName = 'team/notebook';

  const describeImages = async (input: object = {}) => {
    const { imageDetails = [] } = await fixture.ecr.send(
      new DescribeImagesCommand({ repositoryName, ...input }),
    );
    return imageDetails;
  };

  async function manifestOf(imageId: { imageTag?: string; imageDigest?: string }) {
    const answer = await fixture.ecr.send(new BatchGetImageCommand({ repositoryName, imageIds: [imageId] }));
    const [image] = answer.images ?? [];
    assert.ok(image?.imageManifest);
    return { ...image, text: image.imageManifest, json: JSON.parse(image.imageManifest) };
  }

  async function download(layerDigest: string): Promise<string> {
    const command = new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest });
    const { downloadUrl = '' } = await fixture.ecr.send(command);
    const response = await fetch(downloadUrl);
    assert.equal(response.status, 200);
    return response.text();
  }

  it('describes repositories, page by page or by name', async () => {
    for (const name of ['aa', 'bb', 'cc']) fixture.emulator.addRepository({ name });
    const first = await fixture.ecr.send(new DescribeRepositoriesCommand({ maxResults: 2 }));
    const rest = await fixture.ecr.send(new DescribeRepositoriesCommand({ nextToken: first.nextToken }));
    const uris = [...(first.repositories ?? []), ...(rest.repositories ?? [])].map((r) => r.repositoryUri);
    assert.deepEqual(
      uris,
      ['aa', 'bb', 'cc'].map((name) => `${fixture.emulator.registryHost}/${name}`),
    );
    const named = await fixture.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: ['bb'] }));
    assert.deepEqual(
      named.repositories?.map((r) => r.repositoryName),
      ['bb'],
    );
  });

  it('refuses paging together with names or identifiers', async () => {
    fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['1'] });
    const names = { repositoryNames: [repositoryName] };
    for (const paging of [{ maxResults: 5 }, { nextToken: 'x' }]) {
      await assert.rejects(fixture.ecr.send(new DescribeRepositoriesCommand({ ...names, ...paging })), {
        name: 'InvalidParameterException',
      });
      await assert.rejects(describeImages({ imageIds: [{ imageTag: '1' }], ...paging }), {
        name: 'InvalidParameterException',
      });
    }
  });

  it('knows only its own registry and repositories', async () => {
    fixture.emulator.addRepository({ name: repositoryName });
    await describeImages({ registryId: '123456789012' });
    await assert.rejects(describeImages({ registryId: '210987654321' }), {
      name: 'RepositoryNotFoundException',
    });
    await assert.rejects(describeImages({ repositoryName: 'nothing' }), {
      name: 'RepositoryNotFoundException',
      message: "The repository with name 'nothing' does not exist in the registry with id '123456789012'",
    });
  });

  it('describes images: those that are active, unless asked otherwise', async () => {
    const { emulator } = fixture;
    const pushedAt = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    const digest = emulator.addContainerImage({
      repository: repositoryName,
      tags: ['1.0', 'latest'],
      sizeInBytes: 123,
      pushedAt,
    });
    emulator.addContainerImage({ repository: repositoryName, tags: ['0.9'], status: 'ARCHIVED' });
    emulator.addContainerImage({ repository: repositoryName });
    const tagged = await describeImages({ filter: { tagStatus: 'TAGGED' } });
    assert.equal(tagged.length, 1);
    assert.equal(tagged[0]?.imageDigest, digest);
    assert.deepEqual(tagged[0]?.imageTags, ['1.0', 'latest']);
    assert.equal(tagged[0]?.imageSizeInBytes, 123);
    assert.deepEqual(tagged[0]?.imagePushedAt, pushedAt);
    assert.equal((await describeImages({ filter: { tagStatus: 'UNTAGGED' } })).length, 1);
    assert.equal((await describeImages()).length, 2);
    assert.equal((await describeImages({ filter: { imageStatus: 'ANY' } })).length, 3);
  });

  it('has 100 images in a page', async () => {
    for (let tag = 0; tag < 101; tag++) {
      fixture.emulator.addContainerImage({ repository: repositoryName, tags: [String(tag)] });
    }
    assert.equal((await describeImages()).length, 100);
    assert.equal((await describeImages({ maxResults: 1000 })).length, 101);
    const listed = await fixture.ecr.send(new ListImagesCommand({ repositoryName, maxResults: 1000 }));
    assert.equal(listed.imageIds?.length, 101);
  });

  it('lists one identifier for each tag', async () => {
    const imageDigest = fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['1', '2'] });
    const { imageIds } = await fixture.ecr.send(new ListImagesCommand({ repositoryName }));
    assert.deepEqual(imageIds, [
      { imageDigest, imageTag: '1' },
      { imageDigest, imageTag: '2' },
    ]);
  });

  it('moves a tag to the image that was pushed last', async () => {
    const old = fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['latest'] });
    const digest = fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['latest'] });
    assert.notEqual(digest, old);
    assert.equal((await describeImages({ imageIds: [{ imageTag: 'latest' }] }))[0]?.imageDigest, digest);
    assert.equal((await describeImages({ imageIds: [{ imageDigest: old }] }))[0]?.imageTags, undefined);
  });

  it('says which image is missing', async () => {
    fixture.emulator.addRepository({ name: repositoryName });
    await assert.rejects(describeImages({ imageIds: [{ imageTag: 'x' }] }), {
      name: 'ImageNotFoundException',
      message:
        /^The image with imageId \{imageDigest:'null', imageTag:'x'\} does not exist within the repository/,
    });
  });

  it('reports missing manifests beside those that it has', async () => {
    const first = fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['1'] });
    fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['2'] });
    const imageIds = [
      { imageTag: '1', imageDigest: first },
      { imageTag: '3' },
      { imageTag: '2', imageDigest: first },
      {},
    ];
    const { images, failures } = await fixture.ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds }),
    );
    assert.deepEqual(
      images?.map(({ imageId }) => imageId),
      [{ imageTag: '1', imageDigest: first }],
    );
    assert.deepEqual(
      failures?.map(({ failureCode }) => failureCode),
      ['ImageNotFound', 'ImageTagDoesNotMatchDigest', 'MissingDigestAndTag'],
    );
  });

  it('serves a manifest and its configuration under their true digests', async () => {
    fixture.emulator.addContainerImage({
      repository: repositoryName,
      tags: ['1'],
      architectures: ['arm64'],
      config: { User: '1001' },
    });
    const manifest = await manifestOf({ imageTag: '1' });
    assert.equal(manifest.imageId?.imageDigest, digestOf(manifest.text));
    assert.equal(manifest.imageManifestMediaType, manifest.json.mediaType);
    const config = await download(manifest.json.config.digest);
    assert.equal(digestOf(config), manifest.json.config.digest);
    assert.equal(Buffer.byteLength(config), manifest.json.config.size);
    const {
      architecture,
      os,
      config: { User },
    } = JSON.parse(config);
    assert.deepEqual([architecture, os, User], ['arm64', 'linux', '1001']);
  });

  it('serves an index, its members, and BuildKit’s attestations', async () => {
    fixture.emulator.addContainerImage({
      repository: repositoryName,
      tags: ['1'],
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      architectures: ['amd64', 'arm64'],
    });
    const index = await manifestOf({ imageTag: '1' });
    assert.equal(index.imageManifestMediaType, 'application/vnd.oci.image.index.v1+json');
    const members: { digest: string; platform: { architecture: string } }[] = index.json.manifests;
    assert.deepEqual(
      members.map((m) => m.platform.architecture),
      ['amd64', 'arm64', 'unknown', 'unknown'],
    );
    const member = await manifestOf({ imageDigest: members[1]!.digest });
    assert.equal(JSON.parse(await download(member.json.config.digest)).architecture, 'arm64');
  });

  it('shows an image’s layers with what made them, and puts an index in front of one image, too', async () => {
    fixture.emulator.addContainerImage({
      repository: repositoryName,
      tags: ['1'],
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      hasIndex: true,
      sizeInBytes: 1000,
      layers: [{ identity: 'base', sizeInBytes: 200, createdBy: 'ADD rootfs.tar /' }],
    });
    const index = await manifestOf({ imageTag: '1' });
    assert.equal(index.json.manifests.length, 2);
    const member = await manifestOf({ imageDigest: index.json.manifests[0].digest });
    assert.equal(member.json.layers[0].size, 200);
    const { history, rootfs } = JSON.parse(await download(member.json.config.digest));
    assert.equal(history[0].created_by, 'ADD rootfs.tar /');
    assert.deepEqual(
      rootfs.diff_ids,
      member.json.layers.map((layer: { digest: string }) => layer.digest),
    );
  });

  it('shows layers that images share under one digest', async () => {
    const layers = [{ identity: 'base', sizeInBytes: 200, createdBy: 'ADD rootfs.tar /' }];
    for (const tag of ['1', '2']) {
      fixture.emulator.addContainerImage({ repository: repositoryName, tags: [tag], layers });
    }
    const [one, other] = [await manifestOf({ imageTag: '1' }), await manifestOf({ imageTag: '2' })];
    assert.equal(one.json.layers[0].digest, other.json.layers[0].digest);
    assert.notEqual(one.json.layers[1].digest, other.json.layers[1].digest);
  });

  it('describes what scans have found, by whom, and that there was none', async () => {
    const scanOf = (imageTag: string) =>
      fixture.ecr.send(new DescribeImageScanFindingsCommand({ repositoryName, imageId: { imageTag } }));
    const { emulator } = fixture;
    emulator.addContainerImage({ repository: repositoryName, tags: ['1'], scan: { counts: { HIGH: 2 } } });
    emulator.addContainerImage({
      repository: repositoryName,
      tags: ['2'],
      scan: { isEnhanced: true, counts: { CRITICAL: 1 } },
    });
    emulator.addContainerImage({ repository: repositoryName, tags: ['3'], scan: { status: 'FAILED' } });
    emulator.addContainerImage({ repository: repositoryName, tags: ['4'] });
    const [basic, enhanced, failed] = [await scanOf('1'), await scanOf('2'), await scanOf('3')];
    assert.equal(basic.imageScanStatus?.status, 'COMPLETE');
    assert.deepEqual(basic.imageScanFindings?.findingSeverityCounts, { HIGH: 2 });
    assert.equal(basic.imageScanFindings?.findings?.length, 2);
    assert.equal(enhanced.imageScanStatus?.status, 'ACTIVE');
    assert.equal(enhanced.imageScanFindings?.enhancedFindings?.[0]?.severity, 'CRITICAL');
    assert.equal(failed.imageScanStatus?.status, 'FAILED');
    assert.equal(failed.imageScanFindings, undefined);
    await assert.rejects(scanOf('4'), { name: 'ScanNotFoundException' });
    await assert.rejects(scanOf('5'), { name: 'ImageNotFoundException' });
  });

  it('describes what it caches, page by page or by prefix', async () => {
    fixture.emulator.addUpstream({ prefix: 'docker-hub', host: 'registry-1.docker.io' });
    fixture.emulator.addUpstream({ prefix: 'quay', host: 'quay.io' });
    const describe = (input: object) => fixture.ecr.send(new DescribePullThroughCacheRulesCommand(input));
    const first = await describe({ maxResults: 1 });
    const rest = await describe({ nextToken: first.nextToken });
    const rules = [...(first.pullThroughCacheRules ?? []), ...(rest.pullThroughCacheRules ?? [])];
    assert.deepEqual(
      rules.map(({ upstreamRegistryUrl }) => upstreamRegistryUrl),
      ['registry-1.docker.io', 'quay.io'],
    );
    const named = await describe({ ecrRepositoryPrefixes: ['quay'] });
    assert.equal(named.pullThroughCacheRules?.[0]?.ecrRepositoryPrefix, 'quay');
    await assert.rejects(describe({ ecrRepositoryPrefixes: ['gone'] }), {
      name: 'PullThroughCacheRuleNotFoundException',
    });
  });

  it('does not give out what is archived', async () => {
    fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['1'], status: 'ARCHIVED' });
    const imageIds = [{ imageTag: '1' }];
    const { failures } = await fixture.ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    assert.equal(failures?.[0]?.failureCode, 'ImageNotFound');
    assert.equal((await describeImages({ imageIds }))[0]?.imageStatus, 'ARCHIVED');
    fixture.emulator.hidesArchived = true;
    await assert.rejects(describeImages({ imageIds }), { name: 'ImageNotFoundException' });
    assert.equal((await describeImages({ filter: { imageStatus: 'ARCHIVED' } })).length, 1);
  });

  it('lets download by a URL for a while, and just what that is for', async () => {
    const { emulator, ecr } = fixture;
    emulator.addContainerImage({ repository: repositoryName, tags: ['1'] });
    emulator.addContainerImage({ repository: repositoryName, tags: ['2'] });
    const [first, second] = [await manifestOf({ imageTag: '1' }), await manifestOf({ imageTag: '2' })];
    const layerDigest: string = first.json.config.digest;
    const { downloadUrl = '' } = await ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
    );
    assert.ok(emulator.downloadSignatures.isIn(downloadUrl));
    assert.equal(await statusOf(downloadUrl), 200);
    assert.equal(await statusOf(downloadUrl.replace(layerDigest, second.json.config.digest)), 403);
    assert.equal(await statusOf(downloadUrl.replace(/\?.*/, '')), 403);
    emulator.downloadSignatures.expire();
    assert.equal(await statusOf(downloadUrl), 403);
  });

  it('meets faults on downloads, too', async () => {
    fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['1'] });
    const { json } = await manifestOf({ imageTag: '1' });
    fixture.emulator.faults.inject({ kind: 'dropBefore', operation: 'GetObject', times: 1 });
    await assert.rejects(download(json.config.digest), TypeError);
    assert.ok(await download(json.config.digest));
    await fixture.emulator.waitFor('GetObject');
  });

  it('refuses AWS credentials at a download URL, and layers that it does not have', async () => {
    fixture.emulator.addContainerImage({ repository: repositoryName, tags: ['1'] });
    const { json } = await manifestOf({ imageTag: '1' });
    const { downloadUrl = '' } = await fixture.ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: json.config.digest }),
    );
    const signed = await fetch(downloadUrl, { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } });
    assert.equal(signed.status, 400);
    await assert.rejects(download(`sha256:${'0'.repeat(64)}`), { name: 'LayersNotFoundException' });
  });
});
