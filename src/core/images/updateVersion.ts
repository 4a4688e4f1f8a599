import { AppError } from '../errors.ts';
import type { VersionChanges } from '../model.ts';
import type { Clock, ImageStore } from '../ports.ts';
import { carryOut } from './carryOut.ts';
import { inLine } from './inLine.ts';
import type { WriteContext } from './writeContext.ts';

/** Changes what describes a version. To give it an alias that another version may have, see `putAlias`. */
export function updateVersion(
  imageName: string,
  number: number,
  changes: VersionChanges,
  context: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  return inLine(imageName, context.writes, signal, () =>
    changeVersion(imageName, number, changes, context, signal),
  );
}

/**
 * What `updateVersion` does when it is its turn, for those who are in line already.
 * @throws AppError `alias.taken` when another version has an alias that is to be added, `version.notReady` when the
 *   version is in no state to be changed.
 */
export function changeVersion(
  imageName: string,
  number: number,
  changes: VersionChanges,
  { images, clock }: { readonly images: ImageStore; readonly clock: Clock },
  signal: AbortSignal,
): Promise<void> {
  const make = (): Promise<void> => images.updateVersion(imageName, number, changes, signal);
  const isDone = (): Promise<boolean> => isChanged(imageName, number, changes, images, signal);
  return carryOut({ make, isDone }, clock, signal);
}

async function isChanged(
  imageName: string,
  number: number,
  { aliasesToAdd = [], aliasesToRemove = [], ...metadata }: VersionChanges,
  images: ImageStore,
  signal: AbortSignal,
): Promise<boolean> {
  const version = await images.describeVersion(imageName, number, signal);
  if (version.status !== 'CREATED') {
    throw new AppError('version.notReady', { name: imageName, number, status: version.status });
  }
  for (const alias of aliasesToAdd) {
    const owner = await images.findVersionByAlias(imageName, alias, signal);
    if (owner === undefined) return false;
    if (owner !== number) throw new AppError('alias.taken', { imageName, alias, number: owner });
  }
  for (const alias of aliasesToRemove) {
    if ((await images.findVersionByAlias(imageName, alias, signal)) === number) return false;
  }
  const members = Object.keys(metadata) as (keyof typeof metadata)[];
  return members.every((member) => metadata[member] === undefined || metadata[member] === version[member]);
}
