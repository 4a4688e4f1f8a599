import type { JobType } from '../../model.ts';

/** What an image can be made for. */
export const targets = [
  'jupyterlab',
  'code-editor',
  'kernel-gateway',
  'unified-studio',
  'training',
  'inference',
] as const;

export type Target = (typeof targets)[number];

/**
 * What a Dockerfile is checked for: `studio` is any of Studio's apps, where nobody has said which; `none` is what somebody
 * does not want to have checked.
 */
export type CheckedFor = Target | 'studio' | 'none';

/** What can be written for a target, in a comment or in the settings. */
export const targetNames = [...targets, 'none'] as const satisfies readonly CheckedFor[];

/** Reads the name of a target as people write it: `CodeEditor` is `code-editor`. */
export function readTarget(name: string): Target | 'none' | undefined {
  const plain = lettersOf(name);
  return targetNames.find((target) => lettersOf(target) === plain);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** What the job type of a version says that its Dockerfile is for. */
export function targetOfJob(jobType: JobType | null | undefined): CheckedFor | undefined {
  switch (jobType) {
    case 'TRAINING':
      return 'training';
    case 'INFERENCE':
      return 'inference';
    case 'NOTEBOOK_KERNEL':
      return 'studio';
    case null:
    case undefined:
      return undefined;
  }
}
