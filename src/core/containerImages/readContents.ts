import { isCancellation } from '../errors.ts';
import type { ImageReference, Registry } from '../ports.ts';
import type { ContainerImageContents } from './contents.ts';

/**
 * Reads what a container image is made of. A configuration that is out of reach (it is in S3, where not every network
 * leads) leaves the rest to be told.
 * @returns undefined when the registry does not have it.
 * @throws AppError
 */
export async function readContents(
  reference: ImageReference,
  registry: Pick<Registry, 'findManifest' | 'readConfiguration'>,
  signal: AbortSignal,
): Promise<ContainerImageContents | undefined> {
  const manifest = await registry.findManifest(reference, signal);
  if (!manifest?.image) return manifest && { manifest, configuration: undefined };
  const { accountId, repository } = reference;
  const { configurationDigest: digest } = manifest.image;
  try {
    return {
      manifest,
      configuration: await registry.readConfiguration({ accountId, repository, digest }, signal),
    };
  } catch (error) {
    if (isCancellation(error)) throw error;
    signal.throwIfAborted();
    return { manifest, configuration: undefined, configurationProblem: error };
  }
}
