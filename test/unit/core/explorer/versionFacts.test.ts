import assert from 'node:assert/strict';
import { AppError } from '../../../../src/core/errors.ts';
import { VersionFactsSource } from '../../../../src/core/explorer/versionFacts.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

const denied = new AppError('auth.denied', { action: undefined, resource: undefined, principal: undefined });

describe('the facts of a version', () => {
  const { signal } = new AbortController();
  let images: InMemoryImageStore;
  let source: VersionFactsSource;
  beforeEach(() => {
    images = new InMemoryImageStore().add(
      anImage(),
      aVersion({ jobType: 'TRAINING' }),
      aVersion({ number: 2 }),
    );
    source = new VersionFactsSource();
  });

  it('are what describes it and its aliases', async () => {
    await images.updateVersion('notebook', 1, { aliasesToAdd: ['latest'] }, signal);
    const facts = await source.fetch(images, aVersion(), signal);
    assert.equal(facts.details.jobType, 'TRAINING');
    assert.deepEqual(facts.aliases, ['latest']);
  });

  it('do without aliases that may not be listed, and do not ask for them row by row', async () => {
    images.calls.fail('listAliases', denied);
    for (const number of [1, 2]) {
      const facts = await source.fetch(images, aVersion({ number }), signal);
      assert.equal(facts.details.number, number);
      assert.equal(facts.aliases, undefined);
      assert.equal(facts.aliasProblem, denied);
    }
    assert.equal(images.calls.to('listAliases').length, 1);
    source.reset();
    assert.deepEqual((await source.fetch(images, aVersion(), signal)).aliases, []);
  });

  it('ask for aliases again when waiting may cure it', async () => {
    images.calls.fail('listAliases', new AppError('request.throttled', { operation: 'ListAliases' }));
    assert.equal((await source.fetch(images, aVersion(), signal)).aliases, undefined);
    assert.deepEqual((await source.fetch(images, aVersion(), signal)).aliases, []);
  });

  it('are none when it can not be described', async () => {
    images.calls.fail('describeVersion', denied);
    await assert.rejects(source.fetch(images, aVersion(), signal), denied);
  });
});
