import assert from 'node:assert/strict';
import { newRecord, type BuildRecord } from '../../../../src/core/build/record.ts';
import {
  builtOf,
  builtOfDraft,
  builtOfRecipe,
  regionOf,
  tagOf,
  type Built,
} from '../../../../src/core/drift/built.ts';
import { readBuilt } from '../../../../src/core/drift/readBuilt.ts';
import { account, aDraft, aUri, aVersion, digestOf, host } from '../../../support/builders.ts';
import { aPlan, pushRepositoryUri } from '../../../support/buildBuilders.ts';

const pushed = { repository: pushRepositoryUri, tag: 'main-1a2b3c4', digest: digestOf('a') };
const sources = { dockerfile: 'a', context: 'b' };
const record: BuildRecord = {
  ...newRecord(aPlan(), { profile: 'default', region: 'us-east-1' }),
  built: { imageId: 'image-a', engine: 'docker', sources },
  pushed,
};

describe('What is remembered of a build', () => {
  it('is the version, what it was made of, and from what', () => {
    const built = builtOf(record, aVersion({ number: 4 }));
    const expected = {
      imageName: 'notebook',
      number: 4,
      accountId: account,
      region: 'us-east-1',
      ...pushed,
      sources,
      engine: 'docker',
    };
    assert.deepEqual(built, expected);
    assert.deepEqual(JSON.parse(JSON.stringify(built)), expected);
  });

  it('is no more than what was registered where somebody else has built it', () => {
    const version = aVersion({ number: 4 });
    const registered = { imageName: 'notebook', number: 4, accountId: account, region: 'us-east-1' };
    const repository = `${host}/team/notebook`;
    const [tagged, pinned] = [`${repository}:1.2.0`, `${repository}@${digestOf('a')}`].map((text) =>
      builtOfDraft(aDraft({ container: { uri: aUri(text), isTyped: false } }), version, 'us-east-1'),
    );
    assert.deepEqual(tagged, { ...registered, repository, tag: '1.2.0' });
    assert.deepEqual(pinned, { ...registered, repository, digest: digestOf('a') });
  });

  it('is what it was built of where the very image is registered once more', () => {
    const before = builtOf(record, aVersion({ number: 4 }));
    const again = (digest: string): Built =>
      builtOfDraft(
        aDraft({ container: { uri: aUri(`${host}/team/notebook@${digest}`), isTyped: false } }),
        aVersion({ number: 5 }),
        'us-east-1',
        before,
      );
    assert.deepEqual([again(digestOf('a')).sources, again(digestOf('a')).engine], [sources, 'docker']);
    assert.equal(again(digestOf('b')).sources, undefined);
  });

  it('is read as it was written, and not at all where it makes no sense', () => {
    const built = builtOf(record, aVersion({ number: 4 }));
    assert.deepEqual(readBuilt(JSON.parse(JSON.stringify(built))), built);
    assert.deepEqual(readBuilt({ imageName: 'notebook' }), { imageName: 'notebook' });
    const wrong: Readonly<Record<keyof Built, unknown>> = {
      imageName: 7,
      number: '4',
      accountId: null,
      region: '',
      repository: ['a'],
      tag: {},
      digest: 1,
      sources: { context: 'b' },
      engine: 'oven',
    };
    for (const [member, value] of Object.entries(wrong)) {
      assert.equal(readBuilt({ ...built, [member]: value }), undefined, member);
    }
    for (const value of [undefined, null, 'notebook', [], {}, { number: 4 }]) {
      assert.equal(readBuilt(value), undefined);
    }
    assert.equal(readBuilt({ ...built, sources: { dockerfile: 'a', context: 2 } }), undefined);
  });

  it('is less in the record of an older release', () => {
    const { built: _, pushed: __, ...older } = record;
    const built = builtOf({ ...older, choice: {} }, aVersion({ number: 4, arn: 'arn' }));
    assert.deepEqual(built, { imageName: 'notebook', number: 4 });
    assert.equal(tagOf(built), undefined);
    assert.equal(regionOf(built), undefined);
  });

  it('is an image and a place in the settings', () => {
    const repository = `${host}/notebook`;
    assert.deepEqual(builtOfRecipe({ image: 'notebook', repository, tag: 'latest' }), {
      imageName: 'notebook',
      repository,
      tag: 'latest',
    });
    assert.deepEqual(builtOfRecipe({ image: 'notebook', tag: '{branch}-{commit}' }), {
      imageName: 'notebook',
    });
    assert.deepEqual(builtOfRecipe({ image: 'notebook', tag: 'semver' }), { imageName: 'notebook' });
    assert.equal(builtOfRecipe({ repository }), undefined);
  });

  it('has a tag and a region where its repository has', () => {
    const built = { imageName: 'notebook', repository: `${host}/notebook`, tag: 'latest' };
    assert.deepEqual([tagOf(built)?.repository, tagOf(built)?.tag], ['notebook', 'latest']);
    assert.equal(regionOf(built), 'us-east-1');
    assert.equal(tagOf({ ...built, repository: 'not a repository' }), undefined);
  });
});
