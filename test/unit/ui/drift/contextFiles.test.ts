import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ContextFile } from '../../../../src/core/drift/contextFiles.ts';
import { FileHashes } from '../../../../src/core/drift/fileHashes.ts';
import { readIgnoreRules } from '../../../../src/core/drift/ignoreRules.ts';
import { readSources } from '../../../../src/core/drift/sources.ts';
import { contextFiles as files, newHash } from '../../../../src/ui/drift/contextFiles.ts';

const { signal } = new AbortController();

async function all<T>(given: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of given) found.push(one);
  return found;
}

const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;

describe('The files of a context on a disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'context-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, text: string | Buffer = ''): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  async function listed(skips: (path: string) => boolean = () => false): Promise<readonly ContextFile[]> {
    const found = await all(files.list(folder, skips, signal));
    return found.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  }

  const paths = async (skips?: (path: string) => boolean): Promise<readonly string[]> =>
    (await listed(skips)).map(({ path }) => path);

  async function contentOf(path: string, by = signal): Promise<Buffer> {
    return Buffer.concat(await all(files.read(folder, path, by)));
  }

  it('are listed by their paths from there, with slashes, in all folders', async () => {
    for (const path of ['Dockerfile', 'a/b/c.txt', 'a/é €', '.hidden/x']) write(path, 'four');
    assert.deepEqual(await paths(), ['.hidden/x', 'Dockerfile', 'a/b/c.txt', 'a/é €']);
    const [first] = await listed();
    assert.equal(first?.size, 4);
    assert.ok(Math.abs(Date.now() - first.modifiedMs) < 60_000);
    assert.equal(first.link, undefined);
  });

  it('are all listed, however many', async () => {
    for (let index = 0; index < 100; index += 1) write(`many/${index}`);
    assert.equal((await listed()).length, 100);
  });

  it('are not looked for in folders that are skipped', async () => {
    for (const path of ['a/x', 'a/b/x', 'c/x']) write(path);
    const asked: string[] = [];
    const skips = (path: string): boolean => {
      asked.push(path);
      return path === 'a';
    };
    assert.deepEqual(await paths(skips), ['c/x']);
    assert.deepEqual(asked.toSorted(), ['a', 'c']);
  });

  it('are links where they are links, and nobody goes where these lead', async function () {
    if (isWindows) this.skip();
    write('real/file', 'text');
    symlinkSync('real', join(folder, 'toFolder'));
    symlinkSync('real/file', join(folder, 'toFile'));
    symlinkSync('nowhere', join(folder, 'toNothing'));
    symlinkSync('.', join(folder, 'round'));
    const links = (await listed()).map(({ path, link }) => [path, link]);
    assert.deepEqual(links, [
      ['real/file', undefined],
      ['round', '.'],
      ['toFile', 'real/file'],
      ['toFolder', 'real'],
      ['toNothing', 'nowhere'],
    ]);
    await assert.rejects(contentOf('toFile'), { code: 'ELOOP' });
  });

  it('are executable where their owner may execute them', async function () {
    if (isWindows) this.skip();
    chmodSync(write('run.sh'), 0o744);
    chmodSync(write('text'), 0o655);
    const bits = (await listed()).map(({ path, isExecutable }) => [path, isExecutable]);
    assert.deepEqual(bits, [
      ['run.sh', true],
      ['text', false],
    ]);
  });

  it('are neither sockets nor the like', async function () {
    if (isWindows) this.skip();
    write('file');
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(join(folder, 'socket'), resolve));
    try {
      assert.deepEqual(await paths(), ['file']);
    } finally {
      server.close();
    }
  });

  it('are less when one goes away while they are listed', async () => {
    for (const path of ['a', 'folder/b']) write(path);
    const found: string[] = [];
    for await (const { path } of files.list(folder, () => false, signal)) {
      found.push(path);
      rmSync(join(folder, 'folder', 'b'), { force: true });
    }
    assert.deepEqual(found, ['a']);
  });

  it('are not known when a folder cannot be read', async function () {
    if (isWindows || isRoot) this.skip();
    write('closed/file');
    chmodSync(join(folder, 'closed'), 0o000);
    try {
      await assert.rejects(listed(), { code: 'EACCES' });
    } finally {
      chmodSync(join(folder, 'closed'), 0o700);
    }
  });

  it('are not known where there is no such folder', async () => {
    await assert.rejects(all(files.list(join(folder, 'gone'), () => false, signal)), {
      code: 'ENOENT',
    });
  });

  it('are read as they are, whatever their size', async () => {
    for (const size of [0, 1, 16 * 1024, 300_000, 1_000_000]) {
      const content = Buffer.alloc(size, 'abcdefg');
      write('file', content);
      assert.ok((await contentOf('file')).equals(content), `${size} bytes`);
    }
    await assert.rejects(contentOf('gone'), { code: 'ENOENT' });
  });

  it('are read and listed no longer than somebody waits', async () => {
    write('a', Buffer.alloc(1_000_000));
    for (let index = 0; index < 100; index += 1) write(`many/${index}`);
    for (const use of [
      (by: AbortSignal) => files.read(folder, 'a', by),
      (by: AbortSignal) => files.list(folder, () => false, by),
    ]) {
      const controller = new AbortController();
      let pieces = 0;
      const reading = async (): Promise<void> => {
        for await (const _ of use(controller.signal)) {
          pieces += 1;
          controller.abort();
        }
      };
      await assert.rejects(reading(), { name: 'AbortError' });
      assert.ok(pieces < 100, `${pieces} pieces`);
    }
    await assert.rejects(contentOf('a', AbortSignal.abort()), { name: 'AbortError' });
    await assert.rejects(files.readText(join(folder, 'a'), AbortSignal.abort()), { name: 'AbortError' });
  });

  it('are texts, or undefined where there are none', async () => {
    const file = write('Dockerfile', 'FROM a # ü\n');
    assert.equal(await files.readText(file, signal), 'FROM a # ü\n');
    assert.equal(await files.readText(join(folder, 'gone'), signal), undefined);
    assert.equal(await files.readText(join(file, 'below'), signal), undefined);
    await assert.rejects(files.readText(folder, signal), { code: 'EISDIR' });
  });

  it('have a hash that changes with what an image is made of, and with nothing else', async () => {
    const text = (path: string): string => join(folder, path).replaceAll('\\', '/');
    const clock = { now: () => new Date(Date.now() + 60_000) };
    const context = {
      files,
      fileHashes: new FileHashes({ files, newHash, clock }),
      newHash,
      readRules: readIgnoreRules,
    };
    const hash = async (): Promise<string | undefined> => {
      const place = { dockerfile: text('Dockerfile'), context: folder.replaceAll('\\', '/') };
      const { hashes, problem } = await readSources(place, context, signal);
      assert.equal(problem, undefined);
      assert.equal(hashes.dockerfile, createHash('sha256').update('FROM a\n').digest('hex'));
      return hashes.context;
    };
    write('Dockerfile', 'FROM a\n');
    write('.dockerignore', '*.log\nout\n');
    write('train.py', '1');
    const first = await hash();
    write('noise.log', 'x');
    write('out/big', 'x');
    write('.git/HEAD', 'x');
    assert.equal(await hash(), first);
    write('train.py', '22');
    const second = await hash();
    assert.notEqual(second, first);
    renameSync(join(folder, 'train.py'), join(folder, 'serve.py'));
    assert.notEqual(await hash(), second);
    renameSync(join(folder, 'serve.py'), join(folder, 'train.py'));
    assert.equal(await hash(), second);
  });
});
