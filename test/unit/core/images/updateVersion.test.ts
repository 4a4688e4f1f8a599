import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { updateVersion } from '../../../../src/core/images/updateVersion.ts';
import type { VersionChanges } from '../../../../src/core/model.ts';
import { dropped, expired, inUse, inUseForGood, name, notSeen, writing, type Writing } from './useWrites.ts';

const { signal } = new AbortController();
const changes: VersionChanges = {
  vendorGuidance: 'TO_BE_ARCHIVED',
  jobType: 'TRAINING',
  processor: 'GPU',
  mlFramework: 'PyTorch 2.4',
  programmingLang: 'Python 3.12',
  horovod: false,
  releaseNotes: 'Last one.',
};

describe('update version', () => {
  let test: Writing;

  beforeEach(() => {
    test = writing();
  });

  const update = (how = changes): Promise<void> => updateVersion(name, 2, how, test.context, signal);
  const assertUpdated = (): void => {
    const version = test.images.versionNow(name, 2);
    assert.deepEqual({ ...version, ...changes }, version);
  };

  it('changes every field in one call', async () => {
    await update();
    assertUpdated();
    assert.deepEqual(test.images.calls.operations, ['updateVersion']);
  });

  it('finds the change whose answer was lost', async () => {
    test.images.calls.loseAnswer('updateVersion', dropped);
    await update();
    assertUpdated();
    assert.equal(test.images.calls.to('updateVersion').length, 1);
  });

  for (const member of Object.keys(changes) as (keyof VersionChanges)[]) {
    it(`does not take another state for it: ${member}`, async () => {
      const { [member]: _, ...others } = changes;
      test.images.settleVersion(name, 2, others);
      test.images.calls.fail('updateVersion', dropped);
      await assert.rejects(update(), dropped);
    });
  }

  it('looks at the aliases as well when they are to change', async () => {
    await update({ aliasesToAdd: ['old', 'older'] });
    const both = { aliasesToAdd: ['new'], aliasesToRemove: ['old', 'older'] };
    test.images.calls.fail('updateVersion', dropped, dropped, dropped);
    await assert.rejects(update(both), dropped, 'none is added');
    await assert.rejects(update({ aliasesToRemove: ['old'] }), dropped, 'none is removed');
    await update({ aliasesToAdd: ['old'], aliasesToRemove: ['new'] });
    test.images.calls.loseAnswer('updateVersion', dropped);
    await update(both);
    assert.deepEqual(test.images.aliasesNow(name, 2), ['new']);
  });

  it('says which version has an alias, and does not wait for it', async () => {
    await updateVersion(name, 1, { aliasesToAdd: ['stable'] }, test.context, signal);
    await assert.rejects(update({ aliasesToAdd: ['stable'] }), {
      code: 'alias.taken',
      facts: { imageName: name, alias: 'stable', number: 1 },
    });
    assert.deepEqual(test.clock.delays, []);
  });

  it('waits a little for somebody else, and then says so', async () => {
    test.images.calls.fail('updateVersion', inUse);
    await update();
    assertUpdated();
    assert.deepEqual(test.clock.delays, [1_000]);
    test.images.calls.fail('updateVersion', ...inUseForGood);
    await assert.rejects(update({ releaseNotes: 'Other.' }), inUse);
    assertUpdated();
  });

  it('says in which state the version is when that is why', async () => {
    test.images.settleVersion(name, 2, { status: 'CREATE_FAILED' });
    await assert.rejects(update(), {
      code: 'version.notReady',
      facts: { name, number: 2, status: 'CREATE_FAILED' },
    });
  });

  it('says what SageMaker finds invalid when it is not the state', async () => {
    const invalid = new AppError('request.invalid', { reason: 'No such framework.' });
    test.images.calls.fail('updateVersion', invalid);
    await assert.rejects(update(), invalid);
  });

  it('says that the version is gone, whatever else went wrong', async () => {
    test.images.removeVersion(name, 2);
    test.images.calls.fail('updateVersion', dropped);
    await assert.rejects(update(), { code: 'version.notFound' });
  });

  it('says that the connection broke when nobody knows', async () => {
    test.images.calls.loseAnswer('updateVersion', dropped);
    test.images.calls.fail('describeVersion', notSeen);
    await assert.rejects(update(), dropped);
  });

  it('does not look when it was refused', async () => {
    test.images.calls.fail('updateVersion', expired);
    await assert.rejects(update(), expired);
    assert.deepEqual(test.images.calls.operations, ['updateVersion']);
  });
});
