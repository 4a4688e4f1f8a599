import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';

import { openPromise } from 'yauzl';

import { manifest, mediaFiles, root } from './manifest.ts';

interface Packed {
  readonly compressedSize: number;
  readonly content: Buffer;
}

const KILOBYTE = 1024;
/** Room to grow in, not to be filled: activation and download depend on these. */
const limits = {
  'extension/dist/extension.cjs': 100 * KILOBYTE,
  'extension/dist/aws.cjs': 450 * KILOBYTE,
  'extension/dist/checks.cjs': 40 * KILOBYTE,
  'extension/dist/commands.cjs': 175 * KILOBYTE,
  'extension/dist/docker.cjs': 50 * KILOBYTE,
  'extension/dist/dockerfile.cjs': 150 * KILOBYTE,
  'extension/dist/drift.cjs': 35 * KILOBYTE,
  'extension/dist/inspections.cjs': 100 * KILOBYTE,
  'extension/dist/NOTICE': 16 * KILOBYTE,
} as const;
const LIMIT_WITHOUT_PICTURES = 400 * KILOBYTE;

describe('the package', () => {
  let folder: string;
  let vsix: string;
  let files: Map<string, Packed>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vsix-'));
    vsix = join(folder, 'extension.vsix');
    await makePackage(vsix);
    files = await unpack(vsix);
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('has these files, and no other', () => {
    assert.deepEqual(
      [...files.keys()].sort(),
      [
        '[Content_Types].xml',
        'extension.vsixmanifest',
        'extension/LICENSE.txt',
        'extension/changelog.md',
        'extension/dist/NOTICE',
        'extension/dist/aws.cjs',
        'extension/dist/checks.cjs',
        'extension/dist/commands.cjs',
        'extension/dist/docker.cjs',
        'extension/dist/dockerfile.cjs',
        'extension/dist/drift.cjs',
        'extension/dist/extension.cjs',
        'extension/dist/inspections.cjs',
        'extension/package.json',
        'extension/package.nls.json',
        'extension/readme.md',
        ...mediaFiles().map((file) => `extension/${file}`),
      ].sort(),
    );
  });

  it('is small, leaving out the pictures', async () => {
    const pictures = [...files].filter(([name]) => name.endsWith('.png'));
    const sizeOfPictures = pictures.reduce((sum, [, { compressedSize }]) => sum + compressedSize, 0);
    const { size } = await stat(vsix);
    assert.ok(size - sizeOfPictures <= LIMIT_WITHOUT_PICTURES, `${size - sizeOfPictures} bytes`);
  });

  for (const [name, limit] of Object.entries(limits)) {
    it(`keeps ${name} within ${limit / KILOBYTE} KB`, () => {
      const size = contentOf(name).length;
      assert.ok(size > 0 && size <= limit, `${size} bytes`);
    });
  }

  it('is built for production', () => {
    for (const name of Object.keys(limits).filter((file) => file.endsWith('.cjs'))) {
      assert.doesNotMatch(contentOf(name).toString(), /sourceMappingURL/);
    }
  });

  it('shows its pages’ pictures and links from the repository', () => {
    for (const page of ['extension/readme.md', 'extension/changelog.md']) {
      const text = contentOf(page).toString();
      const targets = [...text.matchAll(/\]\(([^)\s]+)/g)].map(([, target]) => target ?? '');
      assert.deepEqual(
        targets.filter((target) => !/^(https:\/\/|#|command:)/.test(target)),
        [],
      );
    }
  });

  it('keeps this machine’s paths to itself', () => {
    for (const [name, { content }] of files) assert.ok(!content.includes(root), name);
  });

  it('tells VS Code its name and version', () => {
    const xml = contentOf('extension.vsixmanifest').toString();
    assert.ok(xml.includes(`Id="${manifest.name}" Version="${manifest.version}"`), xml);
  });

  function contentOf(name: string): Buffer {
    const file = files.get(name);
    assert.ok(file, `${name} is missing`);
    return file.content;
  }
});

async function makePackage(vsix: string): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [join(root, 'scripts/package.ts'), vsix]);
  } catch (error) {
    // The compiler and the linter say what is wrong on the standard output.
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    assert.fail(`The package could not be made:\n${stdout}${stderr}`);
  }
}

async function unpack(vsix: string): Promise<Map<string, Packed>> {
  const zip = await openPromise(vsix);
  const files = new Map<string, Packed>();
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    files.set(entry.fileName, { compressedSize: entry.compressedSize, content });
  }
  return files;
}
