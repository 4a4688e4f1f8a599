import assert from 'node:assert/strict';
import {
  CreateImageCommand,
  CreateImageVersionCommand,
  ListImagesCommand,
  UpdateImageCommand,
} from '@aws-sdk/client-sagemaker';
import type { CreateImageVersionCommandInput } from '@aws-sdk/client-sagemaker';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { addImage, post, roleArn, useEmulator } from './useEmulator.ts';

const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'SageMaker.ListImages' };

describe('emulator: requests that the service would not take', () => {
  const fixture = useEmulator();

  function createVersion(input: Partial<CreateImageVersionCommandInput>) {
    // The SDK does not check its input: neither does this test's type.
    return fixture.sagemaker.send(new CreateImageVersionCommand(input as CreateImageVersionCommandInput));
  }

  for (const { what, init, path } of [
    { what: 'another method', init: { method: 'PUT', headers: json, body: '{}' } },
    { what: 'another path', init: { method: 'POST', headers: json, body: '{}' }, path: '/images' },
    {
      what: 'another content type',
      init: { method: 'POST', headers: { ...json, 'content-type': 'application/json' }, body: '{}' },
    },
    {
      what: 'an unknown operation',
      init: { method: 'POST', headers: { ...json, 'x-amz-target': 'SageMaker.MakeImage' }, body: '{}' },
    },
    {
      what: 'an unknown service',
      init: { method: 'POST', headers: { ...json, 'x-amz-target': 'Sagemaker.ListImages' }, body: '{}' },
    },
  ]) {
    it(`refuses ${what}`, async () => {
      const response = await fetch(fixture.emulator.url + (path ?? ''), init);
      assert.equal(response.status, 404);
      assert.match(await response.text(), /"UnknownOperationException"/);
    });
  }

  it('refuses a body that is not a JSON object', async () => {
    for (const body of ['', 'name=x', '[]', 'null']) {
      const answer = await post(fixture.emulator, 'SageMaker.ListImages', body);
      assert.equal(answer.code, 'SerializationException', body);
    }
  });

  it('refuses an unknown member by its name', async () => {
    const { code, message } = await post(fixture.emulator, 'SageMaker.ListImages', '{"Nickname":"x"}');
    assert.equal(code, 'SerializationException');
    assert.equal(message, "Unknown member 'Nickname'");
  });

  it('refuses values of other types', async () => {
    for (const [input, token] of [
      ['{"NameContains":1}', 'NUMBER_VALUE can not be converted to a String'],
      ['{"MaxResults":"1"}', 'STRING_VALUE can not be converted to an Integer'],
      ['{"MaxResults":1.5}', 'NUMBER_VALUE can not be converted to an Integer'],
      ['{"CreationTimeAfter":"2026-01-01T00:00:00Z"}', 'STRING_VALUE can not be converted to a Timestamp'],
      ['{"SortBy":{}}', 'START_OBJECT can not be converted to a String'],
    ] as const) {
      const { code, message } = await post(fixture.emulator, 'SageMaker.ListImages', input);
      assert.equal(code, 'SerializationException');
      assert.ok(message?.startsWith(token), `${input}: ${message}`);
    }
  });

  it('takes null for an absent member', async () => {
    const { status } = await post(fixture.emulator, 'SageMaker.ListImages', '{"MaxResults":null}');
    assert.equal(status, 200);
  });

  it('names one broken constraint as the service does', async () => {
    await assert.rejects(
      fixture.sagemaker.send(new CreateImageCommand({ ImageName: 'a--b', RoleArn: roleArn })),
      {
        name: 'ValidationException',
        message:
          "1 validation error detected: Value 'a--b' at 'imageName' failed to satisfy constraint: " +
          'Member must satisfy regular expression pattern: [a-zA-Z0-9]([-.]?[a-zA-Z0-9]){0,62}',
      },
    );
  });

  it('names all broken constraints', async () => {
    await assert.rejects(createVersion({ ImageName: 'notebook', Aliases: ['ok', '.x'], ReleaseNotes: '' }), {
      message:
        "3 validation errors detected: Value null at 'baseImage' failed to satisfy constraint: Member must not be null; " +
        "Value '.x' at 'aliases.2.member' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: (?!^[.-])^([a-zA-Z0-9-_.]+); ' +
        "Value '' at 'releaseNotes' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });

  it('holds a pattern against the whole string', async () => {
    const { imageName, baseImage } = addImage(fixture);
    const version = { ImageName: imageName, BaseImage: baseImage };
    for (const MLFramework of ['TensorFlow 2', 'scikit-learn 1.5', 'PyTorch 2.4 ']) {
      await assert.rejects(createVersion({ ...version, MLFramework }), /regular expression/, MLFramework);
    }
    await assert.rejects(createVersion({ ...version, ReleaseNotes: 'two\nlines' }), /regular expression/);
    await createVersion({ ...version, MLFramework: 'PyTorch2.4.1' });
  });

  it('counts characters, not UTF-16 units', async () => {
    const { imageName, baseImage } = addImage(fixture);
    const version = { ImageName: imageName, BaseImage: baseImage };
    await createVersion({ ...version, ReleaseNotes: '😀'.repeat(255) });
    await assert.rejects(createVersion({ ...version, ReleaseNotes: 'a'.repeat(256) }), {
      message: /Member must have length less than or equal to 255$/,
    });
  });

  it('checks enumerations and numbers', async () => {
    // @ts-expect-error the SDK would send it
    const unknownJob = createVersion({ ImageName: 'x', BaseImage: 'x', JobType: 'NAP' });
    await assert.rejects(unknownJob, {
      message: /'NAP' at 'jobType' .*enum value set: \[TRAINING, INFERENCE, NOTEBOOK_KERNEL\]$/,
    });
    for (const [MaxResults, bound] of [
      [0, 'greater than or equal to 1'],
      [101, 'less than or equal to 100'],
    ] as const) {
      await assert.rejects(fixture.sagemaker.send(new ListImagesCommand({ MaxResults })), {
        message: `1 validation error detected: Value '${MaxResults}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
      });
    }
  });

  it('checks the sizes of lists and what is inside of them', async () => {
    const tooMany = new UpdateImageCommand({
      ImageName: 'x',
      DeleteProperties: ['DisplayName', 'Description', 'DisplayName'],
    });
    await assert.rejects(fixture.sagemaker.send(tooMany), /have length less than or equal to 2/);
    const tag = new CreateImageCommand({ ImageName: 'x', RoleArn: roleArn, Tags: [{ Key: '!', Value: '' }] });
    await assert.rejects(fixture.sagemaker.send(tag), /at 'tags\.1\.member\.key' failed/);
  });

  it('words it differently for ECR', async () => {
    await assert.rejects(fixture.ecr.send(new DescribeImagesCommand({ repositoryName: 'UPPER' })), {
      name: 'InvalidParameterException',
      message: /^Invalid parameter at 'repositoryName' failed to satisfy constraint: /,
    });
  });
});
