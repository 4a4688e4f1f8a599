import type { Check } from '../check.ts';
import { ObstacleError } from '../evidence.ts';

const gigabyte = 1_000_000_000;

/** What Studio Classic takes of an uncompressed image; of the other apps no limit is known. */
const limitInBytes = 25 * gigabyte;
/** Ours: from here on it shows how long an app takes to start. */
const largeInBytes = 10 * gigabyte;

/** Whether it is too large, as far as the compressed size can tell. */
export const sizeCheck: Check = {
  id: 'size',
  async run({ subject: { jobType }, stored }, find) {
    const found = await stored();
    if (!found) throw new ObstacleError({ kind: 'missing' });
    const { sizeInBytes } = found;
    if (sizeInBytes === undefined) return [find('size.untold', {})];
    const isForApps = jobType === undefined || jobType === 'NOTEBOOK_KERNEL';
    if (isForApps && sizeInBytes > limitInBytes) {
      return [find('size.tooLarge', { sizeInBytes, limitInBytes })];
    }
    return sizeInBytes > largeInBytes ? [find('size.large', { sizeInBytes })] : [];
  },
};
