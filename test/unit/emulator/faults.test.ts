import assert from 'node:assert/strict';
import { DescribeImagesCommand, ListImagesCommand as ListContainerImagesCommand } from '@aws-sdk/client-ecr';
import {
  CreateImageVersionCommand,
  DescribeImageVersionCommand,
  ListImagesCommand,
  ListImageVersionsCommand,
  SageMakerClient,
  paginateListImages,
} from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { addImage, clientSettings, createVersion, post, useEmulator } from './useEmulator.ts';

describe('emulator: faults', () => {
  const fixture = useEmulator();
  const listImages = () => fixture.sagemaker.send(new ListImagesCommand({}));

  for (const [kind, expected] of [
    ['throttle', { name: 'ThrottlingException', message: 'Rate exceeded' }],
    ['internal', { name: 'InternalFailure' }],
    ['expired', { name: 'ExpiredTokenException' }],
    [
      'unrecognized',
      {
        name: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      },
    ],
  ] as const) {
    it(`${kind}: as often as asked`, async () => {
      fixture.emulator.faults.inject({ operation: 'ListImages', kind, times: 2 });
      await assert.rejects(listImages(), expected);
      await assert.rejects(listImages(), expected);
      await listImages();
    });
  }

  it('last until they are cleared, without a count', async () => {
    fixture.emulator.faults.inject({ kind: 'throttle' });
    for (let call = 0; call < 3; call++) await assert.rejects(listImages());
    fixture.emulator.faults.clear();
    await listImages();
  });

  it('hit only the operation and the service that they are aimed at', async () => {
    fixture.emulator.addRepository({ name: 'repository' });
    fixture.emulator.faults.inject({ service: 'ecr', operation: 'ListImages', kind: 'throttle' });
    fixture.emulator.faults.inject({ operation: 'DescribeImage', kind: 'throttle' });
    await listImages();
    const command = new ListContainerImagesCommand({ repositoryName: 'repository' });
    await assert.rejects(fixture.ecr.send(command), { name: 'ThrottlingException' });
  });

  it('hit only the calls that ask for what they are aimed at', async () => {
    fixture.emulator.faults.inject({
      operation: 'ListImages',
      kind: 'denied',
      where: ({ NameContains }) => NameContains === 'churn',
    });
    await listImages();
    await assert.rejects(fixture.sagemaker.send(new ListImagesCommand({ NameContains: 'churn' })), {
      name: 'AccessDeniedException',
    });
  });

  it('reach STS too', async () => {
    fixture.emulator.faults.inject({ operation: 'GetCallerIdentity', kind: 'denied' });
    await assert.rejects(fixture.sts.send(new GetCallerIdentityCommand({})), { name: 'AccessDenied' });
  });

  it('are survived by a client that tries again, with the same token', async () => {
    const { imageName, baseImage } = addImage(fixture);
    fixture.emulator.faults.inject({ operation: 'CreateImageVersion', kind: 'internal', times: 2 });
    const patient = new SageMakerClient({ ...clientSettings(fixture.emulator), maxAttempts: 3 });
    await patient.send(
      new CreateImageVersionCommand({ ImageName: imageName, BaseImage: baseImage, ClientToken: undefined }),
    );
    const { requests } = fixture.emulator;
    assert.deepEqual(
      requests.map(({ status }) => status),
      [500, 500, 200],
    );
    assert.equal(new Set(requests.map(({ clientToken }) => clientToken)).size, 1);
  });

  it('html: a proxy answers', async () => {
    fixture.emulator.faults.inject({ kind: 'html', times: 1 });
    await assert.rejects(listImages(), { name: 'SyntaxError' });
    assert.equal(fixture.emulator.requests[0]?.status, 503);
  });

  it('dropBefore: the version is not created; dropAfter: it is, and the token finds it', async () => {
    const { imageName, baseImage } = addImage(fixture);
    const version = { ImageName: imageName, BaseImage: baseImage, ClientToken: 'token' };
    const { faults } = fixture.emulator;
    faults.inject({ operation: 'CreateImageVersion', kind: 'dropBefore', times: 1 });
    await assert.rejects(createVersion(fixture, version), { code: 'ECONNRESET' });
    const list = new ListImageVersionsCommand({ ImageName: imageName });
    assert.equal((await fixture.sagemaker.send(list)).ImageVersions?.length, 0);
    faults.inject({ operation: 'CreateImageVersion', kind: 'dropAfter', times: 1 });
    await assert.rejects(createVersion(fixture, version), { code: 'ECONNRESET' });
    assert.equal((await fixture.sagemaker.send(list)).ImageVersions?.length, 1);
    assert.match((await createVersion(fixture, version)) ?? '', /\/1$/);
    assert.equal(fixture.emulator.requests[0]?.status, 'dropped');
  });

  it('slow: the answer comes late', async () => {
    fixture.emulator.faults.inject({ kind: 'slow', delayMs: 60, times: 1 });
    const started = performance.now();
    await listImages();
    assert.ok(performance.now() - started >= 59);
  });

  it('slow: but not longer than the emulator lives', async () => {
    fixture.emulator.faults.inject({ kind: 'slow', delayMs: 60_000 });
    const refused = assert.rejects(listImages(), { code: 'ECONNRESET' });
    await fixture.emulator.waitFor('ListImages', { until: 'received' });
    await fixture.emulator.close();
    await refused;
  });

  it('silence: until the client goes away', async () => {
    fixture.emulator.faults.inject({ kind: 'silence', times: 1 });
    const abort = new AbortController();
    const call = fixture.sagemaker.send(new ListImagesCommand({}), { abortSignal: abort.signal });
    const request = await fixture.emulator.waitFor('ListImages', { until: 'received' });
    assert.equal(request.status, 'pending');
    abort.abort();
    await assert.rejects(call, { name: 'AbortError' });
  });

  it('silence: or until the emulator closes', async () => {
    fixture.emulator.faults.inject({ kind: 'silence' });
    const refused = assert.rejects(listImages(), { code: 'ECONNRESET' });
    await fixture.emulator.waitFor('ListImages', { until: 'received' });
    await fixture.emulator.close();
    await refused;
  });

  it('denied: names who may not do what', async () => {
    const { emulator } = fixture;
    emulator.addImage({ name: 'x' });
    emulator.faults.inject({ kind: 'denied' });
    const image = 'arn:aws:sagemaker:us-east-1:123456789012:image/x';
    await assert.rejects(createVersion(fixture, { ImageName: 'x', BaseImage: 'x' }), {
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::123456789012:user/developer is not authorized to perform: ' +
        `sagemaker:CreateImageVersion on resource: ${image} because no identity-based policy allows ` +
        'the sagemaker:CreateImageVersion action',
    });
    const describeVersion = new DescribeImageVersionCommand({ ImageName: 'x', Version: 3 });
    await assert.rejects(fixture.sagemaker.send(describeVersion), /image-version\/x\/3 because/);
    await assert.rejects(fixture.ecr.send(new DescribeImagesCommand({ repositoryName: 'repo' })), {
      message: /ecr:DescribeImages on resource: arn:aws:ecr:us-east-1:123456789012:repository\/repo because/,
    });
  });

  it('inUse and quota', async () => {
    const { imageName, baseImage } = addImage(fixture);
    const version = { ImageName: imageName, BaseImage: baseImage };
    const { faults } = fixture.emulator;
    faults.inject({ operation: 'CreateImageVersion', kind: 'inUse', times: 1 });
    await assert.rejects(createVersion(fixture, version), { name: 'ResourceInUse' });
    faults.inject({ operation: 'CreateImageVersion', kind: 'quota', times: 1 });
    await assert.rejects(createVersion(fixture, version), { name: 'ResourceLimitExceeded' });
    await createVersion(fixture, version);
  });

  it('unknownMember: the answer has more than was modelled', async () => {
    const { emulator } = fixture;
    emulator.addImage({ name: 'x' });
    emulator.faults.inject({ kind: 'unknownMember' });
    const { body } = await post(emulator, 'SageMaker.ListImages', '{}');
    assert.ok('AddedLater' in body);
    assert.equal((await listImages()).Images?.length, 1);
  });

  it('unknownEnum: every status of the answer is new', async () => {
    const { imageName, baseImage } = addImage(fixture);
    fixture.emulator.addVersion({ imageName, baseImage, JobType: 'TRAINING' });
    fixture.emulator.faults.inject({ kind: 'unknownEnum' });
    const { Images } = await listImages();
    assert.equal(Images?.[0]?.ImageStatus, 'ADDED_LATER');
    const version = await fixture.sagemaker.send(new DescribeImageVersionCommand({ ImageName: imageName }));
    assert.deepEqual([version.ImageVersionStatus, version.JobType], ['ADDED_LATER', 'TRAINING']);
  });

  it('emptyPage: a page without items in front of those with some', async () => {
    for (const name of ['a', 'b', 'c']) fixture.emulator.addImage({ name });
    fixture.emulator.faults.inject({ operation: 'ListImages', kind: 'emptyPage', times: 1 });
    const sizes: (number | undefined)[] = [];
    for await (const page of paginateListImages({ client: fixture.sagemaker, pageSize: 2 }, {})) {
      sizes.push(page.Images?.length);
    }
    assert.deepEqual(sizes, [0, 2, 1]);
  });

  it('are checked by the compiler', () => {
    const { faults } = fixture.emulator;
    // @ts-expect-error there is no such kind
    faults.inject({ kind: 'gremlin' });
    // @ts-expect-error there is no such operation
    faults.inject({ kind: 'throttle', operation: 'CreateImages' });
    // @ts-expect-error how slow?
    faults.inject({ kind: 'slow' });
    // @ts-expect-error this operation has no pages
    faults.inject({ kind: 'emptyPage', operation: 'DescribeImage' });
    // @ts-expect-error there is no such option
    faults.inject({ kind: 'throttle', count: 2 });
  });

  it('latency: of every answer, errors included', async () => {
    fixture.emulator.latencyMs = 30;
    fixture.emulator.faults.inject({ kind: 'throttle' });
    const started = performance.now();
    await assert.rejects(listImages());
    assert.ok(performance.now() - started >= 29);
  });
});

describe('emulator: the record of requests', () => {
  const fixture = useEmulator();

  it('has the service, the operation, the input, the token and the outcome', async () => {
    const { imageName, baseImage } = addImage(fixture);
    const version = { ImageName: imageName, BaseImage: baseImage, ClientToken: 'token' };
    await createVersion(fixture, version);
    assert.deepEqual(fixture.emulator.requests, [
      {
        service: 'sagemaker',
        operation: 'CreateImageVersion',
        input: version,
        clientToken: 'token',
        status: 200,
      },
    ]);
    fixture.emulator.forgetRequests();
    assert.deepEqual(fixture.emulator.requests, []);
  });

  it('can be waited for', async () => {
    const second = fixture.emulator.waitFor('ListImages', { service: 'sagemaker', count: 2 });
    let isThere = false;
    void second.then(() => (isThere = true));
    await fixture.sagemaker.send(new ListImagesCommand({}));
    assert.equal(isThere, false);
    await fixture.sagemaker.send(new ListImagesCommand({ MaxResults: 7 }));
    assert.deepEqual((await second).input, { MaxResults: 7 });
    await fixture.emulator.waitFor('ListImages');
  });
});
