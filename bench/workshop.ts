import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as esbuild from 'esbuild';

import type { Workshop } from './measurement.ts';

export const PROJECT = join(import.meta.dirname, '..');

/** What the shipped extension consists of besides its bundles. */
const PARTS = ['media', 'l10n', 'package.json', 'package.nls.json'];

/**
 * Makes a production build in a folder of its own: `dist` may hold another one, and tests that run meanwhile need it.
 * The folder goes away with the disposal.
 */
export async function prepareWorkshop(): Promise<Workshop & AsyncDisposable> {
  // Short, because VS Code puts a socket into a folder below.
  const scratch = await mkdtemp(join(tmpdir(), 'smi-'));
  const dispose = () => rm(scratch, { recursive: true, force: true });
  try {
    const extension = join(scratch, 'extension');
    await mkdir(extension);
    await Promise.all(PARTS.map((part) => symlink(join(PROJECT, part), join(extension, part))));
    await buildExtension(join(extension, 'dist'));
    await buildPrograms(join(extension, 'dist'));
    return { extension, scratch, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function buildExtension(outdir: string): Promise<void> {
  const child = spawn(process.execPath, ['esbuild.mjs', '--production', `--outdir=${outdir}`], {
    cwd: PROJECT,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error('The extension could not be built.');
}

/** The programs that are measured, beside the bundles that they load as extension.cjs does. */
async function buildPrograms(outdir: string): Promise<void> {
  await esbuild.build({
    entryPoints: [
      'buildOnce',
      'checkDockerfiles',
      'createOnce',
      'createByHand',
      'createWarm',
      'explore',
      'followBuild',
      'listImages',
      'openPicker',
      'preflight',
      'readLenses',
    ].map(sourceOf),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    external: ['aws', 'checks', 'commands', 'docker', 'dockerfile', 'inspections'].map(
      (name) => `./${name}.cjs`,
    ),
    alias: { vscode: sourceOf('vscodeStandIn') },
    logLevel: 'warning',
  });
}

function sourceOf(program: string): string {
  return join(import.meta.dirname, 'programs', `${program}.ts`);
}
