import { AppError } from '../../../../src/core/errors.ts';
import type { WriteContext } from '../../../../src/core/images/writeContext.ts';
import { Serial } from '../../../../src/core/serial.ts';
import { anImage, aVersion, role } from '../../../support/builders.ts';
import { InstantClock } from '../../../support/clocks.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

export const name = 'notebook';

/** What goes wrong in these tests. */
export const dropped = new AppError('network.dropped', { operation: 'Write' });
export const expired = new AppError('auth.expired', { profile: 'default' });
export const inUse = new AppError('image.inUse', { name, reason: 'In use.' });
/** For longer than anybody waits. */
export const inUseForGood: readonly AppError[] = Array.from({ length: 5 }, () => inUse);
export const notSeen = new AppError('network.silent', { operation: 'Look', seconds: 30 });

export interface Writing {
  readonly images: InMemoryImageStore;
  readonly clock: InstantClock;
  readonly context: WriteContext;
}

/** An image with three versions, and what is needed to change it. */
export function writing(): Writing {
  const images = new InMemoryImageStore().add(
    { ...anImage(), roleArn: role },
    aVersion({ number: 1 }),
    aVersion({ number: 2 }),
    aVersion({ number: 3 }),
  );
  const clock = new InstantClock();
  return { images, clock, context: { images, clock, writes: new Serial() } };
}
