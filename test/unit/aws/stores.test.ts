import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { hasCode } from '../../../src/core/errors.ts';
import type { Pages, Session } from '../../../src/core/ports.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { useSession } from './useSession.ts';

const { signal } = new AbortController();

describe('the stores', () => {
  let emulator: Emulator;
  let session: Session;
  useSession((opened) => ({ emulator, session } = opened), { emulator: { transitionDelay: 'manual' } });

  it('list every page of images, a hundred at a time', async () => {
    for (let number = 0; number < 250; number += 1) emulator.addImage({ name: `image-${number}` });
    const pages: number[] = [];
    for await (const page of session.images.listImages({ sortBy: 'name' }, signal)) pages.push(page.length);
    assert.deepEqual(pages, [100, 100, 50]);
  });

  it('go on after an empty page', async () => {
    emulator.addImage({ name: 'churn-notebook' });
    emulator.faults.inject({ kind: 'emptyPage', operation: 'ListImages', times: 1 });
    assert.deepEqual(
      (await all(session.images.listImages({ sortBy: 'modified' }, signal))).map(({ name }) => name),
      ['churn-notebook'],
    );
  });

  it('take a status and members that SageMaker added later', async () => {
    emulator.addImage({ name: 'churn-notebook' });
    emulator.faults.inject({ kind: 'unknownEnum', operation: 'ListImages', times: 1 });
    const [image] = await all(session.images.listImages({ sortBy: 'name' }, signal));
    assert.equal(typeof image?.status, 'string');
    assert.ok(!['CREATED', 'CREATING'].includes(image?.status ?? 'CREATED'));
    emulator.faults.inject({ kind: 'unknownMember', operation: 'ListImages', times: 1 });
    assert.equal((await all(session.images.listImages({ sortBy: 'name' }, signal))).length, 1);
  });

  it('create a version with every parameter, read its number from the ARN, and describe it', async () => {
    const digest = aContainerImage();
    emulator.addImage({ name: 'Churn-Notebook' });
    const version = {
      imageName: 'Churn-Notebook',
      baseImage: `${emulator.registryHost}/churn@${digest}`,
      clientToken: randomUUID(),
      vendorGuidance: 'STABLE',
      jobType: 'NOTEBOOK_KERNEL',
      mlFramework: 'PyTorch 2.4',
      programmingLang: 'Python 3.12',
      processor: 'GPU',
      horovod: true,
      releaseNotes: 'First.',
    } as const;
    const ref = await session.images.createVersion(version, signal);
    assert.equal(ref.number, 1);
    assert.match(ref.arn, /image-version\/churn-notebook\/1$/, 'the service lower-cases the name in it');
    emulator.settle();
    await session.images.updateVersion('Churn-Notebook', 1, { aliasesToAdd: ['1.0', 'latest'] }, signal);

    const { imageName, clientToken: _, ...parameters } = version;
    const described = await session.images.describeVersion(imageName, 1, signal);
    assert.deepEqual({ ...described, ...parameters }, described);
    assert.equal(described.status, 'CREATED');
    assert.equal(described.containerImage, version.baseImage);
    assert.deepEqual(await session.images.listAliases(imageName, 1, signal), ['1.0', 'latest']);
    assert.equal((await session.images.findLatestVersion(imageName, signal))?.number, 1);
  });

  it('send no parameter that is not set', async () => {
    emulator.addImage({ name: 'churn-notebook' });
    const version = {
      imageName: 'churn-notebook',
      baseImage: `${emulator.registryHost}/churn:1`,
      clientToken: 'token',
    };
    await session.images.createVersion(version, signal);
    const { input } = await emulator.waitFor('CreateImageVersion');
    assert.deepEqual(Object.keys(input).toSorted(), ['BaseImage', 'ClientToken', 'ImageName']);
  });

  it('find no latest version where there is none', async () => {
    emulator.addImage({ name: 'churn-notebook' });
    assert.equal(await session.images.findLatestVersion('churn-notebook', signal), undefined);
  });

  it('tell an image that is there already from one that is not there', async () => {
    const image = { name: 'churn-notebook', roleArn: 'arn:aws:iam::123456789012:role/SageMakerImageRole' };
    await session.images.createImage(image, signal);
    await assert.rejects(session.images.createImage(image, signal), (error) =>
      hasCode(error, 'image.exists'),
    );
    await assert.rejects(session.images.describeImage('gone', signal), (error) =>
      hasCode(error, 'image.notFound'),
    );
    await assert.rejects(session.images.describeVersion('gone', 1, signal), (error) =>
      hasCode(error, 'version.notFound'),
    );
  });

  describe('find the version that has an alias', () => {
    beforeEach(() => {
      emulator.addImage({ name: 'churn-notebook' });
      emulator.addVersion({ imageName: 'churn-notebook', baseImage: 'churn:1', aliases: ['1.0'] });
      emulator.addVersion({
        imageName: 'churn-notebook',
        baseImage: 'churn:2',
        aliases: ['1.0.1', 'stable'],
      });
    });

    it('by the whole alias', async () => {
      assert.equal(await find('1.0'), 1);
      assert.equal(await find('stable'), 2);
    });

    it('or none, where DescribeImageVersion would say that it is denied', async () => {
      assert.equal(await find('stab'), undefined);
      assert.equal(await find('stable', 'gone'), undefined);
    });

    it('or none, when it is taken away at that moment', async () => {
      emulator.faults.inject({ kind: 'slow', operation: 'ListAliases', delayMs: 100, times: 1 });
      const found = find('stable');
      await emulator.waitFor('ListAliases', { until: 'received' });
      await session.images.updateVersion('churn-notebook', 2, { aliasesToRemove: ['stable'] }, signal);
      assert.equal(await found, undefined);
    });

    it('and say so when that is denied', async () => {
      emulator.faults.inject({ kind: 'denied', operation: 'DescribeImageVersion' });
      await assert.rejects(find('stable'), (error) => hasCode(error, 'auth.denied'));
      emulator.faults.inject({ kind: 'denied', operation: 'ListAliases' });
      await assert.rejects(find('stable'), (error) => hasCode(error, 'auth.denied'));
    });
  });

  it('list repositories and their container images, and find a tag’s digest', async () => {
    const digest = aContainerImage();
    const [repository] = await all(session.registry.listRepositories(signal));
    assert.deepEqual(repository, {
      accountId: emulator.accountId,
      name: 'churn',
      uri: `${emulator.registryHost}/churn`,
      immutableTags: false,
    });
    assert.ok(repository);
    const [image] = await all(session.registry.listContainerImages(repository, signal));
    assert.equal(image?.digest, digest);
    assert.deepEqual(image?.tags, ['1.0']);
    const tag = { accountId: emulator.accountId, repository: 'churn', tag: '1.0' };
    assert.equal(await session.registry.findDigest(tag, signal), digest);
    assert.equal(await session.registry.findDigest({ ...tag, tag: 'gone' }, signal), undefined);
    await assert.rejects(session.registry.findDigest({ ...tag, repository: 'gone' }, signal), (error) =>
      hasCode(error, 'repository.notFound'),
    );
  });

  it('stop as soon as they are told to, even while the service is silent', async () => {
    emulator.faults.inject({ kind: 'silence', operation: 'DescribeImage' });
    const stop = new AbortController();
    const described = session.images.describeImage('churn-notebook', stop.signal);
    await emulator.waitFor('DescribeImage', { until: 'received' });
    stop.abort();
    await assert.rejects(described, { name: 'AbortError' });
  });

  function find(alias: string, imageName = 'churn-notebook'): Promise<number | undefined> {
    return session.images.findVersionByAlias(imageName, alias, signal);
  }

  function aContainerImage(): string {
    emulator.addRepository({ name: 'churn' });
    return emulator.addContainerImage({ repository: 'churn', tags: ['1.0'] });
  }
});

async function all<T>(pages: Pages<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}
