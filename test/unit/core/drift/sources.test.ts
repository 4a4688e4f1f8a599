import assert from 'node:assert/strict';
import { FileHashes } from '../../../../src/core/drift/fileHashes.ts';
import { usualLimits } from '../../../../src/core/drift/hashContext.ts';
import { readIgnoreRules } from '../../../../src/core/drift/ignoreRules.ts';
import {
  ignoreFilesOf,
  readSources,
  rememberedSources,
  type SourcePlace,
  type Sources,
} from '../../../../src/core/drift/sources.ts';
import { ManualClock } from '../../../support/clocks.ts';
import { InMemoryContextFiles, newHash } from '../../../support/inMemoryContextFiles.ts';

const { signal } = new AbortController();
const place: SourcePlace = { dockerfile: '/work/docker/Dockerfile', context: '/work' };

function aFolder(): InMemoryContextFiles {
  return new InMemoryContextFiles({
    '/work/docker/Dockerfile': 'FROM a',
    '/work/a.py': '1',
    '/work/b.csv': '2',
  });
}

function read(
  files: InMemoryContextFiles,
  { at = place, by = signal, limits = usualLimits } = {},
): Promise<Sources> {
  const fileHashes = new FileHashes({ files, newHash, clock: new ManualClock() });
  return readSources(at, { files, fileHashes, newHash, readRules: readIgnoreRules, limits }, by);
}

describe('The sources of an image', () => {
  it('tell a changed Dockerfile from a changed context', async () => {
    const files = aFolder();
    const before = await read(files);
    files.write(place.dockerfile, 'FROM b');
    const after = await read(files);
    assert.notEqual(after.hashes.dockerfile, before.hashes.dockerfile);
    assert.equal(after.hashes.context, before.hashes.context);
    files.write('/work/a.py', '9');
    assert.notEqual((await read(files)).hashes.context, before.hashes.context);
  });

  it('go by the ignore file of the context', async () => {
    const files = aFolder().write('/work/.dockerignore', '*.csv');
    const before = await read(files);
    files.write('/work/b.csv', '9').write('/work/.dockerignore', '*.csv\n# and nothing else');
    assert.deepEqual(await read(files), before);
  });

  it('go by the ignore file of the Dockerfile before that of the context', async () => {
    const files = aFolder()
      .write('/work/.dockerignore', '*.csv')
      .write('/work/docker/Dockerfile.dockerignore', '*.py');
    const before = await read(files);
    files.write('/work/a.py', '9');
    assert.deepEqual(await read(files), before);
    files.write('/work/b.csv', '9');
    assert.notDeepEqual(await read(files), before);
  });

  it("go by Podman's own ignore file where Podman builds", () => {
    const own = '/work/.containerignore';
    assert.ok(ignoreFilesOf({ ...place, engine: 'podman' }).includes(own));
    assert.ok(!ignoreFilesOf({ ...place, engine: 'docker' }).includes(own));
  });

  it('go by no rules where there is no ignore file', async () => {
    const files = aFolder();
    const before = await read(files);
    files.write('/work/b.csv', '9');
    assert.notDeepEqual(await read(files), before);
  });

  it('have no hash of a context whose ignore file Docker refuses', async () => {
    const { hashes, problem } = await read(aFolder().write('/work/.dockerignore', '['));
    assert.equal(problem, 'ignoreFile');
    assert.deepEqual(Object.keys(hashes), ['dockerfile']);
  });

  it('have no hash of a context that is too large', async () => {
    const { hashes, problem } = await read(aFolder(), { limits: { ...usualLimits, files: 1 } });
    assert.equal(problem, 'tooLarge');
    assert.deepEqual(Object.keys(hashes), ['dockerfile']);
  });

  for (const operation of ['list', 'read'] as const) {
    it(`have no hash of a context that cannot be read: ${operation}`, async () => {
      const files = aFolder();
      files.calls.fail(operation, new Error('EACCES'));
      assert.equal((await read(files)).problem, 'unreadable');
    });
  }

  it('have no hash of a Dockerfile that is not there, or cannot be read', async () => {
    const files = aFolder();
    files.calls.fail('readText', new Error('EACCES'));
    assert.equal((await read(files)).hashes.dockerfile, undefined);
    files.remove(place.dockerfile);
    assert.equal((await read(files)).hashes.dockerfile, undefined);
  });

  it('are not read on when nobody waits any more', async () => {
    for (const moment of ['now', 'soon']) {
      const controller = new AbortController();
      if (moment === 'now') controller.abort();
      const reading = read(aFolder(), { by: controller.signal });
      controller.abort();
      await assert.rejects(reading, { name: 'AbortError' });
    }
  });

  it('are remembered with a Dockerfile, and as plain data', () => {
    assert.deepEqual(rememberedSources({ hashes: { dockerfile: 'a', context: 'b' } }), {
      dockerfile: 'a',
      context: 'b',
    });
    assert.deepEqual(rememberedSources({ hashes: { dockerfile: 'a' }, problem: 'tooLarge' }), {
      dockerfile: 'a',
    });
    assert.equal(rememberedSources({ hashes: { context: 'b' } }), undefined);
  });
});
