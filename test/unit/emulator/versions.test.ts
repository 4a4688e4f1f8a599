import assert from 'node:assert/strict';
import {
  DeleteImageVersionCommand,
  DescribeImageVersionCommand,
  ListAliasesCommand,
  UpdateImageVersionCommand,
} from '@aws-sdk/client-sagemaker';
import type { UpdateImageVersionCommandInput } from '@aws-sdk/client-sagemaker';
import { addImage, createVersion, useEmulator } from './useEmulator.ts';

describe('emulator: image versions', () => {
  const fixture = useEmulator();
  let version: { ImageName: string; BaseImage: string };

  beforeEach(() => {
    const { imageName, baseImage } = addImage(fixture, 'notebook');
    version = { ImageName: imageName, BaseImage: baseImage };
  });

  const create = (more: object = {}) => createVersion(fixture, { ...version, ...more });
  const describeVersion = (selector: { Version?: number; Alias?: string } = {}) =>
    fixture.sagemaker.send(new DescribeImageVersionCommand({ ImageName: version.ImageName, ...selector }));
  const update = (input: Omit<UpdateImageVersionCommandInput, 'ImageName'>) =>
    fixture.sagemaker.send(new UpdateImageVersionCommand({ ImageName: version.ImageName, ...input }));
  const remove = (Version: number) =>
    fixture.sagemaker.send(new DeleteImageVersionCommand({ ImageName: version.ImageName, Version }));
  const listAliases = async (selector: { Version?: number; Alias?: string } = {}) => {
    const command = new ListAliasesCommand({ ImageName: version.ImageName, ...selector });
    return (await fixture.sagemaker.send(command)).SageMakerImageVersionAliases;
  };

  it('are CREATING without a container image, then CREATED with the digest that the tag stood for', async () => {
    await create({ JobType: 'TRAINING', ReleaseNotes: 'First.' });
    const creating = await describeVersion();
    assert.equal(creating.ImageVersionStatus, 'CREATING');
    assert.equal(creating.ContainerImage, undefined);
    fixture.emulator.settle();
    const newDigest = fixture.emulator.addContainerImage({ repository: 'notebook', tags: ['1.0'] });
    const created = await describeVersion();
    assert.equal(created.ImageVersionStatus, 'CREATED');
    assert.equal(created.BaseImage, version.BaseImage);
    assert.match(
      created.ContainerImage ?? '',
      /^123456789012\.dkr\.ecr\.us-east-1\.amazonaws\.com\/notebook@sha256:/,
    );
    assert.ok(!created.ContainerImage?.endsWith(newDigest));
    assert.deepEqual([created.JobType, created.ReleaseNotes], ['TRAINING', 'First.']);
  });

  it('say Horovod false when nobody set it', async () => {
    await create();
    assert.equal((await describeVersion()).Horovod, false);
    await create({ Horovod: true });
    assert.equal((await describeVersion()).Horovod, true);
  });

  it('end CREATE_FAILED with a reason when the container image is not there', async () => {
    const host = fixture.emulator.registryHost;
    fixture.emulator.addContainerImage({ repository: 'archive', tags: ['old'], status: 'ARCHIVED' });
    const references = [
      `${host}/notebook:2.0`,
      `${host}/nothing:1.0`,
      `${host}/notebook@sha256:${'0'.repeat(64)}`,
      version.BaseImage.replace('us-east-1', 'eu-west-1'),
      version.BaseImage.replace('123456789012', '210987654321'),
      `${host}/archive:old`,
      'python:3.12',
    ];
    for (const BaseImage of references) {
      await create({ BaseImage });
      fixture.emulator.settle();
      const failed = await describeVersion();
      assert.equal(failed.ImageVersionStatus, 'CREATE_FAILED', BaseImage);
      assert.ok(failed.FailureReason?.includes(BaseImage), failed.FailureReason);
      assert.equal(failed.ContainerImage, undefined);
    }
  });

  it('end CREATE_FAILED when told to', async () => {
    fixture.emulator.failNext('CreateImageVersion', 'Out of luck.');
    await create();
    fixture.emulator.settle();
    assert.equal((await describeVersion()).FailureReason, 'Out of luck.');
  });

  it('count from 1 in each image, and never use a number again', async () => {
    fixture.emulator.addImage({ name: 'Other' });
    const other = await create({ ImageName: 'Other' });
    assert.equal(other, 'arn:aws:sagemaker:us-east-1:123456789012:image-version/other/1');
    assert.match((await create()) ?? '', /notebook\/1$/);
    assert.match((await create()) ?? '', /notebook\/2$/);
    fixture.emulator.settle();
    await remove(2);
    fixture.emulator.settle();
    assert.match((await create()) ?? '', /notebook\/3$/);
  });

  it('are created once for one client token', async () => {
    const first = await create({ ClientToken: 'token-1', Aliases: ['a'] });
    assert.equal(await create({ ClientToken: 'token-1', Aliases: ['a'] }), first);
    await assert.rejects(create({ ClientToken: 'token-1', Aliases: ['b'] }), { name: 'ValidationException' });
    assert.notEqual(await create({ ClientToken: 'token-2' }), first);
  });

  it('are the latest one when none is named', async () => {
    await assert.rejects(describeVersion(), {
      name: 'ResourceNotFound',
      message:
        'Latest ImageVersion with ImageName notebook does not exist. Please provide a valid ImageName.',
    });
    await create();
    await create();
    assert.equal((await describeVersion()).Version, 2);
    assert.equal((await describeVersion({ Version: 1 })).Version, 1);
    await assert.rejects(describeVersion({ Version: 3 }), { name: 'ResourceNotFound' });
  });

  it('keep what an update does not mention', async () => {
    await create({ JobType: 'TRAINING', Processor: 'CPU', Horovod: true });
    await assert.rejects(update({ Version: 1, Processor: 'GPU' }), { name: 'ValidationException' });
    fixture.emulator.settle();
    await update({ Version: 1, Processor: 'GPU' });
    const { JobType, Processor, Horovod } = await describeVersion();
    assert.deepEqual([JobType, Processor, Horovod], ['TRAINING', 'GPU', true]);
  });

  it('are DELETING, then gone', async () => {
    await create({ Aliases: ['a'] });
    await assert.rejects(remove(1), { name: 'ResourceInUse' });
    fixture.emulator.settle();
    await remove(1);
    assert.equal((await describeVersion({ Version: 1 })).ImageVersionStatus, 'DELETING');
    await assert.rejects(remove(1), { name: 'ResourceInUse' });
    fixture.emulator.settle();
    await assert.rejects(describeVersion({ Version: 1 }), { name: 'ResourceNotFound' });
    await assert.rejects(remove(1), { name: 'ResourceNotFound' });
    assert.deepEqual(await listAliases(), []);
  });

  it('may end DELETE_FAILED', async () => {
    fixture.emulator.addVersion({ imageName: 'notebook', baseImage: version.BaseImage });
    fixture.emulator.failNext('DeleteImageVersion', 'In use.');
    await remove(1);
    fixture.emulator.settle();
    const { ImageVersionStatus, FailureReason } = await describeVersion();
    assert.deepEqual([ImageVersionStatus, FailureReason], ['DELETE_FAILED', 'In use.']);
  });

  it('must be selected by a number or an alias, not both, to be changed', async () => {
    await create({ Aliases: ['a'] });
    fixture.emulator.settle();
    await assert.rejects(update({}), { name: 'ValidationException' });
    await assert.rejects(update({ Version: 1, Alias: 'a' }), { name: 'ValidationException' });
    await update({ Alias: 'a', ReleaseNotes: 'By alias.' });
    assert.equal((await describeVersion({ Alias: 'a' })).ReleaseNotes, 'By alias.');
  });

  describe('aliases', () => {
    it('belong to one version of an image', async () => {
      await create({ Aliases: ['1.0', 'stable'] });
      await assert.rejects(create({ Aliases: ['stable'] }), { name: 'ResourceInUse' });
      await create();
      fixture.emulator.settle();
      await assert.rejects(update({ Version: 2, AliasesToAdd: ['stable'] }), { name: 'ResourceInUse' });
      await update({ Version: 1, AliasesToDelete: ['stable'] });
      await update({ Version: 2, AliasesToAdd: ['stable'] });
      assert.deepEqual(await listAliases({ Version: 1 }), ['1.0']);
      assert.deepEqual(await listAliases({ Version: 2 }), ['stable']);
      assert.deepEqual(await listAliases(), ['1.0', 'stable']);
      fixture.emulator.addImage({ name: 'other' });
      await create({ ImageName: 'other', Aliases: ['stable'] });
    });

    it('are stuck on a version that failed, until it is deleted', async () => {
      await create({ BaseImage: 'nowhere', Aliases: ['stable'] });
      fixture.emulator.settle();
      await assert.rejects(update({ Version: 1, AliasesToDelete: ['stable'] }), {
        name: 'ValidationException',
        message: /image version is in an invalid state/,
      });
      await assert.rejects(create({ Aliases: ['stable'] }), { name: 'ResourceInUse' });
      await remove(1);
      fixture.emulator.settle();
      await create({ Aliases: ['stable'] });
    });

    it('change together or not at all', async () => {
      await create({ Aliases: ['a'] });
      await create({ Aliases: ['b'] });
      fixture.emulator.settle();
      const both = update({ Version: 1, AliasesToDelete: ['a'], AliasesToAdd: ['b'] });
      await assert.rejects(both, { name: 'ResourceInUse' });
      assert.deepEqual(await listAliases({ Version: 1 }), ['a']);
    });

    it('that are missing have two different errors', async () => {
      await create();
      await assert.rejects(listAliases({ Alias: 'gone' }), { name: 'ResourceNotFound' });
      await assert.rejects(describeVersion({ Alias: 'gone' }), {
        name: 'AccessDeniedException',
        message:
          /^User: arn:aws:iam::123456789012:user\/developer is not authorized to perform: sagemaker:Desc/,
      });
    });
  });
});
