import { accountOf } from '../arn.ts';
import { parseContainerUri } from '../containerUri.ts';
import type { ImageDetails, VersionDetails, VersionRef } from '../model.ts';
import { gatherEvidence, type Evidence, type PreflightSession } from '../preflight/evidence.ts';
import type { Subject } from '../preflight/subject.ts';
import type { RoleEvidence, VersionEvidence } from './evidence.ts';
import { lookAtContainer } from './lookAtContainer.ts';
import { Looks } from './looks.ts';

/**
 * Gathers what can be found out of a version that failed: its container image, the role of its image and its aliases
 * side by side. What may not be asked for is left out.
 * @throws AppError when not even the version can be described.
 */
export async function lookAtVersion(
  { imageName, number }: Pick<VersionRef, 'imageName' | 'number'>,
  session: PreflightSession,
  signal: AbortSignal,
): Promise<VersionEvidence> {
  const version = await session.images.describeVersion(imageName, number, signal);
  const looks = new Looks(signal);
  const [container, ofImage, aliases] = await Promise.all([
    version.baseImage === undefined ? undefined : lookAtContainer(version.baseImage, session, looks, signal),
    lookAtImage(version, session, looks, signal),
    looks.at('aliases', session.images.listAliases(imageName, number, signal)),
  ]);
  return {
    version,
    region: session.region,
    accountId: accountOf(version.arn) ?? '',
    ...(container && { container }),
    ...ofImage,
    ...(aliases && { aliases }),
    obstacles: looks.obstacles,
  };
}

async function lookAtImage(
  version: VersionDetails,
  session: PreflightSession,
  looks: Looks,
  signal: AbortSignal,
): Promise<{ readonly image?: ImageDetails; readonly role?: RoleEvidence }> {
  const { imageName, baseImage = '' } = version;
  const parsed = parseContainerUri(baseImage, undefined);
  if (!parsed.ok) {
    const image = await looks.at('role', session.images.describeImage(imageName, signal));
    return image ? { image } : {};
  }
  const subject: Subject = {
    uri: parsed.value,
    isByTag: false,
    image: { name: imageName, number: version.number, isNew: false },
    aliases: [],
  };
  const evidence = gatherEvidence(subject, session, signal);
  const [image, role] = await Promise.all([looks.at('role', evidence.image()), lookAtRole(evidence, looks)]);
  return { ...(image && { image }), ...(role && { role }) };
}

async function lookAtRole(evidence: Evidence, looks: Looks): Promise<RoleEvidence | undefined> {
  const arn = await looks.at('role', evidence.roleArn());
  if (arn === undefined) return undefined;
  const [trust, decisions] = await Promise.all([
    looks.at(
      'role',
      evidence.trust().then((found) => found ?? ('missing' as const)),
    ),
    looks.at('role', evidence.pullDecisions()),
  ]);
  return { arn, ...(trust && { trust }), ...(decisions && { decisions }) };
}
