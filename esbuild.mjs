// Bundles the extension; with --tests also the suites that run inside VS Code.
//
//   node esbuild.mjs [--production] [--watch] [--tests] [--outdir=FOLDER]
import { globSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import * as esbuild from 'esbuild';

import { clientAliases, standIns } from './scripts/clientAliases.ts';
import { errorClasses } from './scripts/errorClasses.ts';
import { formatNotice } from './scripts/notice.ts';
import { packageVersions } from './scripts/packageVersions.ts';

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const outdir = process.argv.find((flag) => flag.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  // The ES module build of a package can be tree-shaken, its CommonJS build can't.
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.cjs' },
  minify: production,
  sourcemap: !production,
  metafile: production,
  // The licences of what is bundled are in NOTICE, beside the bundles.
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * esbuild copies all of VS Code's API, hundreds of members, for every module that imports it as a namespace: most of the
 * time that the extension took to load. A plain `require` is left alone.
 *
 * @type {esbuild.Plugin}
 */
const requireVscode = {
  name: 'require-vscode',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return {
        contents: source.replace("import * as vscode from 'vscode';", "const vscode = require('vscode');"),
        loader: 'ts',
      };
    });
  },
};

/** The first is loaded when the extension is activated; each of the others on first use, to keep that cheap. */
const bundles = {
  extension: 'src/extension.ts',
  commands: 'src/ui/commands.ts',
  aws: 'src/aws/cloud.ts',
  checks: 'src/ui/dockerfileChecks/dockerfileChecks.ts',
  docker: 'src/docker/engines.ts',
  dockerfile: 'src/core/dockerfile.ts',
  drift: 'src/ui/drift/drift.ts',
  inspections: 'src/ui/inspections.ts',
};

const external = ['vscode', ...Object.keys(bundles).map((name) => `./${name}.cjs`)];

/** @type {esbuild.BuildOptions} */
const extension = {
  ...common,
  entryPoints: bundles,
  outdir,
  external,
  alias: { ...clientAliases, ...standIns },
  plugins: [requireVscode, packageVersions, errorClasses],
};

/** @type {esbuild.BuildOptions} */
const hostTests = {
  ...common,
  entryPoints: globSync('test/host/**/*.test.ts'),
  outbase: 'test/host',
  outdir: 'out/test/host',
  external: [...external, 'mocha'],
};

const builds = flags.has('--tests') ? [extension, hostTests] : [extension];
for (const build of builds) {
  rmSync(build.outdir, { recursive: true, force: true });
}
if (flags.has('--watch')) {
  const contexts = await Promise.all(
    builds.map((options) => esbuild.context({ ...options, logLevel: 'info' })),
  );
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const [{ metafile }] = await Promise.all(builds.map((options) => esbuild.build(options)));
  if (metafile) writeFileSync(`${outdir}/NOTICE`, formatNotice(metafile, import.meta.dirname));
}
