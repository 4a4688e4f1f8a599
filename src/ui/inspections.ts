import type { Session } from '../core/ports.ts';
import { DraftChecks } from '../core/preflight/draftChecks.ts';
import { Failures } from './explain/failures.ts';
import { reviewTexts } from './preflight/reviewTexts.ts';
import type { ReviewTexts } from './promptTexts.ts';
import { ContainerImageDocuments, type ContainerImageContext } from './preflight/containerImageDocuments.ts';

/** The checks of the drafts of one walk, made in the session that it writes to. */
export type StartPreflight = (session: Session, pinDigest: boolean, signal: AbortSignal) => DraftChecks;

/** All that looks into container images, and tells what is found there. */
export interface Inspections {
  readonly containerImages: ContainerImageDocuments;
  readonly failures: Failures;
  readonly startPreflight: StartPreflight;
  dispose(): void;
}

/** How the review is told with what the checks find. */
export function readReviewTexts(): ReviewTexts {
  return reviewTexts;
}

/** Puts them together: a bundle of its own, loaded with the first check (docs/architecture.md). */
export function createInspections(context: ContainerImageContext): Inspections {
  const containerImages = new ContainerImageDocuments(context);
  const failures = new Failures(context);
  return {
    containerImages,
    failures,
    startPreflight: (session, pinDigest, signal) => new DraftChecks(session, pinDigest, signal),
    dispose: () => {
      containerImages.dispose();
      failures.dispose();
    },
  };
}
