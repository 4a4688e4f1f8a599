import assert from 'node:assert/strict';
import { formatSnippet } from '../../../../src/core/snippets/snippet.ts';
import { sourceOfDraft, sourceOfVersion } from '../../../../src/core/snippets/source.ts';
import { aDraft, aUri, aVersion, digestOf, host, role } from '../../../support/builders.ts';
import { full } from './samples.ts';

const place = { profile: 'dev', region: 'us-east-1' };

describe('snippet: source', () => {
  it('is what the review list would create', () => {
    const uri = aUri(`${host}/notebook:1.0@${digestOf('a')}`);
    const draft = aDraft({
      image: { name: 'notebook', isNew: true, roleArn: role },
      container: { uri, isTyped: false },
      jobType: 'TRAINING',
      processor: null,
      aliases: ['1.0'],
      horovod: false,
    });
    const { version, ...rest } = sourceOfDraft(draft, true, place);
    assert.deepEqual(rest, {
      ...place,
      image: { name: 'notebook', isNew: true, roleArn: role },
      aliases: ['1.0'],
    });
    assert.partialDeepStrictEqual(version, {
      baseImage: `${host}/notebook@${digestOf('a')}`,
      clientToken: draft.clientToken,
      jobType: 'TRAINING',
      horovod: false,
    });
    assert.ok(!('processor' in version));
    assert.equal(sourceOfDraft(draft, false, place).version.baseImage, `${host}/notebook:1.0`);
  });

  it('creates no image that is there', () => {
    const draft = aDraft({ image: { name: 'notebook', isNew: false } });
    assert.deepEqual(sourceOfDraft(draft, true, place).image, { name: 'notebook', isNew: false });
  });

  describe('of a version that is there', () => {
    const tag = `${host}/notebook:1.0`;
    const byDigest = `${host}/notebook@${digestOf('a')}`;

    it('has what describes it, and neither its token nor its aliases', () => {
      const { clientToken: _, ...ofFull } = full.version;
      const metadata = { ...ofFull, baseImage: tag, processor: 'TPU' };
      const version = aVersion(metadata);
      const { version: copied, ...rest } = sourceOfVersion(version, false, place) ?? assert.fail();
      assert.deepEqual(rest, {
        ...place,
        image: { name: 'notebook', isNew: false },
        aliases: [],
        copyOf: 1,
      });
      assert.partialDeepStrictEqual(copied, metadata);
      assert.equal(copied.clientToken, undefined);
    });

    for (const [what, version, pinned, unpinned] of [
      ['a tag', { baseImage: tag, containerImage: byDigest }, byDigest, tag],
      ['a tag that was not found', { baseImage: tag }, tag, tag],
      ['a digest', { baseImage: byDigest, containerImage: `${host}/a@${digestOf('b')}` }, byDigest, byDigest],
      ['what SageMaker says alone', { containerImage: byDigest }, byDigest, byDigest],
    ] as const) {
      it(`is made of the same as it was: by ${what}`, () => {
        const made = [true, false].map(
          (pinDigest) => sourceOfVersion(aVersion(version), pinDigest, place)?.version.baseImage,
        );
        assert.deepEqual(made, [pinned, unpinned]);
      });
    }

    it('is none where SageMaker does not say what it is made of', () => {
      assert.equal(sourceOfVersion(aVersion(), true, place), undefined);
    });

    for (const kind of ['boto3', 'javascript', 'cloudformation', 'terraform'] as const) {
      it(`says in its first line what is left out: ${kind}`, () => {
        const version = aVersion({ imageName: 'a"\n', number: 3, baseImage: tag });
        const snippet = formatSnippet(kind, sourceOfVersion(version, true, place) ?? assert.fail());
        const mark = kind === 'javascript' ? '//' : '#';
        assert.equal(
          snippet.split('\n')[0],
          String.raw`${mark} Like version 3 of "a\"\n", without its aliases: only one version can have an alias.`,
        );
        assert.doesNotMatch(formatSnippet(kind, full), /Like version/);
      });
    }
  });
});
