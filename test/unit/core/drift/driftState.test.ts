import assert from 'node:assert/strict';
import { DriftState, type DriftSubject } from '../../../../src/core/drift/driftState.ts';
import { FileHashes } from '../../../../src/core/drift/fileHashes.ts';
import { readIgnoreRules } from '../../../../src/core/drift/ignoreRules.ts';
import { readSources, rememberedSources } from '../../../../src/core/drift/sources.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { ManualClock } from '../../../support/clocks.ts';
import { InMemoryContextFiles, newHash } from '../../../support/inMemoryContextFiles.ts';
import { aSession, type InMemorySession } from '../../../support/inMemorySession.ts';

const { signal } = new AbortController();
const place = { dockerfile: '/work/Dockerfile', context: '/work' };

function sessionWith(...numbers: readonly number[]): InMemorySession {
  const made = aSession();
  made.images.add(anImage(), ...numbers.map((number) => aVersion({ number })));
  return made;
}

describe('The state of a Dockerfile', () => {
  let files: InMemoryContextFiles;
  let session: InMemorySession;
  let state: DriftState;
  let subject: DriftSubject;
  let changes: number;

  beforeEach(async () => {
    files = new InMemoryContextFiles({ '/work/Dockerfile': 'FROM a', '/work/a.py': '1' });
    session = sessionWith(1);
    const fileHashes = new FileHashes({ files, newHash, clock: new ManualClock() });
    const context = { files, fileHashes, newHash, readRules: readIgnoreRules };
    changes = 0;
    state = new DriftState(context, () => (changes += 1));
    const sources = rememberedSources(await readSources(place, context, signal))!;
    subject = { place, built: { imageName: 'notebook', number: 1, sources } };
  });

  async function refreshed(by = signal): Promise<readonly string[]> {
    return (await state.refresh(subject, session, by)).map(({ code }) => code);
  }

  function known(of = subject): readonly string[] | undefined {
    return state.get(of, session)?.map(({ code }) => code);
  }

  const looks = (): number => session.images.calls.operations.length;
  const listings = (): number => files.calls.to('list').length;

  it('is not known before somebody looks', () => {
    assert.equal(known(), undefined);
    assert.equal(looks(), 0);
  });

  it('is looked at once, however often it is shown', async () => {
    const before = listings();
    assert.deepEqual(await refreshed(), ['built']);
    assert.deepEqual(await refreshed(), ['built']);
    assert.deepEqual(known(), ['built']);
    assert.equal(looks(), 1);
    assert.equal(listings(), before + 1);
    assert.equal(changes, 2);
  });

  it('is looked at once while somebody looks', async () => {
    const first = refreshed();
    while (looks() === 0) await Promise.resolve();
    await Promise.all([first, refreshed()]);
    assert.equal(looks(), 1);
  });

  it('stays shown until files that have changed are looked at again', async () => {
    await refreshed();
    files.write('/work/a.py', '2');
    state.filesChanged(place);
    assert.deepEqual(known(), ['built']);
    assert.deepEqual(await refreshed(), ['built', 'contextChanged']);
    assert.equal(looks(), 1);
  });

  it('is looked at again in SageMaker once that was said to have changed, and there alone', async () => {
    await refreshed();
    const before = listings();
    session.images.add(anImage(), aVersion({ number: 1 }), aVersion({ number: 2 }));
    assert.deepEqual(await refreshed(), ['built']);
    state.versionsChanged(subject, session);
    assert.deepEqual(await refreshed(), ['built', 'newerVersion']);
    assert.equal(listings(), before);
  });

  it('is another for another session, and the same in the one before', async () => {
    await refreshed();
    const first = session;
    session = sessionWith();
    assert.deepEqual(known(), []);
    assert.deepEqual(await refreshed(), ['versionGone']);
    session = first;
    assert.deepEqual(await refreshed(), ['built']);
    assert.equal(looks(), 1);
  });

  it('is forgotten of SageMaker with the session', async () => {
    await refreshed();
    state.sessionChanged();
    assert.deepEqual(known(), []);
    await refreshed();
    assert.equal(looks(), 2);
  });

  it('is that of the files alone without a session', async () => {
    files.write('/work/Dockerfile', 'FROM b');
    const facts = await state.refresh(subject, undefined, signal);
    assert.deepEqual(facts, [{ code: 'dockerfileChanged' }]);
    assert.deepEqual(state.get(subject, undefined), facts);
  });

  it('is that of SageMaker alone where files are not to be read', async () => {
    const before = listings();
    const facts = await state.refresh({ built: subject.built }, session, signal);
    assert.deepEqual(
      facts.map(({ code }) => code),
      ['built'],
    );
    assert.equal(listings(), before);
    assert.deepEqual(known({ built: subject.built }), ['built']);
    assert.equal(state.remoteOf(subject, session)?.versions.isKnown, true);
    assert.equal(state.remoteOf(subject, undefined), undefined);
  });

  it('is looked at anew once something else was built', async () => {
    await refreshed();
    subject = { ...subject, built: { ...subject.built, number: 2 } };
    assert.deepEqual(await refreshed(), ['versionGone']);
    assert.equal(looks(), 2);
  });

  it('is not that from before a change, however late it comes', async () => {
    const early = refreshed();
    files.write('/work/a.py', '2');
    state.filesChanged(place);
    await early;
    assert.deepEqual(await refreshed(), ['built', 'contextChanged']);
  });

  it('is not remembered of a look that was left', async () => {
    const controller = new AbortController();
    const left = refreshed(controller.signal);
    controller.abort();
    await assert.rejects(left, { name: 'AbortError' });
    assert.equal(known(), undefined);
    assert.deepEqual(await refreshed(), ['built']);
  });

  it('says why it is not known, and is looked at again when asked to', async () => {
    session.images.calls.fail('listVersions', new AppError('network.unreachable', { host: undefined }));
    assert.deepEqual(await refreshed(), ['unknown']);
    state.versionsChanged(subject, session);
    assert.deepEqual(await refreshed(), ['built']);
  });
});
