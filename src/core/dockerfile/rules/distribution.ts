import type { BaseImage } from '../facts/baseImage.ts';
import type { Rule } from './finding.ts';
import { targets } from './targets.ts';

const all = [...targets, 'studio'] as const;

/** A tag that names another image every few weeks. hadolint has a word for `latest` alone, and for no tag at all. */
export const distributionFloating: Rule = {
  id: 'distribution-floating',
  targets: all,
  check({ facts }) {
    const { image, word } = facts.base;
    const { tag = '', kind, hasDigest } = image ?? {};
    if (kind !== 'distribution' || hasDigest || !/^(?:latest|\d+)-[cg]pu$/.test(tag)) return [];
    return [{ problem: { code: 'distribution.floating', tag }, span: word }];
  },
};

/** A version of Amazon SageMaker Distribution that gets no security updates any more. */
export const distributionUnsupported: Rule = {
  id: 'distribution-unsupported',
  targets: all,
  check({ facts, today }) {
    const { image, word } = facts.base;
    const version = image && versionOf(image);
    const date = version && endsOfSupport[`${version.major}.${version.minor}`];
    // The day itself is one of support, wherever it is that day.
    if (!version || date === undefined || today.getTime() < Date.parse(date) + 2 * dayMs) return [];
    return [
      {
        problem: { code: 'distribution.ended', version: `${version.major}.${version.minor}`, date },
        span: word,
      },
    ];
  },
};

const dayMs = 24 * 60 * 60 * 1000;

/** The version that a tag of SageMaker Distribution names, down to its minor part. */
export function versionOf({
  kind,
  tag = '',
}: BaseImage): { readonly major: number; readonly minor: number } | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)(?:\.\d+)?-[cg]pu$/.exec(tag) ?? [];
  return kind === 'distribution' && major !== undefined
    ? { major: Number(major), minor: Number(minor) }
    : undefined;
}

/**
 * When AWS ended the support of a version, or planned to: support_policy.md of aws/sagemaker-distribution at 014a84e.
 * Nothing is said of versions that are not in it.
 */
const endsOfSupport: Readonly<Record<string, string>> = {
  '0.7': '2024-04-05',
  '0.8': '2024-04-09',
  '0.9': '2024-05-03',
  '0.10': '2024-06-06',
  '0.11': '2024-07-03',
  '0.12': '2024-09-01',
  '0.13': '2024-12-31',
  '1.0': '2024-04-23',
  '1.1': '2024-05-02',
  '1.2': '2024-06-28',
  '1.3': '2024-06-28',
  '1.4': '2024-10-31',
  '1.5': '2024-10-31',
  '1.6': '2024-12-15',
  '1.7': '2024-12-15',
  '1.8': '2024-12-31',
  '1.9': '2025-01-15',
  '1.10': '2025-02-05',
  '1.11': '2025-01-08',
  '1.12': '2025-05-15',
  '1.13': '2025-05-15',
  '2.0': '2025-02-25',
  '2.1': '2025-04-25',
  '2.2': '2025-04-25',
  '2.3': '2025-04-25',
  '2.4': '2025-09-07',
  '2.6': '2025-10-28',
  '3.0': '2025-09-29',
};
