import assert from 'node:assert/strict';
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  ListImagesCommand,
} from '@aws-sdk/client-ecr';
import {
  ECRPUBLICClient,
  GetAuthorizationTokenCommand as GetPublicAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr-public';
import { CreateImageVersionCommand, DescribeImageVersionCommand } from '@aws-sdk/client-sagemaker';
import { buildImage, buildIndex } from '../../emulator/containerImage.ts';
import type { BuiltImage, Document, ImageContent } from '../../emulator/containerImage.ts';
import { serve } from '../../emulator/server.ts';
import type { Answer, HttpServer } from '../../emulator/server.ts';
import { clientSettings, useEmulator } from './useEmulator.ts';

const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json';

describe('emulator: passwords of registries', () => {
  const fixture = useEmulator();

  async function authorize(region = fixture.emulator.region, registryIds?: string[]) {
    const client = new ECRClient({ ...clientSettings(fixture.emulator), region });
    const { authorizationData = [] } = await client.send(
      new GetAuthorizationTokenCommand(registryIds ? { registryIds } : {}),
    );
    return authorizationData;
  }

  function judge(token: string | undefined, scope: string): string {
    const [user = '', password = ''] = Buffer.from(token ?? '', 'base64')
      .toString()
      .split(':');
    return fixture.emulator.registryTokens.judge(scope, user, password);
  }

  it('are long, different, and good for twelve hours', async () => {
    const [[first], [second]] = [await authorize(), await authorize()];
    assert.notEqual(first?.authorizationToken, second?.authorizationToken);
    assert.ok((first?.authorizationToken?.length ?? 0) > 2000);
    assert.equal(first?.proxyEndpoint, `https://${fixture.emulator.registryHost}`);
    const hours = ((first?.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
    assert.ok(hours > 11.9 && hours <= 12, `${hours}`);
    assert.equal(judge(first?.authorizationToken, 'us-east-1'), 'good');
  });

  it('are good in the region that they were asked for, for whatever registry', async () => {
    const data = await authorize('cn-north-1', ['210987654321', '123456789012']);
    assert.deepEqual(
      data.map(({ proxyEndpoint }) => proxyEndpoint),
      ['210987654321', '123456789012'].map((id) => `https://${id}.dkr.ecr.cn-north-1.amazonaws.com.cn`),
    );
    assert.equal(judge(data[0]?.authorizationToken, 'cn-north-1'), 'good');
    assert.equal(judge(data[0]?.authorizationToken, 'us-east-1'), 'unknown');
  });

  it('can end', async () => {
    const [data] = await authorize();
    fixture.emulator.registryTokens.expire();
    assert.equal(judge(data?.authorizationToken, 'us-east-1'), 'expired');
    fixture.emulator.registryTokens.seconds = 0;
    const [next] = await authorize();
    assert.equal(judge(next?.authorizationToken, 'us-east-1'), 'expired');
  });

  it('can be refused', async () => {
    fixture.emulator.faults.inject({ kind: 'denied', operation: 'GetAuthorizationToken' });
    await assert.rejects(authorize(), {
      name: 'AccessDeniedException',
      message: /is not authorized to perform: ecr:GetAuthorizationToken on resource: \* because/,
    });
  });

  it('are other ones for ECR Public', async () => {
    const client = new ECRPUBLICClient(clientSettings(fixture.emulator));
    const { authorizationData } = await client.send(new GetPublicAuthorizationTokenCommand({}));
    assert.equal(judge(authorizationData?.authorizationToken, 'public'), 'good');
    assert.equal(judge(authorizationData?.authorizationToken, 'us-east-1'), 'unknown');
    const elsewhere = new ECRPUBLICClient({ ...clientSettings(fixture.emulator), region: 'eu-west-1' });
    await assert.rejects(elsewhere.send(new GetPublicAuthorizationTokenCommand({})), {
      name: 'InvalidSignatureException',
    });
  });

  it('can be found in a text, by a part of them', async () => {
    const [data] = await authorize();
    const token = data?.authorizationToken ?? '';
    const { registryTokens } = fixture.emulator;
    assert.ok(registryTokens.isIn(`… ${token.slice(1000, 1050)} …`));
    const password = Buffer.from(token, 'base64').toString().slice('AWS:'.length);
    assert.ok(registryTokens.isIn(password.slice(100, 150)));
    assert.ok(!registryTokens.isIn('no secret'));
  });
});

describe('emulator: new repositories', () => {
  const fixture = useEmulator();
  const repositoryName = 'team/notebook';

  it('are as they were asked for', async () => {
    const { repository } = await fixture.ecr.send(
      new CreateRepositoryCommand({
        repositoryName,
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
      }),
    );
    assert.equal(repository?.repositoryUri, `${fixture.emulator.registryHost}/${repositoryName}`);
    assert.equal(repository?.imageTagMutability, 'IMMUTABLE');
    assert.deepEqual(repository?.imageScanningConfiguration, { scanOnPush: true });
    const { repositories } = await fixture.ecr.send(new DescribeRepositoriesCommand({}));
    assert.deepEqual(repositories, [repository]);
  });

  it('have names that no other has', async () => {
    await fixture.ecr.send(new CreateRepositoryCommand({ repositoryName }));
    await assert.rejects(fixture.ecr.send(new CreateRepositoryCommand({ repositoryName })), {
      name: 'RepositoryAlreadyExistsException',
      message: `The repository with name '${repositoryName}' already exists in the registry with id '123456789012'`,
    });
  });

  it('have names of ECR’s form, and are in the caller’s account', async () => {
    for (const name of ['Team', 'a', 'team//notebook']) {
      await assert.rejects(fixture.ecr.send(new CreateRepositoryCommand({ repositoryName: name })), {
        name: 'InvalidParameterException',
      });
    }
    const elsewhere = new CreateRepositoryCommand({ repositoryName, registryId: '210987654321' });
    await assert.rejects(fixture.ecr.send(elsewhere), { name: 'InvalidParameterException' });
  });

  it('are no more than there may be', async () => {
    fixture.emulator.repositoryQuota = 1;
    await fixture.ecr.send(new CreateRepositoryCommand({ repositoryName }));
    await assert.rejects(fixture.ecr.send(new CreateRepositoryCommand({ repositoryName: 'another' })), {
      name: 'LimitExceededException',
    });
  });
});

describe('emulator: what a real registry holds', () => {
  const fixture = useEmulator();
  const repositoryName = 'churn';
  let registry: Registry;

  beforeEach(async () => {
    registry = await startRegistry();
    fixture.emulator.addRepository({ name: repositoryName });
    fixture.emulator.attachRegistry(registry.url, (name) => `host/${name}`);
  });

  afterEach(() => registry.close());

  const describeImages = async (imageIds: { imageTag?: string; imageDigest?: string }[]) => {
    const command = new DescribeImagesCommand({ repositoryName, imageIds });
    return (await fixture.ecr.send(command)).imageDetails ?? [];
  };

  it('is described, with its size and media types', async () => {
    const { manifest, config } = registry.push('1.0', anImage('one'));
    const [found] = await describeImages([{ imageTag: '1.0' }]);
    assert.equal(found?.imageDigest, manifest.digest);
    assert.deepEqual(found?.imageTags, ['1.0']);
    assert.equal(found?.imageSizeInBytes, 5000);
    assert.equal(found?.imageManifestMediaType, dockerManifest);
    assert.equal(found?.artifactMediaType, config.mediaType);
    const { images } = await fixture.ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: '1.0' }] }),
    );
    assert.equal(images?.[0]?.imageManifest, manifest.text);
  });

  it('is described anew each time: tags move and go', async () => {
    const { manifest: first } = registry.push('latest', anImage('one'));
    await describeImages([{ imageTag: 'latest' }]);
    const { manifest: second } = registry.push('latest', anImage('two'));
    assert.equal((await describeImages([{ imageTag: 'latest' }]))[0]?.imageDigest, second.digest);
    assert.equal((await describeImages([{ imageDigest: first.digest }]))[0]?.imageTags, undefined);
    registry.tags.delete('latest');
    await assert.rejects(describeImages([{ imageTag: 'latest' }]), { name: 'ImageNotFoundException' });
  });

  it('is found by a digest that has lost its tag before anybody looked', async () => {
    const { manifest } = registry.push('latest', anImage('one'));
    registry.push('latest', anImage('two'));
    assert.equal((await describeImages([{ imageDigest: manifest.digest }])).length, 1);
  });

  it('has indexes, as large as their largest member', async () => {
    const members = (['amd64', 'arm64'] as const).map((name) => buildImage(anImage('one'), name));
    for (const member of members) registry.hold(member);
    const index = buildIndex(members, dockerManifest);
    registry.keep(index);
    registry.tags.set('1.0', index.digest);
    const [found] = await describeImages([{ imageTag: '1.0' }]);
    assert.equal(found?.imageSizeInBytes, 5000);
    assert.equal(found?.artifactMediaType, undefined);
    const { imageIds } = await fixture.ecr.send(new ListImagesCommand({ repositoryName }));
    assert.equal(imageIds?.length, 3);
  });

  it('is what SageMaker makes versions of', async () => {
    const { manifest } = registry.push('1.0', anImage('one'));
    const { emulator, sagemaker } = fixture;
    emulator.addImage({ name: 'churn' });
    const BaseImage = `${emulator.registryHost}/${repositoryName}:1.0`;
    await sagemaker.send(new CreateImageVersionCommand({ ImageName: 'churn', BaseImage, ClientToken: 'x' }));
    emulator.settle();
    const version = await sagemaker.send(new DescribeImageVersionCommand({ ImageName: 'churn', Version: 1 }));
    assert.equal(version.ContainerImage, `${emulator.registryHost}/${repositoryName}@${manifest.digest}`);
  });

  it('is remembered while the registry is down', async () => {
    const { manifest } = registry.push('1.0', anImage('one'));
    await describeImages([{ imageTag: '1.0' }]);
    await registry.close();
    assert.equal((await describeImages([{ imageTag: '1.0' }]))[0]?.imageDigest, manifest.digest);
  });
});

