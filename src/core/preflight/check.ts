import type { Evidence } from './evidence.ts';
import type { CheckId, Find, Finding } from './finding.ts';
import type { Subject } from './subject.ts';

/** One question of a preflight. It knows nothing of the others, and is silent where all is well. */
export interface Check {
  readonly id: CheckId;
  /** Whether there is anything to be asked; without it, always. */
  readonly appliesTo?: (subject: Subject) => boolean;
  /** Rejects with what kept it from finding out. */
  readonly run: (evidence: Evidence, find: Find) => Promise<readonly Finding[]>;
}

/** Whether there is an image, or will be, that a version is made of. */
export function hasImage({ image }: Subject): boolean {
  return image !== undefined;
}

/** Whether SageMaker has the image already. */
export function hasExistingImage({ image }: Subject): boolean {
  return image?.isNew === false;
}
