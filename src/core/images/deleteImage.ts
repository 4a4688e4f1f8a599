import { carryOut } from './carryOut.ts';
import { inLine } from './inLine.ts';
import { unlessGone } from './unlessGone.ts';
import type { WriteContext } from './writeContext.ts';

/**
 * Has an image and its versions deleted. SageMaker goes on with it after it has answered: the image is DELETING for a
 * while, and deleting may fail then. One that is gone already is no error.
 */
export function deleteImage(
  name: string,
  { images, clock, writes }: WriteContext,
  signal: AbortSignal,
): Promise<void> {
  const make = (): Promise<void> => unlessGone(images.deleteImage(name, signal), undefined);
  const isDone = (): Promise<boolean> => {
    const isGoing = images.describeImage(name, signal).then(({ status }) => status === 'DELETING');
    return unlessGone(isGoing, true);
  };
  return inLine(name, writes, signal, () => carryOut({ make, isDone }, clock, signal));
}
