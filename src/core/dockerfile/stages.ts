import type { DockerfileOutline, Stage } from '../dockerfileOutline.ts';

/**
 * The stage that a target names, as the engines find it: by name in any case, the last one of that name, or by number.
 * @param target null or undefined stands for the final stage.
 * @returns undefined when there is no such stage.
 */
export function findStage(outline: DockerfileOutline, target: string | null | undefined): Stage | undefined {
  const { stages } = outline;
  return target === null || target === undefined ? stages.at(-1) : namedStage(stages, target);
}

/** The final stage, which null stands for, and the others that can be asked for by name. */
export function targetsOf({ stages }: DockerfileOutline): readonly (string | null)[] {
  if (stages.length === 0) return [];
  const final = stages.at(-1)?.name;
  return [null, ...new Set(stages.flatMap(({ name }) => (name === final ? [] : (name ?? []))))];
}

/** What has to be built for a target: its stage, and all that this one is made from or copies from. */
export function neededStages(
  outline: DockerfileOutline,
  target: string | null | undefined,
): readonly Stage[] {
  const { stages } = outline;
  const found = findStage(outline, target);
  const needed = new Set<Stage>(found ? [found] : []);
  // What is added while the loop goes on is gone through as well.
  for (const stage of needed) {
    const parent = parentOf(stages, stage);
    const sources = stage.uses.flatMap((use) => namedStage(stages, use) ?? []);
    for (const other of [...(parent ? [parent] : []), ...sources]) needed.add(other);
  }
  return stages.filter((stage) => needed.has(stage));
}

/** Whether a stage is made from an earlier one, and not from an image. */
export function parentOf(stages: readonly Stage[], stage: Stage): Stage | undefined {
  const name = stage.from.toLowerCase();
  return stages.slice(0, stages.indexOf(stage)).findLast((other) => other.name?.toLowerCase() === name);
}

/** The stage that a source or target names; undefined when it names an image, or nothing. */
export function namedStage(stages: readonly Stage[], name: string): Stage | undefined {
  const byName = stages.findLast((other) => other.name?.toLowerCase() === name.toLowerCase());
  return byName ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
}

/** The line on which a target's stage begins, counted from 1. */
export function lineOf(outline: DockerfileOutline, target: string | null | undefined): number | undefined {
  const stage = findStage(outline, target);
  return stage && stage.range.start.line + 1;
}
