import type { Check } from '../check.ts';
import { ObstacleError } from '../evidence.ts';

/** Whether the tag can stand for another image by the time that SageMaker looks. Then the version keeps what it found. */
export const tagCheck: Check = {
  id: 'tag',
  appliesTo: ({ isByTag }) => isByTag,
  async run({ subject: { uri }, repository, digest }, find) {
    const { tag = '' } = uri;
    const found = await repository();
    if (!found) throw new ObstacleError({ kind: 'missing' });
    if (found.immutableTags) return [];
    const isCertain = found.immutableTags === false;
    const facts = { tag, repository: uri.repository, isCertain };
    // Without a digest there is nothing to pin; why, other checks tell.
    const known = await digest().catch(() => undefined);
    return [
      find(
        'tag.mayMove',
        facts,
        known === undefined ? undefined : { kind: 'pinDigest', uri: { ...uri, digest: known } },
      ),
    ];
  },
};