function anImage(identity: string): ImageContent {
  return {
    identity,
    mediaType: dockerManifest,
    created: new Date(0),
    sizeInBytes: 5000,
    config: { User: '1000' },
  };
}

/** As much of a registry as is asked for. */
interface Registry {
  readonly url: string;
  readonly tags: Map<string, string>;
  push(tag: string, content: ImageContent): BuiltImage;
  hold(image: BuiltImage): void;
  keep(document: Document): void;
  close(): Promise<void>;
}

async function startRegistry(): Promise<Registry> {
  const tags = new Map<string, string>();
  const documents = new Map<string, Document>();
  const read = (path: string): Answer => {
    const [, kind = '', reference = ''] =
      /^\/v2\/host\/churn\/(tags|manifests|blobs)\/(.+)$/.exec(path) ?? [];
    if (kind === 'tags')
      return { status: 200, headers: {}, body: JSON.stringify({ tags: [...tags.keys()] }) };
    const document = documents.get(tags.get(reference) ?? reference);
    if (!document) return { status: 404, headers: {}, body: '{"errors":[]}' };
    const headers = { 'docker-content-digest': document.digest, 'content-type': document.mediaType };
    return { status: 200, headers, body: document.text };
  };
  const server: HttpServer = await serve(0, ({ url }) => Promise.resolve(read(url)));
  const keep = (document: Document): void => void documents.set(document.digest, document);
  const hold = ({ manifest, config }: BuiltImage): void => [manifest, config].forEach(keep);
  const push = (tag: string, content: ImageContent): BuiltImage => {
    const image = buildImage(content, 'amd64');
    hold(image);
    tags.set(tag, image.manifest.digest);
    return image;
  };
  return { url: server.url, tags, push, hold, keep, close: () => server.close() };
}
