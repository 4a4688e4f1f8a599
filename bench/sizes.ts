/** What has to be downloaded and read: the bytes of the bundles, and of the package that holds them. */
import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import manifest from '../package.json' with { type: 'json' };
import type { Measurement, Workshop } from './measurement.ts';
import { PROJECT } from './workshop.ts';

/** The walkthrough's pictures are left out: their size says nothing of the code. */
const PACKAGED = ['.vscodeignore', 'package.nls.json', 'media/icon.png', 'media/view.svg'];
const PACKAGED_IF_THERE = ['LICENSE', 'README.md', 'CHANGELOG.md'];

export async function measureSizes(workshop: Workshop): Promise<readonly Measurement[]> {
  const dist = join(workshop.extension, 'dist');
  return [
    sizeOf(join(dist, 'extension.cjs'), 'extension.cjs, loaded at activation', 100),
    sizeOf(join(dist, 'checks.cjs'), 'checks.cjs, loaded with the first Dockerfile', 30),
    sizeOf(
      join(dist, 'drift.cjs'),
      'drift.cjs, loaded with the first Dockerfile that is tied to an image',
      35,
    ),
    sizeOf(join(dist, 'commands.cjs'), 'commands.cjs, loaded with the first command', 175),
    sizeOf(join(dist, 'inspections.cjs'), 'inspections.cjs, loaded with the first check', 105),
    sizeOf(join(dist, 'aws.cjs'), 'aws.cjs, loaded with the first call', 450),
    sizeOf(join(dist, 'docker.cjs'), 'docker.cjs, loaded with the first build', 40),
    sizeOf(await packageWithoutPictures(workshop), 'VSIX without pictures', 400),
  ];
}

/** Packages the workshop's build: `npm run package` would put a production build into `dist`. */
async function packageWithoutPictures({ extension, scratch }: Workshop): Promise<string> {
  const cwd = join(scratch, 'package');
  await mkdir(cwd);
  const optional = PACKAGED_IF_THERE.filter((part) => existsSync(join(PROJECT, part)));
  for (const part of [...PACKAGED, ...optional]) await cp(join(PROJECT, part), join(cwd, part));
  await cp(join(extension, 'dist'), join(cwd, 'dist'), { recursive: true });
  const { scripts: _, ...withoutScripts } = manifest;
  await writeFile(join(cwd, 'package.json'), JSON.stringify(withoutScripts));
  const packagePath = join(scratch, 'package.vsix');
  // Not through its API, which prints.
  const vsce = fileURLToPath(import.meta.resolve('@vscode/vsce/vsce'));
  const args = ['package', '--no-dependencies', '--out', packagePath];
  await promisify(execFile)(process.execPath, [vsce, ...args], { cwd });
  return packagePath;
}

/** @param goal kilobytes, of 1,000 bytes */
function sizeOf(file: string, what: string, goal: number): Measurement {
  const { size } = statSync(file);
  const ratio = size / (goal * 1000);
  return {
    what,
    against: `${goal} KB`,
    ratio: { median: ratio, min: ratio, max: ratio },
    goal: 1,
    note: `${size.toLocaleString('en')} bytes`,
  };
}
