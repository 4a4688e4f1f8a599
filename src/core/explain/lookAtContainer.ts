import { formatPlatform } from '../containerImages/contents.ts';
import { parseContainerUri } from '../containerUri.ts';
import { hasCode } from '../errors.ts';
import { gatherEvidence, type Evidence, type PreflightSession } from '../preflight/evidence.ts';
import { subjectOfUri } from '../preflight/subject.ts';
import type { ConfigurationEvidence, ContainerEvidence } from './evidence.ts';
import type { Looks } from './looks.ts';

/**
 * What the registry has of a container image now, by the reads of a preflight.
 * @param reference as SageMaker was given it, whatever that is.
 */
export async function lookAtContainer(
  reference: string,
  session: PreflightSession,
  looks: Looks,
  signal: AbortSignal,
): Promise<ContainerEvidence> {
  const parsed = parseContainerUri(reference, undefined);
  // Which one is meant without a tag is for SageMaker to say.
  if (!parsed.ok || !(parsed.value.tag ?? parsed.value.digest)) return { reference };
  const evidence = gatherEvidence(subjectOfUri(parsed.value), session, signal);
  const [stored, manifest, platforms, configuration] = await Promise.all([
    looks.at('container', storedOf(evidence)),
    looks.at('platform', evidence.manifest()),
    looks.at('platform', platformsOf(evidence)),
    looks.at('configuration', evidence.configuration()),
  ]);
  const mediaType = manifest?.mediaType ?? stored?.mediaType;
  const sizeInBytes = manifest?.image?.sizeInBytes ?? stored?.sizeInBytes;
  return {
    reference,
    ...stored,
    ...(mediaType !== undefined && { mediaType }),
    ...(sizeInBytes !== undefined && { sizeInBytes }),
    ...(platforms && { platforms }),
    ...(configuration && { configuration: beginningOf(configuration) }),
  };
}

type Stored = Pick<ContainerEvidence, 'isFound' | 'status' | 'isArtifact' | 'mediaType' | 'sizeInBytes'>;

async function storedOf(evidence: Evidence): Promise<Stored> {
  try {
    const stored = await evidence.stored();
    if (!stored) return { isFound: false };
    const { status, isArtifact, mediaType, sizeInBytes } = stored;
    return {
      isFound: true,
      status,
      isArtifact,
      ...(mediaType !== undefined && { mediaType }),
      ...(sizeInBytes !== undefined && { sizeInBytes }),
    };
  } catch (error) {
    if (hasCode(error, 'repository.notFound')) return { isFound: false };
    throw error;
  }
}

/** An index tells them; of a single image its configuration does, or nobody. */
async function platformsOf(evidence: Evidence): Promise<readonly string[] | undefined> {
  const { platforms } = await evidence.manifest();
  if (platforms.length > 0) return platforms.map(formatPlatform);
  const { platform } = await evidence.configuration();
  return platform && [formatPlatform(platform)];
}

function beginningOf({ user, entrypoint, cmd }: ConfigurationEvidence): ConfigurationEvidence {
  return { user, entrypoint, cmd };
}
