import { isEcrHost } from '../containerUri.ts';
import type { DockerfileOutline } from '../dockerfileOutline.ts';
import { lookUpGlobals, type BuildArgs } from './buildArguments.ts';
import { namedStage, neededStages, parentOf } from './stages.ts';
import { expand } from './variables.ts';

/** Where AWS publishes images for everybody. It serves those who sign in sooner, and the others too. */
export const publicRegistry = 'public.ecr.aws';

/**
 * The hosts of the ECR registries, private ones and the public one, that the images of a build come from.
 * @param answers what was said of build arguments; the others have their defaults.
 */
export function registriesOf(
  outline: DockerfileOutline,
  target: string | null | undefined,
  answers: BuildArgs,
): readonly string[] {
  const { stages, syntax = '' } = outline;
  const globals = lookUpGlobals(outline.globalArgs, answers);
  const images = neededStages(outline, target).flatMap((stage) => [
    ...(parentOf(stages, stage) ? [] : [expand(stage.from, globals).text]),
    ...stage.uses.filter((use) => !namedStage(stages, use)),
  ]);
  return [...new Set([syntax, ...images].map(hostOf))].filter(
    (host) => host === publicRegistry || isEcrHost(host),
  );
}

function hostOf(image: string): string {
  const slash = image.indexOf('/');
  return slash === -1 ? '' : image.slice(0, slash).toLowerCase();
}
