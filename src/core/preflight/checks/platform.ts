import {
  isSamePlatform,
  sageMakerPlatform as wanted,
  type Platform,
} from '../../containerImages/contents.ts';
import type { Check } from '../check.ts';
import type { Evidence } from '../evidence.ts';

/** Whether it runs on linux/amd64. SageMaker creates versions of others, whose apps then end with an exec format error. */
export const platformCheck: Check = {
  id: 'platform',
  async run(evidence, find) {
    const platforms = await readPlatforms(evidence);
    if (!platforms) return [find('platform.untold', {})];
    const isSuitable = platforms.some((platform) => isSamePlatform(platform, wanted));
    return isSuitable ? [] : [find('platform.unsuitable', { platforms, wanted })];
  },
};

/** An index tells its platforms; of a single image only its configuration does. */
async function readPlatforms({
  manifest,
  configuration,
}: Evidence): Promise<readonly Platform[] | undefined> {
  const { platforms, image } = await manifest();
  if (platforms.length > 0 || !image) return platforms;
  const { platform } = await configuration();
  return platform && [platform];
}
