import { isCancellation } from '../errors.ts';
import type { ImageVersion, VersionDetails } from '../model.ts';
import type { ImageStore } from '../ports.ts';

/**
 * How many versions are looked at for a digest, the newest first: each takes a call of its own, and nobody waits for
 * hundreds. One that has the digest and is older than these is not found.
 */
export const mostVersions = 20;
const atOnce = 5;

/**
 * The newest of an image's latest versions that was made of a container image with that digest, whatever repository it
 * is in. Not being able to look is no reason not to create: then there is none.
 */
export async function findRegistered(
  imageName: string,
  digest: string,
  images: ImageStore,
  signal: AbortSignal,
): Promise<VersionDetails | undefined> {
  try {
    return (await searchRegistered(imageName, Promise.resolve(digest), images, signal)).found;
  } catch (error) {
    if (isCancellation(error)) throw error;
    signal.throwIfAborted();
    return undefined;
  }
}

export interface RegisteredSearch {
  readonly found: VersionDetails | undefined;
  /** Whether none is left that was not looked at. */
  readonly isComplete: boolean;
}

/**
 * Like `findRegistered`, for who wants to know what was not looked at.
 * @param digest may be on its way: the first versions are read meanwhile.
 * @param isMeant leaves versions out, such as the one that is compared with the others.
 * @throws AppError
 */
export async function searchRegistered(
  imageName: string,
  digest: Promise<string>,
  images: Pick<ImageStore, 'listVersions' | 'describeVersion'>,
  signal: AbortSignal,
  isMeant: (version: ImageVersion) => boolean = () => true,
): Promise<RegisteredSearch> {
  // It is waited for below, unless the listing fails first.
  digest.catch(() => undefined);
  let looked = 0;
  for await (const page of images.listVersions(imageName, signal)) {
    const versions = page.slice(0, mostVersions - looked);
    const found = await findAmong(versions.filter(isMeant), digest, images, signal);
    looked += versions.length;
    const isCutOff = versions.length < page.length;
    if (found || isCutOff) return { found, isComplete: !isCutOff };
  }
  return { found: undefined, isComplete: true };
}

async function findAmong(
  versions: readonly ImageVersion[],
  digest: Promise<string>,
  images: Pick<ImageStore, 'describeVersion'>,
  signal: AbortSignal,
): Promise<VersionDetails | undefined> {
  // One that failed or goes away is no version to offer.
  const usable = versions.filter(({ status }) => status === 'CREATED' || status === 'CREATING');
  for (let from = 0; from < usable.length; from += atOnce) {
    const batch = usable.slice(from, from + atOnce);
    const [wanted, details] = await Promise.all([
      digest,
      Promise.all(batch.map(({ imageName, number }) => images.describeVersion(imageName, number, signal))),
    ]);
    const found = details.find((version) => hasDigest(version, wanted));
    if (found) return found;
  }
  return undefined;
}

/** SageMaker tells the container image once it has resolved it; until then, what it was asked for. */
function hasDigest({ containerImage, baseImage }: VersionDetails, digest: string): boolean {
  return (containerImage ?? baseImage)?.endsWith(`@${digest}`) ?? false;
}
