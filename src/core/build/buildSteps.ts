import { imageSteps, kindSteps } from '../create/steps.ts';
import { onPart } from '../wizard.ts';
import { isImageAnswered } from './buildDraft.ts';
import type { BuildStep } from './buildStep.ts';
import { repositorySteps } from './repositorySteps.ts';
import { tagStep } from './tagStep.ts';
import { argumentSteps, targetStep } from './targetSteps.ts';
import { versionPart, type BuildWalkContext } from './walkContext.ts';

/** The questions between a Dockerfile and the review, in their order. */
export function buildSteps(context: BuildWalkContext): readonly BuildStep[] {
  return [
    ...imageBuildSteps(context),
    ...repositorySteps(context),
    tagStep(context),
    targetStep(context),
    ...argumentSteps(context),
    ...kindBuildSteps(context),
  ];
}

function imageBuildSteps(context: BuildWalkContext): readonly BuildStep[] {
  const answered: readonly BuildStep['isAnswered'][] = [
    ({ version: { image } }) => image !== undefined,
    ({ version: { image } }) => image !== undefined && image.name !== '',
  ];
  return imageSteps(context).map((step, index) => ({
    step: onPart(step, versionPart),
    isAnswered: answered[index] ?? (({ version }) => isImageAnswered(version.image)),
  }));
}

function kindBuildSteps(context: BuildWalkContext): readonly BuildStep[] {
  const answered: readonly BuildStep['isAnswered'][] = [
    ({ version }) => version.jobType !== undefined,
    ({ version }) => version.processor !== undefined,
  ];
  return kindSteps(context).map((step, index) => ({
    step: onPart(step, versionPart),
    isAnswered: answered[index] ?? (() => true),
  }));
}
