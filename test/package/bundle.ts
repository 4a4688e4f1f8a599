import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';

import { build, type BuildOptions } from 'esbuild';

import { root } from './manifest.ts';

/** A production build of a few lines. */
export async function bundle(contents: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    minify: true,
    write: false,
    logLevel: 'silent',
  });
  return outputFiles?.[0]?.text ?? '';
}

/** What a bundle exports as its result. */
export async function resultOf(text: string): Promise<unknown> {
  const module = { exports: {} as { readonly result?: unknown } };
  compileFunction(text, ['module', 'require'])(module, createRequire(import.meta.url));
  return module.exports.result;
}
