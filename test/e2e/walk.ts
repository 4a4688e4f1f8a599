import type { Workbench } from './workbench.ts';

export const titles = {
  image: 'Create Image Version: Image',
  repository: 'Create Image Version: ECR Repository',
  containerImage: 'Create Image Version: Container Image',
  jobType: 'Create Image Version: Job Type',
  processor: 'Create Image Version: Processor',
  review: 'Create Image Version: Review',
} as const;

export const createCommand = 'SageMaker Images: Create Image Version…';
export const switchCommand = 'SageMaker Images: Switch AWS Profile or Region…';

export interface Answers {
  readonly image: string;
  readonly releaseNotes?: string;
}

/** Walks from the palette to the review. */
export async function startAtReview(workbench: Workbench, { image, releaseNotes }: Answers): Promise<void> {
  const { quickInput } = workbench;
  await workbench.runCommand(createCommand);
  await pickIn(workbench, titles.image, image);
  await pickIn(workbench, titles.repository, 'fraud/training');
  await pickIn(workbench, titles.containerImage, '0.10.0');
  await pickIn(workbench, titles.jobType, 'TRAINING');
  await pickIn(workbench, titles.processor, 'CPU');
  if (releaseNotes) {
    await pickIn(workbench, titles.review, 'Release notes');
    await quickInput.waitUntilOpen('Release Notes');
    await quickInput.type(releaseNotes);
    await quickInput.accept();
  }
  await quickInput.waitUntilOpen(titles.review);
  await quickInput.waitForRow(`Create version of ${image}`);
}

/** Chooses profile and region in the picker. */
export async function switchSession(workbench: Workbench, profile: string, region: string): Promise<void> {
  await workbench.runCommand(switchCommand);
  await pickIn(workbench, 'AWS Profile', profile);
  await pickIn(workbench, 'AWS Region', region);
}

/** Picks a row of the list with this title, once both are there. */
export async function pickIn(workbench: Workbench, title: string, label: string): Promise<void> {
  const { quickInput } = workbench;
  await quickInput.waitUntilOpen(title);
  await quickInput.waitForRow(label);
  await quickInput.pick(label);
}
