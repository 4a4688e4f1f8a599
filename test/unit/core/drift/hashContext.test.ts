import assert from 'node:assert/strict';
import { FileHashes } from '../../../../src/core/drift/fileHashes.ts';
import { hashContext, usualLimits, type ContextHash } from '../../../../src/core/drift/hashContext.ts';
import { noRules, readIgnoreRules } from '../../../../src/core/drift/ignoreRules.ts';
import { ManualClock } from '../../../support/clocks.ts';
import { InMemoryContextFiles, newHash } from '../../../support/inMemoryContextFiles.ts';
import { randomTexts } from '../../../support/randomTexts.ts';

const { signal } = new AbortController();
const context = '/work';
const usual = { '/work/a.py': 'print(1)', '/work/src/b.py': 'print(2)', '/work/data/c.csv': '1,2,3' };

interface Place {
  readonly files: InMemoryContextFiles;
  readonly fileHashes: FileHashes;
  readonly clock: ManualClock;
}

function placeOf(files = new InMemoryContextFiles(usual)): Place {
  const clock = new ManualClock();
  return { files, clock, fileHashes: new FileHashes({ files, newHash, clock }) };
}

function hashIn(
  { files, fileHashes }: Place,
  { ignored = '', limits = usualLimits, by = signal } = {},
): Promise<ContextHash> {
  const rules = readIgnoreRules(ignored) ?? noRules;
  return hashContext(context, rules, () => false, { files, fileHashes, newHash, limits }, by);
}

async function hashOf(files: InMemoryContextFiles, ignored?: string): Promise<string> {
  const result = await hashIn(placeOf(files), ignored === undefined ? {} : { ignored });
  assert.equal(result.kind, 'hash');
  return result.hash;
}

type Change = (files: InMemoryContextFiles) => void;

async function hashesAround(change: Change, ignored?: string): Promise<readonly [string, string]> {
  const files = new InMemoryContextFiles(usual);
  const before = await hashOf(files, ignored);
  change(files);
  return [before, await hashOf(files, ignored)];
}

/** A test that the hash stays. */
function same(change: Change, ignored?: string): () => Promise<void> {
  return async () => {
    const [before, after] = await hashesAround(change, ignored);
    assert.equal(after, before);
  };
}

/** A test that the hash does not stay. */
function other(change: Change, ignored?: string): () => Promise<void> {
  return async () => {
    const [before, after] = await hashesAround(change, ignored);
    assert.notEqual(after, before);
  };
}

