import { accountOf } from '../arn.ts';
import { hasCode, isCancellation } from '../errors.ts';
import type { ImageVersion } from '../model.ts';
import type { Session } from '../ports.ts';
import { regionOf, tagOf, type Built } from './built.ts';

/** Why something is not known: it is in another region or account than the session's, or the call for it failed. */
export type LookProblem =
  { readonly reason: 'otherRegion' | 'otherAccount' } | { readonly reason: 'error'; readonly error: unknown };

export type Looked<T> =
  { readonly isKnown: true; readonly value: T } | { readonly isKnown: false; readonly problem: LookProblem };

export interface VersionsNow {
  /** The version that was built, or where none is remembered the image's newest; undefined when it is gone. */
  readonly version: ImageVersion | undefined;
  /** The newest version that can be used, or soon. */
  readonly newest: ImageVersion | undefined;
}

/** The digest that the version was made of, and the one that its tag stands for now; undefined: the tag is gone. */
export interface TagNow {
  readonly registered: string;
  readonly now: string | undefined;
}

/** What SageMaker and ECR say now. */
export interface RemoteState {
  readonly versions: Looked<VersionsNow>;
  /** Undefined where there is no tag to look at, or nothing to hold it to. */
  readonly tag: Looked<TagNow> | undefined;
}

type LookSession = Pick<Session, 'identify' | 'images' | 'region' | 'registry'>;

/**
 * One chain of calls, two as a rule: the image's newest versions, the tag. What another account or region has says
 * nothing, and is not believed. Rejects only when the signal aborts.
 */
export async function lookRemotely(
  built: Built,
  session: LookSession,
  signal: AbortSignal,
): Promise<RemoteState> {
  const region = regionOf(built);
  if (region !== undefined && region !== session.region) return unknown({ reason: 'otherRegion' });
  const versions = await looked(() => findVersions(built, session, signal), signal);
  if (!versions.isKnown) return { versions, tag: undefined };
  const problem = await findAccountProblem(built, versions.value, session, signal);
  if (problem) return unknown(problem);
  return { versions, tag: await lookAtTag(built, versions.value, session, signal) };
}

function unknown(problem: LookProblem): RemoteState {
  return { versions: { isKnown: false, problem }, tag: undefined };
}

async function looked<T>(look: () => Promise<T>, signal: AbortSignal): Promise<Looked<T>> {
  try {
    return { isKnown: true, value: await look() };
  } catch (error) {
    signal.throwIfAborted();
    if (isCancellation(error)) throw error;
    return { isKnown: false, problem: { reason: 'error', error } };
  }
}

async function findVersions(
  { imageName, number }: Built,
  { images }: LookSession,
  signal: AbortSignal,
): Promise<VersionsNow> {
  const listed = await firstPage(imageName, images, signal);
  const newest = listed.find(({ status }) => status === 'CREATED' || status === 'CREATING');
  if (number === undefined) return { version: newest ?? listed[0], newest };
  const onPage = listed.find((other) => other.number === number);
  // One that all of them are newer than may be on a later page.
  const isOlder = listed.length > 0 && listed.every((other) => other.number > number);
  const version = onPage ?? (isOlder ? await findVersion(imageName, number, images, signal) : undefined);
  return { version, newest };
}

/** A hundred versions, the newest first. An image that is gone has none. */
async function firstPage(
  imageName: string,
  images: LookSession['images'],
  signal: AbortSignal,
): Promise<readonly ImageVersion[]> {
  try {
    for await (const page of images.listVersions(imageName, signal)) if (page.length > 0) return page;
  } catch (error) {
    if (!hasCode(error, 'image.notFound')) throw error;
  }
  return [];
}

async function findVersion(
  imageName: string,
  number: number,
  images: LookSession['images'],
  signal: AbortSignal,
): Promise<ImageVersion | undefined> {
  try {
    return await images.describeVersion(imageName, number, signal);
  } catch (error) {
    if (hasCode(error, 'version.notFound', 'image.notFound')) return undefined;
    throw error;
  }
}

/** Where there is no version whose ARN tells whose answers these are, the credentials do; else they say nothing. */
async function findAccountProblem(
  { accountId }: Built,
  { version, newest }: VersionsNow,
  session: LookSession,
  signal: AbortSignal,
): Promise<LookProblem | undefined> {
  if (accountId === undefined) return undefined;
  const arn = (version ?? newest)?.arn;
  const identity = await looked(
    async () => (arn === undefined ? (await session.identify(signal)).accountId : accountOf(arn)),
    signal,
  );
  if (!identity.isKnown) return identity.problem;
  return identity.value === accountId ? undefined : { reason: 'otherAccount' };
}

async function lookAtTag(
  built: Built,
  { version }: VersionsNow,
  { images, registry }: LookSession,
  signal: AbortSignal,
): Promise<Looked<TagNow> | undefined> {
  const uri = tagOf(built);
  if (!uri) return undefined;
  const tag = await looked(async () => {
    const registered = built.digest ?? (version && (await digestOfVersion(version, images, signal)));
    if (registered === undefined) return undefined;
    const { accountId, repository } = uri;
    return { registered, now: await findDigest({ accountId, repository, tag: uri.tag }, registry, signal) };
  }, signal);
  if (!tag.isKnown) return tag;
  return tag.value && { isKnown: true, value: tag.value };
}

/** SageMaker tells the container image once it has resolved it. */
async function digestOfVersion(
  { imageName, number }: ImageVersion,
  images: LookSession['images'],
  signal: AbortSignal,
): Promise<string | undefined> {
  const { containerImage } = await images.describeVersion(imageName, number, signal);
  return containerImage?.split('@')[1];
}

async function findDigest(
  reference: Parameters<LookSession['registry']['findDigest']>[0],
  registry: LookSession['registry'],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await registry.findDigest(reference, signal);
  } catch (error) {
    if (hasCode(error, 'repository.notFound')) return undefined;
    throw error;
  }
}
