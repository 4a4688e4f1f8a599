/**
 * Makes the installable package, production bundles included (vsce runs `vscode:prepublish` first).
 *
 *     npm run package              sagemaker-images-<version>.vsix in the project's folder
 *     npm run package -- <file>    elsewhere
 */
import { resolve } from 'node:path';

import { createVSIX } from '@vscode/vsce';

import manifest from '../package.json' with { type: 'json' };

async function main([file]: readonly string[]): Promise<void> {
  const packagePath = file === undefined ? `${manifest.name}-${manifest.version}.vsix` : resolve(file);
  process.chdir(resolve(import.meta.dirname, '..'));
  try {
    // vsce's own options are in package.json, so that they hold for `vsce publish` too.
    await createVSIX({ packagePath });
  } catch (error) {
    // vsce rejects with a plain string too.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

await main(process.argv.slice(2));
