import assert from 'node:assert/strict';
import { findRegistered, mostVersions } from '../../../../src/core/build/findRegistered.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { anImage, aVersion, digestOf, host } from '../../../support/builders.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

const { signal } = new AbortController();
const wanted = `${host}/team/notebook@${digestOf('a')}`;
const other = `${host}/team/notebook@${digestOf('b')}`;

describe('version that has a digest', () => {
  let images: InMemoryImageStore;
  beforeEach(() => {
    images = new InMemoryImageStore().add(anImage());
  });

  /** Versions from 1 on. */
  const addVersions = (...containerImages: readonly string[]): void => {
    images.add(
      anImage(),
      ...containerImages.map((containerImage, at) => aVersion({ number: at + 1, containerImage })),
    );
  };
  const find = async (stop = signal): Promise<number | undefined> =>
    (await findRegistered('notebook', digestOf('a'), images, stop))?.number;

  it('is the newest of them', async () => {
    addVersions(wanted, wanted, other);
    assert.equal(await find(), 2);
  });

  it('is none where there is none', async () => {
    assert.equal(await find(), undefined);
    addVersions(other);
    assert.equal(await find(), undefined);
    images.removeImage('notebook');
    assert.equal(await find(), undefined);
  });

  it('is found before SageMaker has looked at what it was asked for', async () => {
    images.add(anImage(), aVersion({ status: 'CREATING', baseImage: wanted }));
    assert.equal(await find(), 1);
  });

  it('is none that failed or goes away', async () => {
    for (const status of ['CREATE_FAILED', 'DELETING', 'DELETE_FAILED']) {
      images.add(anImage(), aVersion({ status, containerImage: wanted }));
      assert.equal(await find(), undefined, status);
    }
  });

  it('is looked for among the newest, a few at a time', async () => {
    images.pageSize = 7;
    addVersions(wanted, ...Array.from({ length: mostVersions - 1 }, () => other));
    assert.equal(await find(), 1);
    assert.equal(images.calls.to('describeVersion').length, mostVersions);
    addVersions(wanted, ...Array.from({ length: mostVersions }, () => other));
    assert.equal(await find(), undefined);
    assert.equal(images.calls.to('describeVersion').length, 2 * mostVersions);
  });

  it('is not looked for any further once it is found', async () => {
    addVersions(...Array.from({ length: 20 }, () => wanted));
    assert.equal(await find(), 20);
    assert.equal(images.calls.to('describeVersion').length, 5);
  });

  it('is none where nobody may look, and a search that is given up is no answer', async () => {
    addVersions(wanted);
    images.calls.fail('describeVersion', new AppError('network.dropped', { operation: 'x' }));
    assert.equal(await find(), undefined);
    const abort = new AbortController();
    const search = find(abort.signal);
    abort.abort();
    await assert.rejects(search, { name: 'AbortError' });
  });
});
