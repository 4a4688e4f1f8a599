import { orAborted } from '../abort.ts';
import { AppError, hasCode } from '../errors.ts';
import type { Image, VersionRef } from '../model.ts';
import type { Clock, ImageStore } from '../ports.ts';
import { pollUntil, usualTiming, type PollTiming } from '../poll.ts';
import type { Serial } from '../serial.ts';
import { newVersionOf, type CompleteDraft, type ImageChoice } from './draft.ts';

export type CreateStage = 'createImage' | 'waitForImage' | 'createVersion';

export interface CreateContext {
  readonly images: ImageStore;
  readonly clock: Clock;
  /** Writes to one image go one after the other: SageMaker answers concurrent ones with ResourceInUse. */
  readonly writes: Serial;
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
  const created = context.writes.run(draft.image.name, async () => {
    signal.throwIfAborted();
    if (draft.image.isNew) await ensureImage(draft.image, context, signal);
    context.onStage('createVersion');
    return context.images.createVersion(newVersionOf(draft, context.pinDigest), signal);
  });
  // Also while it stands in line behind another write.
  return orAborted(created, signal);
}

/** SageMaker takes no version for an image that is still being created. */
async function ensureImage(choice: ImageChoice, context: CreateContext, signal: AbortSignal): Promise<void> {
  context.onStage('createImage');
  await createUnlessThere(choice, context.images, signal);
  context.onStage('waitForImage');
  const image = await waitForImage(choice.name, context, signal);
  if (image.status === 'CREATED') return;
  if (image.status === 'CREATE_FAILED') {
    throw new AppError('image.failed', { name: image.name, reason: image.failureReason });
  }
  throw new AppError('image.notReady', { name: image.name, status: image.status });
}

/** An earlier try may have come this far: an image of that name is then what was wanted. */
async function createUnlessThere(
  { name, roleArn = '' }: ImageChoice,
  images: ImageStore,
  signal: AbortSignal,
): Promise<void> {
  try {
    await images.createImage({ name, roleArn }, signal);
  } catch (error) {
    if (!hasCode(error, 'image.exists')) throw error;
  }
}

async function waitForImage(
  name: string,
  { images, clock, timing = usualTiming }: CreateContext,
  signal: AbortSignal,
): Promise<Image> {
  const look = (stop: AbortSignal): Promise<Image> => images.describeImage(name, stop);
  const now = await look(signal);
  if (now.status !== 'CREATING') return now;
  return (await pollUntil(look, ({ status }) => status !== 'CREATING', clock, timing, signal)) ?? now;
}
