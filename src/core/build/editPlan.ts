import { editParameter, enterAgain, walkAgain, type EditContext } from '../create/editParameter.ts';
import type { ParameterRow } from '../create/review.ts';
import { argumentsOf } from '../dockerfile/buildArguments.ts';
import type { DockerfileOutline } from '../dockerfileOutline.ts';
import type { TextQuestion } from '../questions.ts';
import type { Answer, Place, Step, StepResult } from '../wizard.ts';
import { unanswered, usualPlatform, type BuildDraft } from './buildDraft.ts';
import type { PlanField } from './buildReview.ts';
import type { BuildStep } from './buildStep.ts';
import { normalPath, pathProblem, readPlatform } from './buildValues.ts';
import { repositorySteps } from './repositorySteps.ts';
import { looksSecret } from './secrets.ts';
import { tagStep } from './tagStep.ts';
import { argumentQuestion, argumentSteps, targetStep, withArgument } from './targetSteps.ts';
import { versionPart, type BuildWalkContext } from './walkContext.ts';

/** A build argument of the target, to be picked from the list of all. */
export interface BuildArgRow {
  readonly name: string;
  /** Undefined where it is not answered, null where it is not passed. */
  readonly value: string | null | undefined;
  readonly defaultValue: string | undefined;
  readonly isSecret: boolean;
}

export type PlanEditContext = BuildWalkContext & EditContext;

/** Asks for another value of a parameter of the version. */
export async function editVersion(
  { parameter }: ParameterRow,
  draft: BuildDraft,
  context: PlanEditContext,
  place: Place,
  signal: AbortSignal,
): Promise<StepResult<BuildDraft>> {
  const result = await editParameter(parameter, draft.version, context, place, signal);
  return 'state' in result ? { kind: result.kind, state: versionPart.put(draft, result.state) } : result;
}

/** Asks for another value of what the plan is made of. */
export function editField(
  field: PlanField,
  draft: BuildDraft,
  context: PlanEditContext,
  place: Place,
  signal: AbortSignal,
): Promise<StepResult<BuildDraft>> {
  const { purpose } = context;
  const editing = { place: { ...place, canGoBack: true, typed: undefined }, ...(purpose && { purpose }) };
  return edits[field](draft, context, editing, signal);
}

type Editing = Pick<TextQuestion, 'place' | 'purpose'>;
type Edit = (
  draft: BuildDraft,
  context: PlanEditContext,
  editing: Editing,
  signal: AbortSignal,
) => Promise<StepResult<BuildDraft>>;

const edits: Readonly<Record<PlanField, Edit>> = {
  repository: (draft, context, _, signal) => walkAgain(stepsOf(repositorySteps(context)), draft, signal),
  tag: (draft, context, _, signal) => walkAgain([tagStep(context).step], draft, signal),
  // Another target can have arguments of its own.
  target: (draft, context, _, signal) =>
    walkAgain([targetStep(context).step, ...unansweredSteps(context)], draft, signal),
  buildArgs: editArguments,
  platform: editPlatform,
  labels: editLabels,
  context: editContext,
  // The walk began with it: another one is another walk.
  dockerfile: (draft) => Promise.resolve({ kind: 'again', state: draft }),
};

async function editPlatform(
  draft: BuildDraft,
  { prompts }: PlanEditContext,
  editing: Editing,
  signal: AbortSignal,
): Promise<StepResult<BuildDraft>> {
  const answer = await prompts.choose(
    {
      id: 'platform',
      ...editing,
      fixed: [...new Set([usualPlatform, 'linux/arm64', draft.platform])],
      isActive: (row) => row === draft.platform,
      read: readPlatform,
    },
    signal,
  );
  return kept(draft, answer, (platform) => ({ ...draft, platform }));
}

async function editLabels(
  draft: BuildDraft,
  { prompts }: PlanEditContext,
  editing: Editing,
  signal: AbortSignal,
): Promise<StepResult<BuildDraft>> {
  const answer = await prompts.choose(
    { id: 'labels', ...editing, fixed: [true, false], isActive: (row) => row === draft.isLabelled },
    signal,
  );
  return kept(draft, answer, (isLabelled) => ({ ...draft, isLabelled }));
}

async function editContext(
  draft: BuildDraft,
  context: PlanEditContext,
  editing: Editing,
  signal: AbortSignal,
): Promise<StepResult<BuildDraft>> {
  const answer = await enterAgain(
    {
      id: 'context',
      ...editing,
      value: draft.context,
      isOptional: false,
      check: (text) => pathProblem(text.trim()),
    },
    context,
    signal,
  );
  return kept(draft, answer, (folder) => ({ ...draft, context: normalPath(folder ?? draft.context) }));
}

/** Back returns to the review with what was there before. */
function kept<A>(
  draft: BuildDraft,
  answer: Answer<A>,
  apply: (value: A) => BuildDraft,
): StepResult<BuildDraft> {
  if (answer.kind === 'cancel') return answer;
  return { kind: 'again', state: answer.kind === 'value' ? apply(answer.value) : draft };
}

/** The list of all build arguments, those with a default as well, until Back returns to the review. */
async function editArguments(
  draft: BuildDraft,
  context: PlanEditContext,
  editing: Editing,
  signal: AbortSignal,
): Promise<StepResult<BuildDraft>> {
  const { prompts, outline } = context;
  let state = draft;
  for (;;) {
    const rows = argumentRows(state, outline);
    const picked = await prompts.choose(
      {
        id: 'buildArg',
        ...editing,
        fixed: rows,
        isActive: ({ name }) => unanswered(state, outline)[0] === name,
      },
      signal,
    );
    if (picked.kind === 'cancel') return picked;
    if (picked.kind === 'back') return { kind: 'again', state };
    const { name, value } = picked.value;
    const answer = await enterAgain({ ...argumentQuestion(name, value ?? ''), ...editing }, context, signal);
    if (answer.kind === 'cancel') return answer;
    if (answer.kind === 'value') state = withArgument(state, name, answer.value);
  }
}

function argumentRows(draft: BuildDraft, outline: DockerfileOutline): readonly BuildArgRow[] {
  return argumentsOf(outline, draft.target).map(({ name, defaultValue }) => ({
    name,
    value: Object.hasOwn(draft.buildArgs, name) ? draft.buildArgs[name] : undefined,
    defaultValue,
    isSecret: looksSecret(name),
  }));
}

function unansweredSteps(context: BuildWalkContext): readonly Step<BuildDraft>[] {
  return argumentSteps(context).map(({ step, isAnswered }) => ({
    ...step,
    when: (draft) => step.when(draft) && !isAnswered(draft),
  }));
}

function stepsOf(steps: readonly BuildStep[]): readonly Step<BuildDraft>[] {
  return steps.map(({ step }) => step);
}
