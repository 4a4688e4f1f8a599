import { repositoryUri, type ContainerUri } from '../containerUri.ts';
import { AppError, hasCode } from '../errors.ts';
import type { Clock, Registry, StoredImage } from '../ports.ts';
import type { BuildOrder } from './engine.ts';

/** A registry can take a moment to have what it has just been given. */
const delaysMs = [1_000, 2_000, 4_000];

/** What was pushed. Its media type is not known where the registry may not be asked. */
export type ConfirmedImage = Pick<StoredImage, 'digest' | 'mediaType'>;

/**
 * Holds what the engine says that it has pushed to what the registry says that it has. Who may push but not look has to
 * believe the engine.
 * @param pushed the engine's digest; undefined where it tells none, and the registry alone knows.
 * @throws AppError `push.otherDigest` when the tag stands for another image: somebody else has pushed since.
 */
export async function confirmPush(
  pushed: string | undefined,
  uri: ContainerUri & { readonly tag: string },
  registry: Registry,
  clock: Clock,
  signal: AbortSignal,
): Promise<ConfirmedImage> {
  const { accountId, repository, tag } = uri;
  const look = (): Promise<StoredImage | undefined> =>
    registry.findContainerImage({ accountId, repository, tag }, signal);
  try {
    let found = await look();
    for (const delayMs of delaysMs) {
      if (found && found.digest === (pushed ?? found.digest)) return found;
      await clock.delay(delayMs, signal);
      found = await look();
    }
    if (found && found.digest === (pushed ?? found.digest)) return found;
    const reference = `${repositoryUri(uri)}:${tag}`;
    throw new AppError('push.otherDigest', { reference, pushed, found: found?.digest });
  } catch (error) {
    if (pushed === undefined || !hasCode(error, 'auth.denied')) throw error;
    return { digest: pushed, mediaType: undefined };
  }
}

/** @throws AppError `push.mediaType` when what the image is for would not take it. */
export function checkMediaType(
  { mediaType }: ConfirmedImage,
  wanted: BuildOrder['mediaTypes'],
  reference: string,
): void {
  if (wanted === 'any' || mediaType === undefined || mediaType.startsWith('application/vnd.docker.')) return;
  throw new AppError('push.mediaType', { reference, mediaType });
}
