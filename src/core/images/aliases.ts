import { AppError } from '../errors.ts';
import { inLine } from './inLine.ts';
import { changeVersion } from './updateVersion.ts';
import type { WriteContext } from './writeContext.ts';

/** `ResourceSpec.SageMakerImageVersionAlias` of the service's model: a number, two numbers, or a semantic version. */
const launchable =
  /^(\d+|\d+.\d+|(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?)$/;

/** Whether a Studio app can be launched with an alias. Any other is a label for scripts and people. */
export function isLaunchableAlias(alias: string): boolean {
  return launchable.test(alias);
}

/** An alias, and the version that is to have it or to lose it. */
export interface VersionAlias {
  readonly imageName: string;
  readonly number: number;
  readonly alias: string;
}

/**
 * Gives an alias to a version, and takes it from the one that has it: SageMaker moves none by itself. Safe to call
 * again after whatever went wrong: it goes on from what is there.
 * @param from the version that it may be taken from; undefined when it was on none.
 * @throws AppError `alias.taken` when yet another version has it, `alias.lost` when it may be on neither; after any other error it is where it was before, unless the
 *   error is that of a connection, when nobody knows.
 */
export function putAlias(
  target: VersionAlias,
  from: number | undefined,
  context: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  const { imageName, number, alias } = target;
  return inLine(imageName, context.writes, signal, async () => {
    const owner = await context.images.findVersionByAlias(imageName, alias, signal);
    if (owner === number) return;
    if (owner === undefined) await add(target, context, signal);
    else if (owner === from) await move(from, target, context, signal);
    else throw new AppError('alias.taken', { imageName, alias, number: owner });
  });
}

/** Takes an alias from a version. One that it does not have, or no longer, is no error. */
export function removeAlias(target: VersionAlias, context: WriteContext, signal: AbortSignal): Promise<void> {
  return inLine(target.imageName, context.writes, signal, () => remove(target, context, signal));
}

/**
 * Who gives up before the first half is made changes nothing, and who gives up between the halves gets the alias put
 * back. A call under way is not broken off: nobody would know what became of it.
 */
async function move(
  from: number,
  to: VersionAlias,
  context: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  const { signal: unbroken } = new AbortController();
  const former = { ...to, number: from };
  await remove(former, context, unbroken);
  try {
    signal.throwIfAborted();
    await add(to, context, unbroken);
  } catch (error) {
    const owner = await putBack(former, context, unbroken).catch(() => undefined);
    if (owner === to.number) return;
    if (owner === from) throw error;
    const { imageName, alias, number } = to;
    throw new AppError('alias.lost', { imageName, alias, from, to: number }, error);
  }
}

/** @returns the version that has the alias then. */
async function putBack(
  former: VersionAlias,
  context: WriteContext,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    await add(former, context, signal);
    return former.number;
  } catch {
    // It may have reached the new version after all.
    return context.images.findVersionByAlias(former.imageName, former.alias, signal);
  }
}

function add(
  { imageName, number, alias }: VersionAlias,
  context: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  return changeVersion(imageName, number, { aliasesToAdd: [alias] }, context, signal);
}

function remove(
  { imageName, number, alias }: VersionAlias,
  context: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  return changeVersion(imageName, number, { aliasesToRemove: [alias] }, context, signal);
}
