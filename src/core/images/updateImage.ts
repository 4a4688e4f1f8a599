import type { ImageChanges, ImageDetails } from '../model.ts';
import { carryOut } from './carryOut.ts';
import { inLine } from './inLine.ts';
import type { WriteContext } from './writeContext.ts';

/** Changes an image. SageMaker goes on with it after it has answered: the image is UPDATING for a while. */
export function updateImage(
  name: string,
  changes: ImageChanges,
  { images, clock, writes }: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  const make = (): Promise<void> => images.updateImage(name, changes, signal);
  const isDone = async (): Promise<boolean> => has(await images.describeImage(name, signal), changes);
  return inLine(name, writes, signal, () => carryOut({ make, isDone }, clock, signal));
}

function has(image: ImageDetails, { displayName, description, roleArn }: ImageChanges): boolean {
  return (
    (image.status === 'UPDATING' || image.status === 'CREATED') &&
    isAs(image.displayName, displayName) &&
    isAs(image.description, description) &&
    isAs(image.roleArn, roleArn)
  );
}

function isAs(value: string | undefined, change: string | null | undefined): boolean {
  return change === undefined || (change ?? undefined) === value;
}
