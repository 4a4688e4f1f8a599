import assert from 'node:assert/strict';
import {
  isOutdated,
  newRecord,
  nextPhase,
  resumeOf,
  type BuildRecord,
} from '../../../../src/core/build/record.ts';
import { arnOfVersion, digestOf } from '../../../support/builders.ts';
import { aBuildDraft, aPlan, aSource, pushRepositoryUri } from '../../../support/buildBuilders.ts';

const choice = { profile: 'default', region: 'us-east-1' };
const fresh = newRecord(aPlan(), choice);
const built = { imageId: 'image-a', engine: 'docker' } as const;
const pushed = { repository: pushRepositoryUri, tag: 'main-1a2b3c4', digest: digestOf('a') };
const version = { imageName: 'notebook', number: 1, arn: arnOfVersion({ imageName: 'notebook', number: 1 }) };

describe('build record', () => {
  for (const [title, done, phase, resume] of [
    ['nothing is done', {}, 'build', undefined],
    ['it is built', { built }, 'push', 'push'],
    ['it is pushed', { built, pushed }, 'register', 'register'],
    ['it is pushed, and the engine has lost it', { pushed }, 'register', 'register'],
    ['it is registered', { built, pushed, version }, undefined, undefined],
  ] as const satisfies readonly (readonly [string, Partial<BuildRecord>, unknown, unknown])[]) {
    it(`goes on from ${phase ?? 'nowhere'} when ${title}`, () => {
      const record = { ...fresh, ...done };
      assert.equal(nextPhase(record), phase);
      assert.equal(resumeOf(record)?.from, resume);
    });
  }

  it('says what can be gone on with', () => {
    assert.deepEqual(resumeOf({ ...fresh, built }), {
      from: 'push',
      dockerfile: 'docker/Dockerfile',
      imageName: 'notebook',
      reference: 'sagemaker-notebook:main-1a2b3c4',
    });
    const draft = aBuildDraft({
      repository: { kind: 'new', name: 'fresh', settings: { scanOnPush: true, immutableTags: true } },
    });
    assert.equal(resumeOf({ ...fresh, draft, built })?.reference, 'fresh:main-1a2b3c4');
  });

  it('is plain data without secrets', () => {
    const draft = aBuildDraft({ buildArgs: { TOKEN: 'hush', A: '1', B: null } });
    const record = newRecord(aPlan({ draft }), choice);
    assert.deepEqual(JSON.parse(JSON.stringify(record)), record);
    assert.ok(!JSON.stringify(record).includes('hush'));
    assert.deepEqual(record.draft.buildArgs, { A: '1', B: null });
  });

  it('is outdated by what makes another image, and by nothing else', () => {
    assert.ok(!isOutdated(fresh, aPlan()));
    assert.ok(!isOutdated(fresh, aPlan({ draft: aBuildDraft({ tag: { scheme: 'x', text: 'x' } }) })));
    assert.ok(isOutdated(fresh, aPlan({ draft: aBuildDraft({ context: 'elsewhere' }) })));
    assert.ok(isOutdated(fresh, aPlan({ source: aSource({ commit: 'f'.repeat(40) }) })));
    assert.ok(isOutdated(fresh, aPlan({ source: undefined })));
  });

  it('takes over the version that SageMaker was asked for', () => {
    const asked = { ...aBuildDraft().version, image: { name: 'notebook', isNew: false } };
    const container = { uri: { accountId: '1', region: 'r', suffix: 's', repository: 'x' }, isTyped: false };
    const earlier = { ...fresh, asked: { ...asked, container }, built, pushed };
    const next = newRecord(aPlan(), choice, earlier);
    assert.deepEqual(next.asked, earlier.asked);
    assert.equal(nextPhase(next), 'build');
  });
});
