import type { Workbench } from './workbench.ts';

export const titles = {
  image: 'Create Image Version: Image',
  repository: 'Create Image Version: ECR Repository',
  containerImage: 'Create Image Version: Container Image',
  jobType: 'Create Image Version: Job Type',
  processor: 'Create Image Version: Processor',
  review: 'Create Image Version: Review',
  checks: 'Create Image Version: Checks',
} as const;

export const createCommand = 'SageMaker Images: Create Image Version…';
export const switchCommand = 'SageMaker Images: Switch AWS Profile or Region…';

export interface Answers {
  readonly image: string;
  /** The container image, where it is another one than the one that is good; what is not listed is typed as `:tag`. */
  readonly from?: { readonly repository: string; readonly tag: string };
  readonly releaseNotes?: string;
  /** `passed`: until all checks have found that all is well, as they do of the good image. */
  readonly until?: 'listed' | 'passed';
}

/** Walks from the palette to the review. */
export async function startAtReview(
  workbench: Workbench,
  { image, from, releaseNotes, until = from ? 'listed' : 'passed' }: Answers,
): Promise<void> {
  const { repository, tag } = from ?? { repository: 'fraud/training', tag: '0.11.0' };
  const { quickInput } = workbench;
  await workbench.runCommand(createCommand);
  await pickIn(workbench, titles.image, image);
  await pickIn(workbench, titles.repository, repository);
  if (tag.startsWith(':')) {
    await quickInput.waitUntilOpen(titles.containerImage);
    await quickInput.type(tag);
    await quickInput.waitForActiveRow(/^Use /);
    await quickInput.accept();
  } else {
    await pickIn(workbench, titles.containerImage, tag);
  }
  await pickIn(workbench, titles.jobType, 'TRAINING');
  await pickIn(workbench, titles.processor, 'CPU');
  if (releaseNotes) {
    await quickInput.waitUntilOpen(titles.review);
    // What is found moves the rows: the keyboard does not miss.
    await quickInput.type('Release notes');
    await quickInput.waitForActiveRow('Release notes');
    await quickInput.accept();
    await quickInput.waitUntilOpen('Release Notes');
    await quickInput.type(releaseNotes);
    await quickInput.accept();
  }
  await quickInput.waitUntilOpen(titles.review);
  await quickInput.waitForRow(`Create version of ${image}`);
  if (until === 'passed')
    await quickInput.waitForDescription(`Create version of ${image}`, 'checks are passed');
}

/** Creates from the review, in spite of what the checks have to say. */
export async function createAllTheSame({ quickInput }: Workbench, image: string): Promise<void> {
  await quickInput.pick(`Create version of ${image}`);
  await quickInput.waitUntilOpen(titles.checks);
  await quickInput.waitForRow(`Create version of ${image} all the same`);
  await quickInput.pick(`Create version of ${image} all the same`);
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
