import { readFile } from 'node:fs/promises';

import type { Plugin } from 'esbuild';

/**
 * A client of the SDK reads its package's `package.json`, all of it, for the one version that it sends with its calls:
 * two kilobytes for each client that nothing ever looks at.
 */
export const packageVersions: Plugin = {
  name: 'package-versions',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]node_modules[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ },
      async ({ path }) => {
        return { contents: versionAlone(await readFile(path, 'utf8')), loader: 'json' };
      },
    );
  },
};

/** What is left of a `package.json`. */
export function versionAlone(manifest: string): string {
  const { version } = JSON.parse(manifest) as { readonly version: string };
  return JSON.stringify({ version });
}
