import { AppError, hasCode } from '../errors.ts';
import { ensureImage } from '../images/createImage.ts';
import { inLine } from '../images/inLine.ts';
import { retryInUse } from '../images/retryInUse.ts';
import type { WriteContext } from '../images/writeContext.ts';
import type { NewVersion, VersionRef } from '../model.ts';
import type { ImageStore } from '../ports.ts';
import type { PollTiming } from '../poll.ts';
import { newVersionOf, type CompleteDraft } from './draft.ts';

export type CreateStage = 'createImage' | 'waitForImage' | 'createVersion';

export interface CreateContext extends WriteContext {
  readonly pinDigest: boolean;
  readonly timing?: PollTiming;
  readonly onStage: (stage: CreateStage) => void;
}

/**
 * Creates the version, and its image first when that is new. Safe to call again with the same draft: what is done
 * is found, and the draft's token keeps SageMaker from creating a second version.
 * @throws AppError
 */
export function createVersion(
  draft: CompleteDraft,
  context: CreateContext,
  signal: AbortSignal,
): Promise<VersionRef> {
  const { images, clock, writes, onStage } = context;
  const { name, isNew, roleArn = '' } = draft.image;
  return inLine(name, writes, signal, async () => {
    if (isNew) {
      onStage('createImage');
      const onWait = (): void => onStage('waitForImage');
      await ensureImage({ name, roleArn }, { ...context, onWait }, signal);
    }
    onStage('createVersion');
    const version = newVersionOf(draft, context.pinDigest);
    return retryInUse(() => createOrExplain(version, images, signal), clock, signal);
  });
}

/** Of an image that is being changed, SageMaker only says that it "is in an invalid state". */
async function createOrExplain(
  version: NewVersion,
  images: ImageStore,
  signal: AbortSignal,
): Promise<VersionRef> {
  try {
    return await images.createVersion(version, signal);
  } catch (error) {
    if (!hasCode(error, 'request.invalid')) throw error;
    const image = await images.describeImage(version.imageName, signal).catch(() => undefined);
    if (!image || image.status === 'CREATED') throw error;
    throw new AppError('image.notReady', { name: image.name, status: image.status }, error);
  }
}
