import { isEcrHost } from '../../containerUri.ts';
import type { BaseImage } from '../facts/baseImage.ts';
import { versionOf } from './distribution.ts';
import type { Rule } from './finding.ts';

/** The first version of SageMaker Distribution that Unified Studio starts. */
const firstVersion = { major: 2, minor: 6 };

/** Unified Studio starts only what is made from SageMaker Distribution. */
export const unifiedStudioBase: Rule = {
  id: 'unified-studio-base',
  targets: ['unified-studio'],
  check({ facts }) {
    const { image, word } = facts.base;
    if (!image) return [];
    const version = versionOf(image);
    if (version && isOlder(version)) {
      const text = `${version.major}.${version.minor}`;
      return [{ problem: { code: 'unified.version', version: text }, span: word }];
    }
    return isCertainlyOther(image)
      ? [{ problem: { code: 'unified.base', image: image.reference }, span: word }]
      : [];
  },
};

/** There, an image's own ENTRYPOINT does not work. */
export const unifiedStudioEntrypoint: Rule = {
  id: 'unified-studio-entrypoint',
  targets: ['unified-studio'],
  check({ facts }) {
    const { entrypoint, source } = facts;
    if (!entrypoint) return [];
    const { start, end } = entrypoint.instruction;
    const lineEnd = /^(?:\r\n|\r|\n)/.exec(source.text.slice(end, end + 2))?.[0].length ?? 0;
    return [
      {
        problem: { code: 'unified.entrypoint' },
        span: { start, end },
        fix: {
          kind: { code: 'remove', text: 'ENTRYPOINT' },
          edits: [{ start, end: end + lineEnd, text: '' }],
        },
      },
    ];
  },
};

function isOlder({ major, minor }: { readonly major: number; readonly minor: number }): boolean {
  return major < firstVersion.major || (major === firstVersion.major && minor < firstVersion.minor);
}

/** An image of a private registry may be made from the right one. */
function isCertainlyOther({ kind, name }: BaseImage): boolean {
  const [host = ''] = name.split('/', 1);
  return (kind === 'plain' || kind === 'notebook') && !isEcrHost(host);
}