describe('The hash of a context', () => {
  it(
    'is the same for the same files',
    same(() => undefined),
  );
  it(
    'does not depend on the order of the listing',
    same((files) => (files.isReversed = true)),
  );
  it(
    'does not depend on when a file was written',
    same((files) => files.write('/work/a.py', 'print(1)')),
  );
  it(
    'does not depend on ignored files',
    same((files) => files.write('/work/data/d', ''), 'data'),
  );
  it(
    'does not depend on other folders',
    same((files) => files.write('/workshop/a', '')),
  );
  it(
    "does not depend on git's and VS Code's own files",
    same((files) =>
      files
        .write('/work/.git/index', '1')
        .write('/work/.vscode/settings.json', '{}')
        .write('/work/a/.vscode/x', ''),
    ),
  );

  it(
    'is another for another content',
    other((files) => files.write('/work/a.py', 'print(3)')),
  );
  it(
    'is another for a file more',
    other((files) => files.write('/work/new', '')),
  );
  it(
    'is another for a file less',
    other((files) => files.remove('/work/a.py')),
  );
  it(
    'is another for an executable',
    other((files) => files.write('/work/a.py', 'print(1)', { isExecutable: true })),
  );
  it(
    'is another for a link in place of a file',
    other((files) => files.write('/work/a.py', 'print(1)', { link: 'src/b.py' })),
  );
  it(
    'is another for a file of the same content elsewhere',
    other((files) => {
      files.remove('/work/a.py');
      files.write('/work/src/a.py', 'print(1)');
    }),
  );
  it(
    'is another for git files that are none of git',
    other((files) => files.write('/work/.gitignore', '')),
  );
  it('is another once a file is not ignored any more', async () => {
    const files = new InMemoryContextFiles(usual);
    assert.notEqual(await hashOf(files, 'data'), await hashOf(files, ''));
  });

  it('does not look into folders in which all is ignored', async () => {
    const place = placeOf();
    await hashIn(place, { ignored: 'data' });
    assert.deepEqual(place.files.skipped, ['data']);
    assert.deepEqual(place.files.calls.to('read'), [['a.py'], ['src/b.py']]);
  });

  it('does not follow links', async () => {
    const place = placeOf(new InMemoryContextFiles().write('/work/link', '', { link: '../elsewhere' }));
    await hashIn(place);
    assert.deepEqual(place.files.calls.operations, ['list']);
  });

  it('reads a file again only once it was written', async () => {
    const place = placeOf();
    const before = await hashIn(place);
    assert.deepEqual(await hashIn(place), before);
    assert.equal(place.files.calls.to('read').length, 3);
    place.files.write('/work/a.py', 'print(9)');
    assert.notDeepEqual(await hashIn(place), before);
    assert.deepEqual(place.files.calls.to('read').at(-1), ['a.py']);
    assert.equal(place.files.calls.to('read').length, 4);
  });

  it('reads a file again that was written just before', async () => {
    const place = placeOf();
    const modifiedMs = place.clock.now().getTime() - 1_000;
    place.files.write('/work/a.py', '1', { modifiedMs });
    const before = await hashIn(place);
    place.files.write('/work/a.py', '2', { modifiedMs });
    assert.notDeepEqual(await hashIn(place), before);
  });

  it('forgets files that are gone', async () => {
    const place = placeOf();
    await hashIn(place);
    place.files.remove('/work/a.py');
    await hashIn(place);
    place.files.write('/work/a.py', 'print(1)', { modifiedMs: 0 });
    await hashIn(place);
    assert.equal(place.files.calls.to('read').length, 4);
  });

  for (const [what, limits] of [
    ['files', { files: 2 }],
    ['bytes', { bytes: 15 }],
    ['files to look at', { looks: 2 }],
  ] as const) {
    it(`is not made of too many ${what}, nor is any of them read`, async () => {
      const place = placeOf();
      assert.deepEqual(await hashIn(place, { limits: { ...usualLimits, ...limits } }), { kind: 'tooLarge' });
      assert.equal(place.files.calls.to('read').length, 0);
    });
  }

  it('does not count ignored files, but looks at them', async () => {
    const limits = { ...usualLimits, files: 1 };
    const result = await hashIn(placeOf(), { ignored: '*\n!a.py', limits });
    assert.equal(result.kind, 'hash');
  });

  it('stops when nobody waits any more', async () => {
    const controller = new AbortController();
    const place = placeOf();
    const hashing = hashIn(place, { by: controller.signal });
    controller.abort();
    await assert.rejects(hashing, { name: 'AbortError' });
  });

  it('is the same for the same files in any order, and another for any others', async () => {
    const seen = new Map<string, string>();
    for (const text of randomTexts(['a', 'b', '/', '\n', ' '], { count: 300, longest: 8 })) {
      const paths = [...new Set(text.split('\n').filter((path) => path !== '' && !path.includes('//')))];
      const files = new InMemoryContextFiles();
      for (const path of paths) files.write(`/work/${path}`, `of ${path.length}`);
      const one = await hashOf(files);
      files.isReversed = true;
      assert.equal(await hashOf(files), one);
      const key = JSON.stringify(paths.toSorted());
      assert.equal(seen.get(one) ?? key, key);
      seen.set(one, key);
    }
  });
});
