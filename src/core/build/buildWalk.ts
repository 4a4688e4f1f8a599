import type { Step } from '../wizard.ts';
import type { BuildDraft } from './buildDraft.ts';
import { reviewPlanStep } from './buildReview.ts';
import { buildSteps } from './buildSteps.ts';
import { buildPurpose, type BuildWalkContext } from './walkContext.ts';

export interface BuildWalk {
  readonly steps: readonly Step<BuildDraft>[];
  /** The first that nothing answers yet: the review where everything is answered. */
  readonly startAt: string;
}

/**
 * The walk from a Dockerfile to a plan. What an earlier walk or the settings have answered is not asked again: it can be
 * gone back to, and stands in the review.
 * @param initial what is answered already, in front of the Dockerfile as it is now (`renewedDraft`).
 */
export function buildWalk(context: BuildWalkContext, initial: BuildDraft): BuildWalk {
  const withPurpose = { purpose: buildPurpose, ...context };
  const asked = buildSteps(withPurpose);
  const review = reviewPlanStep(withPurpose);
  const start = asked.findIndex(({ step, isAnswered }) => step.when(initial) && !isAnswered(initial));
  const steps = asked.map(({ step, isAnswered }, index) => {
    const isAhead = start !== -1 && index > start;
    if (!isAhead || !isAnswered(initial)) return step;
    return { ...step, when: (draft: BuildDraft) => step.when(draft) && !isAnswered(draft) };
  });
  return { steps: [...steps, review], startAt: asked[start]?.step.id ?? review.id };
}
