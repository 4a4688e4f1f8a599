import assert from 'node:assert/strict';
import {
  emptyBuildDraft,
  folderOf,
  isBuildComplete,
  keptDraft,
  nextBuildDraft,
  renewedDraft,
  unanswered,
  type BuildDraft,
} from '../../../../src/core/build/buildDraft.ts';
import { readOutline } from '../../../../src/core/dockerfile.ts';
import { role } from '../../../support/builders.ts';
import { aBuildDraft, aSource } from '../../../support/buildBuilders.ts';

const now = new Date('2026-01-02T03:04:05.000Z');
const facts = { source: aSource(), now };
const one = readOutline('FROM a');
const several = readOutline('FROM a AS dev\nARG X\nFROM b AS prod\nARG Y\nARG TOKEN');
const { version } = aBuildDraft();
const isComplete = (draft: BuildDraft, outline = one): boolean => isBuildComplete(draft, outline);

describe('build draft', () => {
  for (const [path, folder] of [
    ['Dockerfile', '.'],
    ['docker/Dockerfile', 'docker'],
    ['a/b/c.dockerfile', 'a/b'],
    ['/outside/Dockerfile', '/outside'],
    ['/Dockerfile', '/'],
  ] as const) {
    it(`of ${path} begins with the context ${folder}`, () => {
      assert.equal(emptyBuildDraft(path, 't').context, folder);
      assert.equal(folderOf(path), folder);
    });
  }

  it('is plain data, and without secrets on disk', () => {
    const draft = aBuildDraft({ buildArgs: { TOKEN: 'hush', A: '1' } });
    assert.deepEqual(JSON.parse(JSON.stringify(draft)), draft);
    assert.deepEqual(keptDraft(draft), { ...draft, buildArgs: { A: '1' } });
  });

  it('of the next version keeps the choices, and the scheme of the tag', () => {
    const last = aBuildDraft({
      version: { ...version, aliases: ['a'], releaseNotes: 'x', jobType: 'TRAINING' },
    });
    const next = nextBuildDraft(last, 'token-2');
    assert.deepEqual(next.tag, { scheme: '{branch}-{commit}' });
    assert.deepEqual(next.repository, last.repository);
    assert.equal(next.version.jobType, 'TRAINING');
    assert.deepEqual(
      [next.version.aliases, next.version.releaseNotes, next.version.clientToken],
      [[], null, 'token-2'],
    );
  });

  describe('is complete', () => {
    it('with what a run requires', () => assert.ok(isComplete(aBuildDraft())));

    for (const [title, has] of [
      ['an image', { version: emptyBuildDraft('D', 't').version }],
      ['the name of a new image', { version: { ...version, image: { name: '', isNew: true } } }],
      ['the role of a new image', { version: { ...version, image: { name: 'x', isNew: true } } }],
      ['the name of a new repository', { repository: { kind: 'new', name: '' } }],
      ['the settings of a new repository', { repository: { kind: 'new', name: 'xx' } }],
      ['what the tag is now', { tag: { scheme: 'semver' } }],
    ] as const satisfies readonly (readonly [string, Partial<BuildDraft>])[]) {
      it(`not without ${title}`, () => assert.ok(!isComplete({ ...aBuildDraft(), ...has })));
    }

    it('not without a repository, a tag or a target to choose', () => {
      const { repository: _r, ...noRepository } = aBuildDraft();
      const { tag: _t, ...noTag } = aBuildDraft();
      const { target: _s, ...noTarget } = aBuildDraft({ buildArgs: { Y: '1', TOKEN: null } });
      assert.ok(!isComplete(noRepository));
      assert.ok(!isComplete(noTag));
      assert.ok(isComplete(noTarget));
      assert.ok(!isComplete(noTarget, several));
      assert.ok(isComplete({ ...noTarget, target: null }, several));
    });

    it('with a new image and its role', () => {
      const image = { name: 'x', isNew: true, roleArn: role };
      assert.ok(isComplete(aBuildDraft({ version: { ...version, image } })));
    });
  });

  it('leaves open the build arguments of its target that nothing answers', () => {
    assert.deepEqual(unanswered(aBuildDraft(), several), ['Y', 'TOKEN']);
    assert.deepEqual(unanswered(aBuildDraft({ target: 'dev' }), several), ['X']);
    assert.deepEqual(unanswered(aBuildDraft({ buildArgs: { Y: '', TOKEN: null } }), several), []);
    assert.deepEqual(unanswered(aBuildDraft(), readOutline('FROM a\nARG toString')), ['toString']);
  });

  describe('renewed', () => {
    it('has the tag as it is now', () => {
      const draft = aBuildDraft({ tag: { scheme: '{commit}', text: 'old' } });
      assert.equal(renewedDraft(draft, one, facts).tag?.text, '1a2b3c4');
      assert.deepEqual(renewedDraft({ ...draft, tag: { scheme: 'semver', text: '1.0.0' } }, one, facts).tag, {
        scheme: 'semver',
      });
      assert.equal(renewedDraft(draft, one, { ...facts, source: undefined }).tag, undefined);
    });

    it('asks again for a target that is gone', () => {
      assert.equal(renewedDraft(aBuildDraft({ target: 'dev' }), several, facts).target, 'dev');
      assert.equal(renewedDraft(aBuildDraft({ target: 'gone' }), several, facts).target, undefined);
      assert.equal(renewedDraft(aBuildDraft({ target: null }), several, facts).target, null);
    });

    it('leaves everything else as it is', () => {
      assert.deepEqual(renewedDraft(aBuildDraft(), one, facts), aBuildDraft());
    });
  });
});
