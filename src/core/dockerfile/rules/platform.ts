import type { Base } from '../facts/imageFacts.ts';
import type { Fix, Rule } from './finding.ts';
import { replacing } from './finding.ts';

const studioPlatform = 'linux/amd64';
const apps = ['jupyterlab', 'code-editor', 'kernel-gateway', 'unified-studio', 'studio'] as const;

/** Docker's official images for one architecture each. */
const otherArchitectures = /^(?:arm32v[567]|arm64v8|i386|mips64le|ppc64le|riscv64|s390x)\//;

/** Studio has machines of one architecture. */
export const platform: Rule = {
  id: 'platform',
  targets: apps,
  check({ facts }) {
    const { platform: given, word, image } = facts.base;
    if (image && otherArchitectures.test(image.name)) {
      const [architecture = ''] = image.name.split('/', 1);
      return [{ problem: { code: 'platform.other', platform: architecture }, span: word }];
    }
    if (!given) return [];
    if (/\$\{?BUILD(?:PLATFORM|ARCH)\b/.test(given.text)) {
      return [{ problem: { code: 'platform.builder' }, span: given, fix: withoutFlag(facts.base) }];
    }
    if (given.value === undefined || !isOther(given.value)) return [];
    const fix = given.text === given.value ? replacing(given, studioPlatform) : undefined;
    return [{ problem: { code: 'platform.other', platform: given.value }, span: given, fix }];
  },
};

/** For those who want it written down: off unless somebody turns it on. */
export const platformMissing: Rule = {
  id: 'platform-missing',
  targets: apps,
  check({ facts }) {
    const { platform: given, word, image } = facts.base;
    if (given || !image || image.name === 'scratch' || otherArchitectures.test(image.name)) return [];
    const text = `--platform=${studioPlatform}`;
    const fix: Fix = {
      kind: { code: 'add', text },
      edits: [{ start: word.start, end: word.start, text: `${text} ` }],
    };
    return [{ problem: { code: 'platform.missing' }, span: word, fix }];
  },
};

function isOther(name: string): boolean {
  const [, os, architecture] = /^(\w+)\/([\w-]+)(?:\/\w+)?$/.exec(name.toLowerCase()) ?? [];
  if (os === undefined) return /^(?:arm64|aarch64|arm|386|ppc64le|s390x|riscv64)$/.test(name.toLowerCase());
  return (
    os !== 'linux' || (architecture !== 'amd64' && architecture !== 'x86_64' && architecture !== 'x86-64')
  );
}

/** The flag, with the white space after it. */
function withoutFlag({ platform: given, word }: Base): Fix | undefined {
  if (!given) return undefined;
  const start = given.start - '--platform='.length;
  // Only where the image follows: another flag or line in between would have to stay.
  return word.start - given.end === 1
    ? {
        kind: { code: 'remove', text: `--platform=${given.text}` },
        edits: [{ start, end: word.start, text: '' }],
      }
    : undefined;
}
