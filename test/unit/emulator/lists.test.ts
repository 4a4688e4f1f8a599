import assert from 'node:assert/strict';
import {
  ListAliasesCommand,
  ListImagesCommand,
  ListImageVersionsCommand,
  paginateListImages,
} from '@aws-sdk/client-sagemaker';
import type { ListImagesCommandInput } from '@aws-sdk/client-sagemaker';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { useEmulator } from './useEmulator.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));

describe('emulator: lists', () => {
  const fixture = useEmulator();

  async function names(input: ListImagesCommandInput = {}): Promise<(string | undefined)[]> {
    const { Images = [] } = await fixture.sagemaker.send(new ListImagesCommand(input));
    return Images.map(({ ImageName }) => ImageName);
  }

  function addDays(count: number): void {
    for (let number = 1; number <= count; number++) {
      fixture.emulator.addImage({ name: `Image-${number}`, createdAt: day(number) });
    }
  }

  it('come in pages of 10, the newest first, unless asked otherwise', async () => {
    addDays(12);
    const { Images = [], NextToken } = await fixture.sagemaker.send(new ListImagesCommand({}));
    assert.equal(Images.length, 10);
    assert.equal(Images[0]?.ImageName, 'Image-12');
    assert.deepEqual(await names({ ...(NextToken && { NextToken }) }), ['Image-2', 'Image-1']);
  });

  it('have no token after the last page, however full', async () => {
    addDays(4);
    const first = await fixture.sagemaker.send(new ListImagesCommand({ MaxResults: 2 }));
    const second = await fixture.sagemaker.send(
      new ListImagesCommand({ MaxResults: 2, NextToken: first.NextToken }),
    );
    assert.equal(second.Images?.length, 2);
    assert.equal(second.NextToken, undefined);
  });

  it('neither repeat nor skip an item when others come and go meanwhile', async () => {
    addDays(6);
    const { NextToken } = await fixture.sagemaker.send(new ListImagesCommand({ MaxResults: 2 }));
    fixture.emulator.addImage({ name: 'newest', createdAt: day(20) });
    assert.deepEqual(await names({ MaxResults: 2, NextToken }), ['Image-4', 'Image-3']);
  });

  it('refuse a token that they did not give', async () => {
    addDays(12);
    await assert.rejects(names({ NextToken: 'made-up' }), { name: 'ValidationException' });
    const { NextToken } = await fixture.sagemaker.send(new ListImagesCommand({}));
    const other = new ListImageVersionsCommand({ ImageName: 'Image-1', NextToken });
    await assert.rejects(fixture.sagemaker.send(other), { name: 'ValidationException' });
    await assert.rejects(fixture.ecr.send(new DescribeRepositoriesCommand({ nextToken: NextToken })), {
      name: 'InvalidParameterException',
    });
  });

  it('are sorted as asked', async () => {
    fixture.emulator.addImage({ name: 'b', createdAt: day(1) });
    fixture.emulator.addImage({ name: 'a', createdAt: day(3) });
    fixture.emulator.addImage({ name: 'c', createdAt: day(2) });
    assert.deepEqual(await names({ SortOrder: 'ASCENDING' }), ['b', 'c', 'a']);
    assert.deepEqual(await names({ SortBy: 'IMAGE_NAME' }), ['c', 'b', 'a']);
    assert.deepEqual(await names({ SortBy: 'IMAGE_NAME', SortOrder: 'ASCENDING' }), ['a', 'b', 'c']);
    assert.deepEqual(await names({ SortBy: 'LAST_MODIFIED_TIME' }), ['a', 'c', 'b']);
  });

  it('are filtered by name, in any case, and by time, limits included', async () => {
    addDays(5);
    fixture.emulator.addImage({ name: 'other', createdAt: day(2) });
    assert.equal((await names({ NameContains: 'iMaGe' })).length, 5);
    assert.deepEqual(await names({ CreationTimeAfter: day(4) }), ['Image-5', 'Image-4']);
    assert.deepEqual(await names({ CreationTimeBefore: day(1) }), ['Image-1']);
    const modified = await names({ LastModifiedTimeAfter: day(2), LastModifiedTimeBefore: day(2) });
    assert.deepEqual(new Set(modified), new Set(['Image-2', 'other']));
  });

  it('of versions are sorted and filtered too', async () => {
    fixture.emulator.addImage({ name: 'x' });
    for (const number of [1, 3, 2]) {
      fixture.emulator.addVersion({ imageName: 'x', baseImage: 'x', createdAt: day(number) });
    }
    const numbers = async (input: object) => {
      const { ImageVersions = [] } = await fixture.sagemaker.send(
        new ListImageVersionsCommand({ ImageName: 'x', ...input }),
      );
      return ImageVersions.map(({ Version }) => Version);
    };
    assert.deepEqual(await numbers({}), [2, 3, 1]);
    assert.deepEqual(await numbers({ SortBy: 'VERSION', SortOrder: 'ASCENDING' }), [1, 2, 3]);
    assert.deepEqual(await numbers({ CreationTimeAfter: day(3) }), [2]);
  });

  it('of aliases come in pages too', async () => {
    fixture.emulator.addImage({ name: 'x' });
    fixture.emulator.addVersion({ imageName: 'x', baseImage: 'x', aliases: ['a', 'b', 'c'] });
    const list = async (input: object) => {
      const { SageMakerImageVersionAliases, NextToken } = await fixture.sagemaker.send(
        new ListAliasesCommand({ ImageName: 'x', MaxResults: 2, ...input }),
      );
      return { aliases: SageMakerImageVersionAliases, NextToken };
    };
    const { aliases, NextToken } = await list({});
    assert.deepEqual(aliases, ['a', 'b']);
    assert.deepEqual((await list({ NextToken })).aliases, ['c']);
  });

  it('of ten thousand images are read quickly, page by page', async () => {
    addDays(10_000);
    const started = performance.now();
    const seen = new Set<string | undefined>();
    for await (const { Images = [] } of paginateListImages(
      { client: fixture.sagemaker, pageSize: 100 },
      {},
    )) {
      for (const { ImageName } of Images) seen.add(ImageName);
    }
    assert.equal(seen.size, 10_000);
    assert.ok(performance.now() - started < 5000, 'takes well below a second where it is not in a hurry');
  });
});
