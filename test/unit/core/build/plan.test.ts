import assert from 'node:assert/strict';
import type { CompleteBuildDraft } from '../../../../src/core/build/buildDraft.ts';
import { fingerprintOf, labelsOf, orderOf } from '../../../../src/core/build/plan.ts';
import type { SourceState } from '../../../../src/core/build/sourceState.ts';
import { aBuildDraft, aPlan, aSource, pushRepositoryUri } from '../../../support/buildBuilders.ts';

const now = new Date('2026-01-02T03:04:05.000Z');
const resolve = (path: string): string => `/work/${path}`;
const version = aBuildDraft().version;

describe('labels', () => {
  it('tie an image to its commit, also in time', () => {
    assert.deepEqual(labelsOf(aSource(), now), {
      'org.opencontainers.image.revision': aSource().commit,
      'org.opencontainers.image.source': 'https://git.example/team/notebook.git',
      'org.opencontainers.image.created': '2026-01-01T12:00:00Z',
    });
  });

  it('say when it was built where that is not what was committed, or nobody knows', () => {
    for (const source of [aSource({ isDirty: true }), aSource({ committedAt: undefined }), undefined]) {
      assert.equal(labelsOf(source, now)['org.opencontainers.image.created'], now.toISOString());
    }
  });

  it('leave out what is not known', () => {
    assert.deepEqual(Object.keys(labelsOf(undefined, now)), ['org.opencontainers.image.created']);
    assert.ok(!('org.opencontainers.image.source' in labelsOf(aSource({ remote: undefined }), now)));
  });

  for (const [remote, expected] of [
    ['https://me:hush@git.example/x.git', 'https://git.example/x.git'],
    ['https://hush@git.example/x.git', 'https://git.example/x.git'],
    ['ssh://git@git.example:22/x.git', 'ssh://git.example:22/x.git'],
    ['git@git.example:team/x.git', 'git@git.example:team/x.git'],
    ['https://a@b@git.example/x', 'https://git.example/x'],
  ] as const) {
    it(`have no credentials: ${expected}`, () => {
      assert.equal(labelsOf(aSource({ remote }), now)['org.opencontainers.image.source'], expected);
    });
  }
});

describe('order', () => {
  it('is what the engine is told, with whole paths', () => {
    const draft = aBuildDraft({ buildArgs: { A: '1', B: null, C: '' } });
    const reference = `${pushRepositoryUri}:main-1a2b3c4`;
    const { labels, ...order } = orderOf(aPlan({ draft }), reference, now, resolve);
    assert.deepEqual(order, {
      dockerfile: '/work/docker/Dockerfile',
      context: '/work/docker',
      target: undefined,
      buildArgs: { A: '1', C: '' },
      platform: 'linux/amd64',
      reference,
      mediaTypes: 'any',
    });
    assert.equal(Object.keys(labels).length, 3);
  });

  it('names the target, and has no labels where none are wanted', () => {
    const draft = aBuildDraft({ target: 'gpu', isLabelled: false, platform: 'linux/arm64' });
    const order = orderOf(aPlan({ draft }), 'x', now, resolve);
    assert.equal(order.target, 'gpu');
    assert.equal(order.platform, 'linux/arm64');
    assert.deepEqual(order.labels, {});
  });

  for (const [jobType, expected] of [
    ['INFERENCE', 'docker'],
    ['TRAINING', 'any'],
    ['NOTEBOOK_KERNEL', 'any'],
    [null, 'any'],
  ] as const) {
    it(`for ${jobType ?? 'no job type'} has ${expected} media types`, () => {
      const draft = aBuildDraft({ version: { ...version, jobType } });
      assert.equal(orderOf(aPlan({ draft }), 'x', now, resolve).mediaTypes, expected);
    });
  }
});

describe('fingerprint', () => {
  const usual = fingerprintOf(aBuildDraft(), aSource());

  for (const [title, has, source] of [
    ['another context', { context: '.' }, {}],
    ['another target', { target: 'x' }, {}],
    ['another build argument', { buildArgs: { A: '1' } }, {}],
    ['another platform', { platform: 'linux/arm64' }, {}],
    ['no labels', { isLabelled: false }, {}],
    ['inference', { version: { ...version, jobType: 'INFERENCE' } }, {}],
    ['another commit', {}, { commit: 'f'.repeat(40) }],
    ['a dirty tree', {}, { isDirty: true }],
    ['other changes', {}, { changes: 'x' }],
  ] as const satisfies readonly (readonly [string, Partial<CompleteBuildDraft>, Partial<SourceState>])[]) {
    it(`is another one with ${title}`, () => {
      assert.notEqual(fingerprintOf(aBuildDraft(has), aSource(source)), usual);
    });
  }

  it('is the same wherever the image is pushed to and whatever it is registered as', () => {
    const draft = aBuildDraft({
      repository: { kind: 'new', name: 'x', settings: { scanOnPush: true, immutableTags: true } },
      tag: { scheme: 'x', text: 'x' },
      version: { ...version, image: { name: 'other', isNew: false }, jobType: 'TRAINING' },
    });
    assert.equal(fingerprintOf(draft, aSource()), usual);
    assert.equal(fingerprintOf({ ...aBuildDraft(), buildArgs: {} }, aSource()), usual);
  });

  it('does not depend on the order of build arguments, and has no secrets', () => {
    const one = fingerprintOf(aBuildDraft({ buildArgs: { A: '1', B: '2', TOKEN: 'hush' } }), aSource());
    const other = fingerprintOf(aBuildDraft({ buildArgs: { B: '2', A: '1' } }), aSource());
    assert.equal(one, other);
    assert.ok(!one.includes('hush'));
  });
});
