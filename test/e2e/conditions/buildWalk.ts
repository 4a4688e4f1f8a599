import type { Workbench } from '../workbench.ts';

export const buildLens = 'Build, push and create image version…';
/** The lenses of a Dockerfile that has nothing to go on with. */
export const usualLenses = ['Create SageMaker image version', buildLens] as const;

export const titles = {
  image: 'Build Image Version: Image',
  repository: 'Build Image Version: ECR Repository',
  newRepository: 'Build Image Version: New Repository',
  repositorySettings: 'Build Image Version: Settings of the New Repository',
  tag: 'Build Image Version: Tag',
  target: 'Build Image Version: Build Target',
  argument: 'Build Image Version: Build Argument',
  jobType: 'Build Image Version: Job Type',
  processor: 'Build Image Version: Processor',
  review: 'Build Image Version: Review',
} as const;

/** The row that carries the plan out. */
export function planRow(image: string): string {
  return `Build → log in → push → create version of ${image} → wait`;
}

/** The second time: lens, Enter. @param look what is looked at before */
export async function runPlan(
  workbench: Workbench,
  image: string,
  look: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await workbench.editor.clickLens(buildLens);
  await confirmPlan(workbench, image, look);
}

/** Runs the plan that is shown. */
export async function confirmPlan(
  { quickInput }: Workbench,
  image: string,
  look: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await quickInput.waitUntilOpen(titles.review);
  await quickInput.waitForActiveRow(planRow(image));
  await look();
  await quickInput.accept();
  await quickInput.waitUntilClosed();
}
