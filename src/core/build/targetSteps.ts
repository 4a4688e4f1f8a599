import { openArguments } from '../dockerfile/buildArguments.ts';
import { findStage, targetsOf } from '../dockerfile/stages.ts';
import type { DockerfileOutline, Stage } from '../dockerfileOutline.ts';
import type { TextQuestion } from '../questions.ts';
import { defineStep } from '../wizard.ts';
import { asksTarget, type BuildDraft } from './buildDraft.ts';
import type { BuildStep } from './buildStep.ts';
import { looksSecret } from './secrets.ts';
import type { BuildWalkContext } from './walkContext.ts';

/** A target with the stage that it stands for. */
export interface TargetRow {
  /** Null is the final stage, whether it has a name or not. */
  readonly target: string | null;
  readonly stage: Stage;
}

/** Which of the stages is built, where there are several. */
export function targetStep({ prompts, purpose, outline }: BuildWalkContext): BuildStep {
  return {
    isAnswered: ({ target }) => target !== undefined,
    step: defineStep<BuildDraft, TargetRow>({
      id: 'target',
      when: () => asksTarget(outline),
      ask: ({ target = null }, place, signal) =>
        prompts.choose(
          {
            id: 'target',
            place,
            ...(purpose && { purpose }),
            fixed: targetRows(outline),
            isActive: (row) => row.target === target,
          },
          signal,
        ),
      apply: (draft, { target }) => ({ ...draft, target }),
    }),
  };
}

/** The build arguments that the target uses and that have no default, one by one. */
export function argumentSteps({ prompts, purpose, outline }: BuildWalkContext): readonly BuildStep[] {
  return namesOf(outline).map((name) => ({
    isAnswered: ({ buildArgs }) => Object.hasOwn(buildArgs, name),
    step: defineStep<BuildDraft, string | null>({
      id: `buildArg:${name}`,
      when: ({ target }) => openArguments(outline, target).includes(name),
      ask: ({ buildArgs }, place, signal) =>
        prompts.enter(
          {
            ...argumentQuestion(name, place.typed ?? buildArgs[name] ?? ''),
            place,
            ...(purpose && { purpose }),
          },
          signal,
        ),
      apply: (draft, value) => withArgument(draft, name, value),
    }),
  }));
}

export function argumentQuestion(name: string, value: string): Omit<TextQuestion, 'place'> {
  return {
    id: 'buildArg',
    subject: name,
    isSecret: looksSecret(name),
    value,
    isOptional: true,
    check: () => undefined,
  };
}

export function withArgument(draft: BuildDraft, name: string, value: string | null): BuildDraft {
  return { ...draft, buildArgs: { ...draft.buildArgs, [name]: value } };
}

function targetRows(outline: DockerfileOutline): readonly TargetRow[] {
  return targetsOf(outline).flatMap((target) => {
    const stage = findStage(outline, target);
    return stage ? [{ target, stage }] : [];
  });
}

/** Every name that is an argument for some target. */
function namesOf({ globalArgs, stages }: DockerfileOutline): readonly string[] {
  return [...new Set([...globalArgs, ...stages.flatMap(({ args }) => args)].map(({ name }) => name))];
}
