import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { Plugin } from 'esbuild';

/**
 * A client of the SDK has a class for every error that its service knows, each with the same dozen lines: fifty of them for
 * ECR alone. Here one function makes them all, which saves 30 KB.
 */
export const errorClasses: Plugin = {
  name: 'error-classes',
  setup(build) {
    build.onLoad(
      { filter: /[\\/]node_modules[\\/]@aws-sdk[\\/].*[\\/]models[\\/]errors\.js$/ },
      async ({ path }) => ({ contents: shortened(await readFile(path, 'utf8')), loader: 'js' }),
    );
  },
};

const maker = fileURLToPath(new URL('errorClass.ts', import.meta.url));

/** As the SDK's generator writes them. A class with anything else in it stays as it is. */
const errorClass = new RegExp(
  [
    String.raw`^export class (?<name>\w+) extends __BaseException \{`,
    String.raw`(?:    static shapeId = "(?<shapeId>[^"]+)";\n)?    name = "\k<name>";`,
    String.raw`    \$fault = "(?<fault>client|server)";`,
    String.raw`(?<members>(?:    \w+;\n)*)    constructor\(opts\) \{`,
    String.raw`        super\(\{`,
    String.raw`            name: "\k<name>",`,
    String.raw`            \$fault: "\k<fault>",`,
    String.raw`            \.\.\.opts,`,
    String.raw`        \}\);`,
    String.raw`        Object\.setPrototypeOf\(this, \k<name>\.prototype\);`,
    String.raw`(?<assignments>(?:        this\.\w+ = opts\.\w+;\n)*)    \}`,
    String.raw`\}$`,
  ].join(String.raw`\n`),
  'gm',
);

/** The classes of a module, each in a line. */
export function shortened(source: string): string {
  const lines = source.replaceAll(errorClass, (whole, ...rest) => lineOf(whole, rest.at(-1) as Parts));
  return `import { errorClass } from ${JSON.stringify(maker)};\n${lines}`;
}

interface Parts {
  readonly name: string;
  readonly shapeId: string | undefined;
  readonly fault: string;
  readonly members: string;
  readonly assignments: string;
}

function lineOf(whole: string, { name, shapeId, fault, members, assignments }: Parts): string {
  const names = [...members.matchAll(/\w+/g)].map(([member]) => member);
  const expected = names.map((member) => `        this.${member} = opts.${member};\n`).join('');
  if (assignments !== expected) return whole;
  const values = [name, fault, shapeId, names.length === 0 ? undefined : names];
  const given = values.map((value) => JSON.stringify(value) ?? 'undefined').join(', ');
  return `export const ${name} = /* @__PURE__ */ errorClass(__BaseException, ${given});`;
}
