import type { Step } from '../wizard.ts';
import type { BuildDraft } from './buildDraft.ts';

/** A step, and whether a draft answers it. */
export interface BuildStep {
  readonly step: Step<BuildDraft>;
  readonly isAnswered: (draft: BuildDraft) => boolean;
}
