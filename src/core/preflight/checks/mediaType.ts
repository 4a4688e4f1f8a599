import { acceptedManifestTypes, isOciType } from '../../containerImages/mediaTypes.ts';
import type { Check } from '../check.ts';
import { ObstacleError } from '../evidence.ts';

const known: ReadonlySet<string> = new Set(acceptedManifestTypes);

/** Whether it is a container image at all, and of a kind that what it is for takes. */
export const mediaTypeCheck: Check = {
  id: 'mediaType',
  async run({ subject, stored }, find) {
    const found = await stored();
    if (!found) throw new ObstacleError({ kind: 'missing' });
    const { mediaType, isArtifact } = found;
    if (isArtifact) return [find('mediaType.artifact', { mediaType })];
    if (mediaType === undefined || !known.has(mediaType)) {
      return [find('mediaType.unfamiliar', { mediaType: mediaType ?? '' })];
    }
    const isRefused = subject.jobType === 'INFERENCE' && isOciType(mediaType);
    return isRefused ? [find('mediaType.inference', { mediaType })] : [];
  },
};
