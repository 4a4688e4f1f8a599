import assert from 'node:assert/strict';
import {
  baseImageOf,
  emptyDraft,
  isComplete,
  isSameVersion,
  newVersionOf,
  nextDraft,
  type Draft,
} from '../../../../src/core/create/draft.ts';
import { aDraft, aUri, digestOf, host, role } from '../../../support/builders.ts';

const byTag = { uri: aUri(`${host}/team/notebook:1.0`), isTyped: false };
const byDigest = { uri: aUri(`${host}/team/notebook@${digestOf('a')}`), isTyped: false };
const byBoth = { uri: aUri(`${host}/team/notebook:1.0@${digestOf('a')}`), isTyped: false };

const full: Partial<Draft> = {
  container: byBoth,
  jobType: 'NOTEBOOK_KERNEL',
  processor: 'GPU',
  aliases: ['latest'],
  vendorGuidance: 'STABLE',
  mlFramework: 'PyTorch 2.4',
  programmingLang: 'Python 3.12',
  horovod: true,
  releaseNotes: 'First.',
};

describe('draft', () => {
  it('is complete with an image and a container image, and not before', () => {
    const { image, container, ...rest } = aDraft();
    assert.ok(isComplete({ ...rest, image, container }));
    assert.ok(!isComplete({ ...rest, image }));
    assert.ok(!isComplete({ ...rest, container }));
    assert.ok(!isComplete(emptyDraft('token')));
  });

  it('survives being kept as JSON', () => {
    for (const draft of [aDraft(full), emptyDraft('token')]) {
      assert.deepEqual(JSON.parse(JSON.stringify(draft)), draft);
    }
  });

  describe('base image', () => {
    for (const [title, container, pinned, notPinned] of [
      ['of a tag', byTag, `${host}/team/notebook:1.0`, `${host}/team/notebook:1.0`],
      [
        'of a digest',
        byDigest,
        `${host}/team/notebook@${digestOf('a')}`,
        `${host}/team/notebook@${digestOf('a')}`,
      ],
      [
        'of a tag whose digest is known',
        byBoth,
        `${host}/team/notebook@${digestOf('a')}`,
        `${host}/team/notebook:1.0`,
      ],
    ] as const) {
      it(`${title}, pinned and not`, () => {
        assert.equal(baseImageOf(container, true), pinned);
        assert.equal(baseImageOf(container, false), notPinned);
      });
    }
  });

  describe('as a request', () => {
    it('has every answer but the aliases', () => {
      assert.deepEqual(newVersionOf(aDraft(full), true), {
        imageName: 'notebook',
        baseImage: `${host}/team/notebook@${digestOf('a')}`,
        clientToken: 'token-1',
        jobType: 'NOTEBOOK_KERNEL',
        processor: 'GPU',
        vendorGuidance: 'STABLE',
        mlFramework: 'PyTorch 2.4',
        programmingLang: 'Python 3.12',
        horovod: true,
        releaseNotes: 'First.',
      });
    });

    it('leaves out what is not set', () => {
      const request = newVersionOf(aDraft({ jobType: null, processor: null }), true);
      assert.deepEqual(Object.keys(request).toSorted(), ['baseImage', 'clientToken', 'imageName']);
    });

    it('says Horovod false when that was chosen, which is not "Not set"', () => {
      assert.equal(newVersionOf(aDraft({ horovod: false }), true).horovod, false);
    });

    it('names the tag when digests are not to be pinned', () => {
      assert.equal(newVersionOf(aDraft(full), false).baseImage, `${host}/team/notebook:1.0`);
    });
  });

  describe('of the next version', () => {
    it('keeps the choices, but not what belongs to one version alone', () => {
      const { tag: _tag, digest: _digest, ...repository } = byBoth.uri;
      assert.deepEqual(nextDraft(aDraft(full), 'token-2'), {
        image: { name: 'notebook', isNew: false },
        container: { uri: repository, isTyped: false },
        jobType: 'NOTEBOOK_KERNEL',
        processor: 'GPU',
        aliases: [],
        vendorGuidance: 'STABLE',
        mlFramework: 'PyTorch 2.4',
        programmingLang: 'Python 3.12',
        horovod: true,
        releaseNotes: null,
        clientToken: 'token-2',
      });
    });

    it('takes an image that was new for one that is there now', () => {
      const last = aDraft({ image: { name: 'notebook', isNew: true, roleArn: role } });
      assert.deepEqual(nextDraft(last, 'token-2').image, { name: 'notebook', isNew: false });
    });

    it('asks for the tag again after a URI that was typed', () => {
      const last = aDraft({ container: { ...byTag, isTyped: true } });
      assert.equal(nextDraft(last, 'token-2').container?.isTyped, false);
    });

    it('is possible before anything was answered', () => {
      assert.deepEqual(nextDraft(emptyDraft('token-1'), 'token-2'), emptyDraft('token-2'));
    });
  });

  describe('is the same intended version as another', () => {
    const other = { uri: aUri(`${host}/team/notebook:2.0`), isTyped: false };
    const otherDigest = { uri: aUri(`${host}/team/notebook:1.0@${digestOf('b')}`), isTyped: false };
    const otherTag = { uri: aUri(`${host}/team/notebook:latest@${digestOf('a')}`), isTyped: false };
    const otherRepository = { uri: aUri(`${host}/team/other:1.0`), isTyped: false };

    for (const [title, one, two, expected] of [
      ['with the same tag', { container: byTag }, { container: byTag }, true],
      ['with another tag', { container: byTag }, { container: other }, false],
      [
        'with the same tag in another repository',
        { container: byTag },
        { container: otherRepository },
        false,
      ],
      ['whose tag has meanwhile been looked up', { container: byTag }, { container: byBoth }, true],
      ['whose tag had been looked up before', { container: byBoth }, { container: byTag }, true],
      ['whose tag has moved to another digest', { container: byBoth }, { container: otherDigest }, false],
      ['with another tag of the same digest', { container: byBoth }, { container: otherTag }, true],
      ['with the digest of a tag', { container: byBoth }, { container: byDigest }, true],
      ['with other metadata', { releaseNotes: 'One.' }, { releaseNotes: 'Two.', processor: 'GPU' }, true],
      ['of another image', {}, { image: { name: 'other', isNew: false } }, false],
    ] as const satisfies readonly (readonly [string, Partial<Draft>, Partial<Draft>, boolean])[]) {
      it(`${title}: ${expected ? 'yes' : 'no'}`, () => {
        assert.equal(isSameVersion(aDraft(one), aDraft(two)), expected);
      });
    }

    it('without a container image: no', () => {
      const { container: _container, ...unanswered } = aDraft();
      assert.equal(isSameVersion(unanswered, unanswered), false);
      assert.equal(isSameVersion(aDraft(), unanswered), false);
    });
  });
});
