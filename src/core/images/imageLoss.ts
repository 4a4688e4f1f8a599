import pLimit from 'p-limit';
import { destinationOf, withAccount } from '../destination.ts';
import type { ImageVersion } from '../model.ts';
import type { ImageStore, Session } from '../ports.ts';
import type { ImageLoss } from '../questions.ts';

/** Aliases take a call per version: nobody waits for hundreds of them to be asked whether to delete. */
const mostAsked = 100;
const askedAtOnce = 5;

/** What is lost when an image is deleted, and where. */
export async function findImageLoss(
  imageName: string,
  session: Session,
  signal: AbortSignal,
): Promise<ImageLoss> {
  const { images } = session;
  const versions: ImageVersion[] = [];
  for await (const page of images.listVersions(imageName, signal)) versions.push(...page);
  const [aliases, destination] = await Promise.all([
    findAliases(versions, images, signal),
    withAccount(destinationOf(session), session, signal),
  ]);
  return { imageName, versions: versions.length, aliases: aliases?.flat(), ...destination };
}

/** @returns the aliases of each version, or undefined where they can not be found out, or not soon. */
export async function findAliases(
  versions: readonly Pick<ImageVersion, 'imageName' | 'number'>[],
  images: ImageStore,
  signal: AbortSignal,
): Promise<readonly (readonly string[])[] | undefined> {
  if (versions.length > mostAsked) return undefined;
  const limit = pLimit(askedAtOnce);
  try {
    return await Promise.all(
      versions.map(({ imageName, number }) => limit(() => images.listAliases(imageName, number, signal))),
    );
  } catch {
    // Whoever may delete need not be allowed to list.
    signal.throwIfAborted();
    return undefined;
  }
}
