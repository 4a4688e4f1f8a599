import { accountOf } from '../arn.ts';
import { searchRegistered, type RegisteredSearch } from '../build/findRegistered.ts';
import type { Configuration, Manifest } from '../containerImages/contents.ts';
import { hasCode, isCancellation } from '../errors.ts';
import type { Identity, ImageDetails, Repository } from '../model.ts';
import { once } from '../once.ts';
import type { ActionDecision, ImageReference, RoleTrust, Scan, Session, StoredImage } from '../ports.ts';
import type { Obstacle } from './finding.ts';
import { pullActions, repositoryArn, tokenAction } from './policies.ts';
import type { Subject, SubjectImage } from './subject.ts';

/** What a preflight asks of a session. */
export type PreflightSession = Pick<Session, 'region' | 'images' | 'registry' | 'roles' | 'identify'>;

/** Something can not be found out, for a reason that is no failure. */
export class ObstacleError extends Error {
  readonly obstacle: Obstacle;

  constructor(obstacle: Obstacle) {
    super(obstacle.kind);
    this.obstacle = obstacle;
  }
}

/**
 * The answers that checks go by. Each is asked for when the first check wants it, and once, however many want it.
 * All of them reject with an AppError or an `ObstacleError`.
 */
export interface Evidence {
  readonly subject: Subject;
  readonly sessionRegion: string;
  readonly identity: () => Promise<Identity>;
  readonly repository: () => Promise<Repository | undefined>;
  /** Undefined when there is no such image; an archived one is found as well. */
  readonly stored: () => Promise<StoredImage | undefined>;
  /** Where ECR would fetch it from, if that is what the repository is for, and if that may be asked: few are. */
  readonly upstream: () => Promise<string | undefined>;
  readonly digest: () => Promise<string>;
  readonly manifest: () => Promise<Manifest>;
  readonly configuration: () => Promise<Configuration>;
  readonly scan: () => Promise<Scan | undefined>;
  readonly scanOfMember: (digest: string) => Promise<Scan | undefined>;
  readonly image: () => Promise<ImageDetails>;
  readonly registered: () => Promise<RegisteredSearch>;
  readonly ownerOfAlias: (alias: string) => Promise<number | undefined>;
  readonly roleArn: () => Promise<string>;
  readonly trust: () => Promise<RoleTrust | undefined>;
  /** What the role may do of what pulling takes; undefined when there is no such role. */
  readonly pullDecisions: () => Promise<readonly ActionDecision[] | undefined>;
}

export function gatherEvidence(subject: Subject, session: PreflightSession, signal: AbortSignal): Evidence {
  const { registry, images, roles, region: sessionRegion } = session;
  const { uri } = subject;
  const { accountId, repository: name } = uri;
  const reference = referenceOf(subject);
  const byDigest = (digest: string): ImageReference => ({ accountId, repository: name, digest });

  const identity = once(() => session.identify(signal));
  const stored = once(() =>
    inRegistry(uri.region, sessionRegion, async () => {
      const found = await registry.findContainerImage(reference, signal);
      return found ?? registry.findArchived(reference, signal);
    }),
  );
  const manifest = once(async () =>
    orMissing(inRegistry(uri.region, sessionRegion, () => registry.findManifest(reference, signal))),
  );
  const image = once(() => images.describeImage(imageOf(subject).name, signal));
  const roleArn = once(async () => {
    const arn = imageOf(subject).roleArn ?? (imageOf(subject).isNew ? undefined : (await image()).roleArn);
    if (!arn) throw new ObstacleError({ kind: 'noRole' });
    return arn;
  });
  const digest = once(async () => uri.digest ?? (await orMissing(stored())).digest);
  /** Only the session's own account tells of its roles. */
  const ownRole = once(async () => {
    const [arn, own] = await Promise.all([roleArn(), unlessCancelled(identity())]);
    const account = accountOf(arn);
    if (own && account && account !== own.accountId)
      throw new ObstacleError({ kind: 'foreignRole', account });
    return arn;
  });

  return {
    subject,
    sessionRegion,
    identity,
    stored,
    manifest,
    image,
    roleArn,
    digest,
    repository: once(() =>
      inRegistry(uri.region, sessionRegion, () => registry.findRepository({ accountId, name }, signal)),
    ),
    upstream: once(() =>
      unlessCancelled(
        inRegistry(uri.region, sessionRegion, () => registry.findUpstream({ accountId, name }, signal)),
      ),
    ),
    configuration: once(async () => {
      const described = await orMissing(manifest().then((found) => found.image));
      const { configurationDigest } = described;
      return registry.readConfiguration({ accountId, repository: name, digest: configurationDigest }, signal);
    }),
    scan: once(() => inRegistry(uri.region, sessionRegion, () => registry.findScan(reference, signal))),
    scanOfMember: (member) => registry.findScan(byDigest(member), signal),
    registered: once(() => {
      const { name: imageName, number: own } = imageOf(subject);
      return searchRegistered(imageName, digest(), images, signal, ({ number }) => number !== own);
    }),
    ownerOfAlias: (alias) => images.findVersionByAlias(imageOf(subject).name, alias, signal),
    trust: once(async () => roles.findTrust(await ownRole(), signal)),
    pullDecisions: once(async () => {
      const arn = await ownRole();
      const [pull, token] = await Promise.all([
        roles.simulate(arn, pullActions, repositoryArn(uri), signal),
        roles.simulate(arn, [tokenAction], '*', signal),
      ]);
      return pull && token && [...pull, ...token];
    }),
  };
}

/** By digest where it is known: the tag may stand for another image by now. */
function referenceOf({ uri }: Subject): ImageReference {
  const { accountId, repository, tag = '', digest } = uri;
  return digest ? { accountId, repository, digest } : { accountId, repository, tag };
}

/** Checks of versions do not apply to a container image alone. */
function imageOf({ image }: Subject): SubjectImage {
  if (!image) throw new Error('There is no image to be checked');
  return image;
}

async function inRegistry<T>(region: string, sessionRegion: string, look: () => Promise<T>): Promise<T> {
  if (region !== sessionRegion) throw new ObstacleError({ kind: 'elsewhere', region });
  return look();
}

async function orMissing<T>(found: Promise<T | undefined>): Promise<T> {
  try {
    const value = await found;
    if (value !== undefined) return value;
  } catch (error) {
    if (!hasCode(error, 'repository.notFound')) throw error;
  }
  throw new ObstacleError({ kind: 'missing' });
}

/** What is only nice to know. */
async function unlessCancelled<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return undefined;
  }
}
