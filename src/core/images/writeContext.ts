import type { Clock, ImageStore } from '../ports.ts';
import type { Serial } from '../serial.ts';

/** What every write to images, versions and aliases needs. */
export interface WriteContext {
  readonly images: ImageStore;
  readonly clock: Clock;
  /** Writes to one image go one after the other: SageMaker answers concurrent ones with ResourceInUse. */
  readonly writes: Serial;
}
