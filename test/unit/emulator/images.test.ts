import assert from 'node:assert/strict';
import {
  CreateImageCommand,
  DeleteImageCommand,
  DescribeImageCommand,
  ListImageVersionsCommand,
  SageMakerClient,
  UpdateImageCommand,
  waitUntilImageCreated,
} from '@aws-sdk/client-sagemaker';
import { startEmulator } from '../../emulator/emulator.ts';
import { addImage, clientSettings, createVersion, roleArn, useEmulator } from './useEmulator.ts';

describe('emulator: images', () => {
  const fixture = useEmulator();
  const image = { ImageName: 'Churn.notebook' };

  const create = () => fixture.sagemaker.send(new CreateImageCommand({ ...image, RoleArn: roleArn }));
  const describeImage = () => fixture.sagemaker.send(new DescribeImageCommand(image));
  const status = async () => (await describeImage()).ImageStatus;

  it('are CREATING, then CREATED', async () => {
    const { ImageArn } = await create();
    assert.equal(ImageArn, 'arn:aws:sagemaker:us-east-1:123456789012:image/Churn.notebook');
    assert.equal(await status(), 'CREATING');
    fixture.emulator.settle();
    const described = await describeImage();
    assert.equal(described.ImageStatus, 'CREATED');
    assert.equal(described.RoleArn, roleArn);
    assert.equal(described.FailureReason, undefined);
    assert.ok(described.LastModifiedTime! >= described.CreationTime!);
  });

  it('end CREATE_FAILED when told to, once', async () => {
    fixture.emulator.failNext('CreateImage', 'The role can not be assumed.');
    await create();
    fixture.emulator.settle();
    const failed = await describeImage();
    assert.equal(failed.ImageStatus, 'CREATE_FAILED');
    assert.equal(failed.FailureReason, 'The role can not be assumed.');
    await fixture.sagemaker.send(new DeleteImageCommand(image));
    fixture.emulator.settle();
    await create();
    fixture.emulator.settle();
    assert.equal(await status(), 'CREATED');
  });

  it('have names of their own', async () => {
    await create();
    await assert.rejects(create(), {
      name: 'ResourceInUse',
      message: 'The Image with ImageName Churn.notebook already exists. Please use a different ImageName.',
    });
  });

  it('are limited by the quota', async () => {
    addImage(fixture, 'first');
    fixture.emulator.imageQuota = 1;
    await assert.rejects(create(), { name: 'ResourceLimitExceeded' });
    fixture.emulator.imageQuota = 2;
    await create();
  });

  it('are not found under a name that nobody gave', async () => {
    await assert.rejects(describeImage(), {
      name: 'ResourceNotFound',
      message: /^No Image with the name Churn\.notebook/,
    });
    await assert.rejects(fixture.sagemaker.send(new DeleteImageCommand(image)), { name: 'ResourceNotFound' });
    await assert.rejects(fixture.sagemaker.send(new UpdateImageCommand(image)), { name: 'ResourceNotFound' });
  });

  it('are UPDATING while their properties change', async () => {
    fixture.emulator.addImage({ name: image.ImageName, displayName: 'Old', description: 'Old' });
    const update = new UpdateImageCommand({
      ...image,
      DisplayName: 'New',
      DeleteProperties: ['Description'],
    });
    await fixture.sagemaker.send(update);
    assert.equal(await status(), 'UPDATING');
    await assert.rejects(fixture.sagemaker.send(update), { name: 'ResourceInUse' });
    fixture.emulator.settle();
    const { ImageStatus, DisplayName, Description } = await describeImage();
    assert.deepEqual([ImageStatus, DisplayName, Description], ['CREATED', 'New', undefined]);
  });

  it('may end UPDATE_FAILED', async () => {
    fixture.emulator.addImage({ name: image.ImageName });
    fixture.emulator.failNext('UpdateImage', 'No.');
    await fixture.sagemaker.send(new UpdateImageCommand({ ...image, Description: 'x' }));
    fixture.emulator.settle();
    assert.equal(await status(), 'UPDATE_FAILED');
  });

  it('are DELETING, then gone with their versions', async () => {
    const { imageName, baseImage } = addImage(fixture, image.ImageName.toLowerCase());
    fixture.emulator.addVersion({ imageName, baseImage });
    const named = { ImageName: imageName };
    await fixture.sagemaker.send(new DeleteImageCommand(named));
    const { ImageStatus } = await fixture.sagemaker.send(new DescribeImageCommand(named));
    assert.equal(ImageStatus, 'DELETING');
    await assert.rejects(fixture.sagemaker.send(new DeleteImageCommand(named)), { name: 'ResourceInUse' });
    fixture.emulator.settle();
    await assert.rejects(fixture.sagemaker.send(new DescribeImageCommand(named)), {
      name: 'ResourceNotFound',
    });
    fixture.emulator.addImage({ name: imageName });
    const { ImageVersions } = await fixture.sagemaker.send(new ListImageVersionsCommand(named));
    assert.deepEqual(ImageVersions, []);
  });

  it('may end DELETE_FAILED', async () => {
    fixture.emulator.addImage({ name: image.ImageName });
    fixture.emulator.failNext('DeleteImage', 'Attached to a domain.');
    await fixture.sagemaker.send(new DeleteImageCommand(image));
    fixture.emulator.settle();
    const { ImageStatus, FailureReason } = await describeImage();
    assert.deepEqual([ImageStatus, FailureReason], ['DELETE_FAILED', 'Attached to a domain.']);
  });

  it('take no version while they are not CREATED', async () => {
    await create();
    await assert.rejects(createVersion(fixture, { ...image, BaseImage: 'x' }), {
      name: 'ValidationException',
      message: 'Image Churn.notebook is in an invalid state.',
    });
  });
});

describe('emulator: time', () => {
  it('passes by itself', async () => {
    const emulator = await startEmulator({ transitionDelay: 5 });
    try {
      const client = new SageMakerClient(clientSettings(emulator));
      await client.send(new CreateImageCommand({ ImageName: 'x', RoleArn: roleArn }));
      const { state } = await waitUntilImageCreated(
        { client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.01 },
        { ImageName: 'x' },
      );
      assert.equal(state, 'SUCCESS');
    } finally {
      await emulator.close();
    }
  });
});
