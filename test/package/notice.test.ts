import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Metafile } from 'esbuild';

import { formatNotice } from '../../scripts/notice.ts';

const apacheTerms = 'Apache License\n\nDo as you like.\n\n   END OF TERMS AND CONDITIONS\n';
const mitTerms = 'Permission is hereby granted.\n';

describe('the notice', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'notice-'));
    await writeFile(join(root, 'LICENSE'), `${apacheTerms}\nCopyright [yyyy] [name of copyright owner]\n`);
  });

  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it('lists a package with version, licence, owner and terms', async () => {
    await install('a', 'MIT', { 'license.md': `MIT License\n\nCopyright (c) 2020 Ann\n\n${mitTerms}` });
    const notice = formatNotice(bundleOf('node_modules/a/index.js'), root);
    assert.match(notice, /\na 1\.0\.0 \(MIT\)\nCopyright \(c\) 2020 Ann\n/);
    assert.ok(notice.includes(mitTerms.trim()));
  });

  it('has the terms once for those who share them, each with its owner', async () => {
    await install('a', 'MIT', { LICENSE: `Copyright (c) Ann\n\n${mitTerms}` });
    await install('@b/b', 'MIT', { LICENSE: `Copyright (c) Ben\n\n${mitTerms.replace(' is', '\nis')}` });
    const notice = formatNotice(bundleOf('node_modules/a/index.js', 'node_modules/@b/b/index.js'), root);
    assert.equal(notice.split('hereby granted').length, 2);
    assert.match(notice, /@b\/b 1\.0\.0 \(MIT\)\nCopyright \(c\) Ben\n/);
    assert.match(notice, /\na 1\.0\.0 \(MIT\)\nCopyright \(c\) Ann\n/);
  });

  it('refers to our own copy of the Apache License, and keeps a package’s own notice', async () => {
    await install('a', 'Apache-2.0', {
      LICENSE: `${apacheTerms}\n   Copyright 2019 Amazon\n`,
      NOTICE: 'Made by Ann',
    });
    await install('b', 'Apache-2.0', {});
    const notice = formatNotice(bundleOf('node_modules/a/index.js', 'node_modules/b/index.js'), root);
    assert.match(notice, /a 1\.0\.0 \(Apache-2\.0\)\nCopyright 2019 Amazon\nMade by Ann\n/);
    assert.match(notice, /b 1\.0\.0 \(Apache-2\.0\)\n\nThe Apache License, Version 2\.0, is in LICENSE\.txt/);
    assert.ok(!notice.includes('Do as you like'));
  });

  it('tells two versions of a package apart', async () => {
    await install('a', 'MIT', { LICENSE: mitTerms });
    await install('b/node_modules/a', 'MIT', { LICENSE: mitTerms }, '2.0.0');
    const bundle = bundleOf('node_modules/a/index.js', 'node_modules/b/node_modules/a/index.js');
    assert.match(formatNotice(bundle, root), /\na 1\.0\.0 \(MIT\)\n(.*\n)*a 2\.0\.0 \(MIT\)\n/);
  });

  it('leaves out what is our own, and what did not get into the bundle', async () => {
    await install('a', 'GPL-3.0', {});
    const bundle = bundleOf('src/extension.ts');
    bundle.outputs['dist/extension.cjs']!.inputs['node_modules/a/index.js'] = { bytesInOutput: 0 };
    assert.ok(!formatNotice(bundle, root).includes('1.0.0'));
  });

  for (const licence of ['GPL-3.0', 'MIT OR GPL-3.0', 'UNLICENSED', undefined]) {
    it(`is refused for a package under ${licence}`, async () => {
      await install('a', licence, { LICENSE: mitTerms });
      assert.throws(
        () => formatNotice(bundleOf('node_modules/a/index.js'), root),
        /a 1\.0\.0 is bundled, but/,
      );
    });
  }

  it('is refused for a package without a licence text, which would name its owner', async () => {
    await install('a', 'MIT', {});
    assert.throws(() => formatNotice(bundleOf('node_modules/a/index.js'), root), /has no licence text/);
  });

  async function install(
    name: string,
    license: string | undefined,
    files: Record<string, string>,
    version = '1.0.0',
  ): Promise<void> {
    const folder = join(root, 'node_modules', name);
    await mkdir(folder, { recursive: true });
    const plainName = name.replace(/^.*node_modules\//, '');
    const contents = { ...files, 'package.json': JSON.stringify({ name: plainName, version, license }) };
    for (const [file, text] of Object.entries(contents)) await writeFile(join(folder, file), text);
  }
});

function bundleOf(...paths: readonly string[]): Metafile {
  const inputs = Object.fromEntries(paths.map((path) => [path, { bytesInOutput: 1 }]));
  return {
    inputs: {},
    outputs: { 'dist/extension.cjs': { bytes: 1, inputs, imports: [], exports: [] } },
  };
}
