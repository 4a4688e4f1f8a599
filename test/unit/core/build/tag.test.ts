import assert from 'node:assert/strict';
import type { SourceState } from '../../../../src/core/build/sourceState.ts';
import {
  nextVersion,
  proposeTags,
  renderTag,
  renewed,
  type TagFacts,
} from '../../../../src/core/build/tag.ts';
import { isTag } from '../../../../src/core/containerUri.ts';
import { harmfulParts, randomTexts } from '../../../support/randomTexts.ts';

const now = new Date('2026-01-02T03:04:05.678Z');
const clean: SourceState = {
  branch: 'main',
  commit: '1a2b3c4d5e6f7890a1b2c3d4e5f607182930a1b2',
  isDirty: false,
  remote: undefined,
};
const dirty = { ...clean, isDirty: true };
const on = (branch: string | undefined): TagFacts => ({ source: { ...clean, branch }, now });

function tagOf(scheme: string, facts: TagFacts): string {
  const rendered = renderTag(scheme, facts);
  return rendered.ok ? rendered.value : rendered.problem.code;
}

const schemes = (facts: TagFacts): readonly string[] => proposeTags(facts).map(({ scheme }) => scheme);

describe('tag', () => {
  for (const [title, scheme, facts, expected] of [
    ['of branch and commit', '{branch}-{commit}', on('main'), 'main-1a2b3c4'],
    ['of a dirty tree', '{branch}-{commit}', { source: dirty, now }, 'main-1a2b3c4-dirty'],
    ['of no branch', '{branch}-{commit}', on(undefined), '1a2b3c4'],
    ['of no branch, the other way round', '{commit}-{branch}', on(undefined), '1a2b3c4'],
    ['of the branch alone', '{branch}', on('feature/x'), 'feature-x'],
    ['of the branch alone, where there is none', '{branch}', on(undefined), 'uri.tag'],
    ['of the time', '{timestamp}', { source: undefined, now }, '20260102-030405'],
    ['of several words', 'v-{commit}-{timestamp}', { source: dirty, now }, 'v-1a2b3c4-dirty-20260102-030405'],
    ['that is always the same', 'latest', { source: undefined, now }, 'latest'],
    ['of a branch in words of its own', '{branch}-{branch}', on('a'), 'a-a'],
    ['that only git can tell', '{branch}', { source: undefined, now }, 'imageTag.noSource'],
    ['of an unknown word', '{user}-1', on('main'), 'imageTag.word'],
    ['of the next version, not known', 'semver', { source: clean, now }, 'imageTag.unknown'],
    ['of the next version', 'semver', { source: undefined, now, tags: ['1.2.3'] }, '1.2.4'],
    ['that begins with a hyphen', '-x', on('main'), 'uri.tag'],
    ['with a space', 'a b', on('main'), 'uri.tag'],
    ['that is empty', '', on('main'), 'uri.tag'],
    ['that is too long', 'x'.repeat(129), on('main'), 'uri.tag'],
    ['with a brace that is no word', 'a{b', on('main'), 'uri.tag'],
    ['that a branch would give words of', '{branch}', on('{commit}'), 'commit'],
  ] as const) {
    it(title, () => assert.equal(tagOf(scheme, facts), expected));
  }

  for (const [branch, expected] of [
    ['feature/new thing', 'feature-new-thing-1a2b3c4'],
    ['-rf', 'rf-1a2b3c4'],
    ['..hidden', 'hidden-1a2b3c4'],
    ['$(touch x)', 'touch-x-1a2b3c4'],
    ['a\nb', 'a-b-1a2b3c4'],
    ['\u65E5\u672C', '1a2b3c4'],
    ['\u00FCber/caf\u00E9', 'uber-cafe-1a2b3c4'],
    ['_private_', '_private-1a2b3c4'],
    ['Release_1.0', 'Release_1.0-1a2b3c4'],
    ['x'.repeat(300), `${'x'.repeat(120)}-1a2b3c4`],
    [`${'x'.repeat(119)}--y`, `${'x'.repeat(119)}-1a2b3c4`],
  ] as const) {
    it(`of the branch ${JSON.stringify(branch)}`.slice(0, 60), () => {
      assert.equal(tagOf('{branch}-{commit}', on(branch)), expected);
    });
  }

  it('can be had of any branch', () => {
    for (const branch of randomTexts(harmfulParts, { count: 3_000, longest: 80 })) {
      for (const isDirty of [false, true]) {
        const facts = { source: { ...clean, branch, isDirty }, now };
        for (const { text } of proposeTags({ ...facts, tags: [] })) {
          assert.ok(isTag(text), JSON.stringify([branch, text]));
        }
        const usual = tagOf('{branch}-{commit}', facts);
        assert.ok(usual.endsWith(isDirty ? '1a2b3c4-dirty' : '1a2b3c4'), JSON.stringify([branch, usual]));
      }
    }
  });

  it('of any scheme is a tag or a problem', () => {
    const parts = [...harmfulParts, '{branch}', '{commit}', '{timestamp}', 'semver'];
    for (const scheme of randomTexts(parts, { count: 3_000, longest: 12 })) {
      const rendered = renderTag(scheme, { source: dirty, now });
      assert.ok(!rendered.ok || isTag(rendered.value), JSON.stringify(scheme));
    }
  });

  describe('proposals', () => {
    it('begin with branch and commit, or the time where there is no git', () => {
      assert.deepEqual(proposeTags({ source: clean, now }), [
        { scheme: '{branch}-{commit}', text: 'main-1a2b3c4' },
      ]);
      assert.deepEqual(proposeTags({ source: undefined, now }), [
        { scheme: '{timestamp}', text: '20260102-030405' },
      ]);
    });

    it('have the next version once the tags are known', () => {
      assert.deepEqual(proposeTags({ source: clean, now, tags: ['v1.9.9', 'latest'] })[1], {
        scheme: 'semver',
        text: 'v1.9.10',
      });
      assert.deepEqual(schemes({ source: undefined, now, tags: [] }), ['{timestamp}', 'semver']);
    });

    it('have one that is new where the commit has its tag already', () => {
      const facts = { source: dirty, now, tags: ['main-1a2b3c4-dirty'] };
      assert.deepEqual(schemes(facts), ['{branch}-{commit}', '{branch}-{commit}-{timestamp}', 'semver']);
      assert.equal(proposeTags(facts)[1]?.text, 'main-1a2b3c4-dirty-20260102-030405');
    });
  });

  describe('next version', () => {
    for (const [tags, expected] of [
      [[], '1.0.0'],
      [['latest', '20260102', '1.2', '01-02'], '1.0.0'],
      [['0.1.0'], '0.1.1'],
      [['1.2.3', '1.10.0', '1.9.9'], '1.10.1'],
      [['v1.2.3', '1.2.2'], 'v1.2.4'],
      [['2.0.0-rc.1', '1.9.0'], '2.0.0'],
      [['2.0.0-rc.1', '2.0.0'], '2.0.1'],
      [['2.0.0', '2.0.0-rc.1'], '2.0.1'],
      [['0.0.0'], '0.0.1'],
      [['1.2.3.4', 'x1.2.3', '1.2.3+x'], '1.0.0'],
      [['99999999999.0.0', '1.0.0'], '1.0.1'],
    ] as const) {
      it(`after ${tags.join(', ') || 'none'} is ${expected}`, () =>
        assert.equal(nextVersion(tags), expected));
    }

    it('is a tag that is not there', () => {
      const parts = ['v', ...'0123456789'.split(''), '.', '-', 'rc', '1.0.', '2.'];
      const all = [...randomTexts(parts, { count: 2_000, longest: 7 })];
      for (let from = 0; from < all.length; from += 20) {
        const tags = all.slice(from, from + 20);
        const next = nextVersion(tags);
        assert.ok(isTag(next) && !tags.includes(next), JSON.stringify([tags, next]));
      }
    });
  });

  describe('renewed', () => {
    it('follows its scheme', () => {
      const former = { scheme: '{branch}-{commit}', text: 'old-0000000' };
      assert.deepEqual(renewed(former, on('new')), { scheme: former.scheme, text: 'new-1a2b3c4' });
      assert.deepEqual(renewed({ scheme: 'latest' }, on('new')), { scheme: 'latest', text: 'latest' });
    });

    it('is left to be looked up where the registry knows', () => {
      assert.deepEqual(renewed({ scheme: 'semver', text: '1.0.0' }, on('new')), { scheme: 'semver' });
    });

    it('is none where its scheme is of no use', () => {
      assert.equal(renewed({ scheme: '{branch}', text: 'old' }, { source: undefined, now }), undefined);
      assert.equal(renewed({ scheme: '{else}' }, on('new')), undefined);
    });
  });
});
