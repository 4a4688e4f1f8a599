import { AppError, hasCode } from '../errors.ts';
import type { ImageDetails, NewImage } from '../model.ts';
import type { ImageStore } from '../ports.ts';
import { carryOut } from './carryOut.ts';
import { inLine } from './inLine.ts';
import { unlessGone } from './unlessGone.ts';
import { waitForImage, type WaitContext } from './waitForImage.ts';
import type { WriteContext } from './writeContext.ts';

/**
 * Asks for an image. Safe to call again: an image from an earlier try is found.
 * @returns the image, which SageMaker may go on with creating.
 * @throws AppError `image.exists` when there is another image of that name.
 */
export function createImage(
  image: NewImage,
  context: WriteContext,
  signal: AbortSignal,
): Promise<ImageDetails> {
  return inLine(image.name, context.writes, signal, async () => {
    await requestImage(image, context, signal);
    return context.images.describeImage(image.name, signal);
  });
}

export interface EnsureContext extends WaitContext {
  /** The image is asked for; what is left is to wait until it is there. */
  readonly onWait?: () => void;
}

/**
 * Creates an image and waits until it is there, for those who are in line already.
 * @throws AppError `image.exists` when there is another image of that name, `image.failed` when it could not be created.
 */
export async function ensureImage(
  image: NewImage,
  context: EnsureContext,
  signal: AbortSignal,
): Promise<void> {
  await requestImage(image, context, signal);
  context.onWait?.();
  const created = await waitForImage(image.name, context, signal);
  if (created?.status === 'CREATED') return;
  if (created?.status === 'CREATE_FAILED') {
    throw new AppError('image.failed', { name: image.name, reason: created.failureReason });
  }
  throw new AppError('image.notReady', { name: image.name, status: created?.status ?? 'CREATING' });
}

async function requestImage(
  image: NewImage,
  { images, clock }: Pick<WriteContext, 'images' | 'clock'>,
  signal: AbortSignal,
): Promise<void> {
  const isDone = async (): Promise<boolean> => {
    const there = await findImage(image.name, images, signal);
    return there !== undefined && isWanted(there, image);
  };
  const make = (): Promise<void> => createUnlessThere(image, images, signal);
  await carryOut({ make, isDone }, clock, signal);
}

/**
 * SageMaker has one answer for three cases: an earlier try has created the image, which is then as it was wanted; there
 * is another one; or the name is not free yet, as its last image is being deleted.
 */
async function createUnlessThere(image: NewImage, images: ImageStore, signal: AbortSignal): Promise<void> {
  try {
    await images.createImage(image, signal);
  } catch (error) {
    if (!hasCode(error, 'image.exists')) throw error;
    const there = await findImage(image.name, images, signal);
    if (!there || there.status === 'DELETING') {
      throw new AppError('image.inUse', { name: image.name, reason: reasonOf(error) }, error);
    }
    if (!isWanted(there, image)) throw error;
  }
}

/** Tags are not compared: DescribeImage does not tell them. */
function isWanted(there: ImageDetails, { roleArn, displayName, description }: NewImage): boolean {
  return (
    there.status !== 'DELETING' &&
    there.roleArn === roleArn &&
    there.displayName === displayName &&
    there.description === description
  );
}

function findImage(name: string, images: ImageStore, signal: AbortSignal): Promise<ImageDetails | undefined> {
  return unlessGone<ImageDetails | undefined>(images.describeImage(name, signal), undefined);
}

function reasonOf({ cause }: Error): string {
  return cause instanceof Error ? cause.message : 'ResourceInUse';
}
