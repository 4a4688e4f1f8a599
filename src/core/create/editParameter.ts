import { vendorGuidances } from '../model.ts';
import { parseAliases, problemOf } from '../problems.ts';
import type { TextId, TextQuestion } from '../questions.ts';
import { runWizard, type Answer, type Place, type Step, type StepResult } from '../wizard.ts';
import type { Draft } from './draft.ts';
import type { Parameter, TokenSource } from './review.ts';
import { containerSteps, imageSteps, kindSteps, type WalkContext } from './steps.ts';

const optionalTexts = {
  MLFramework: 'mlFramework',
  ProgrammingLang: 'programmingLang',
  ReleaseNotes: 'releaseNotes',
} as const;

export interface EditContext extends WalkContext, Pick<TokenSource, 'newToken'> {
  /** What was typed into an editor that Back left: it is there again when the editor is. */
  readonly typed: Map<string, string>;
}

/** Asks for another value of a parameter, in the place of the review that it was picked from. */
export async function editParameter(
  parameter: Parameter,
  draft: Draft,
  context: EditContext,
  place: Place,
  signal: AbortSignal,
): Promise<StepResult<Draft>> {
  const editing: Place = { ...place, canGoBack: true, typed: undefined };
  const keep = <A>(answer: Answer<A>, apply: (value: A) => Draft): StepResult<Draft> =>
    answer.kind === 'cancel'
      ? answer
      : { kind: 'again', state: answer.kind === 'value' ? apply(answer.value) : draft };
  const enter = (question: Omit<TextQuestion, 'place'>): Promise<Answer<string | null>> =>
    enterAgain({ ...question, place: editing }, context, signal);

  switch (parameter) {
    case 'ImageName':
      return walkAgain(imageSteps(context), draft, signal);
    case 'BaseImage':
      return walkAgain(containerSteps(context), draft, signal);
    case 'JobType':
      return walkAgain(kindSteps(context).slice(0, 1), draft, signal);
    case 'Processor':
      return walkAgain(kindSteps(context).slice(1), draft, signal);
    case 'VendorGuidance':
      return keep(
        await context.prompts.choose(
          {
            id: 'vendorGuidance',
            place: editing,
            fixed: [...vendorGuidances, null],
            isActive: (row) => row === draft.vendorGuidance,
          },
          signal,
        ),
        (vendorGuidance) => ({ ...draft, vendorGuidance }),
      );
    case 'Horovod':
      return keep(
        await context.prompts.choose(
          {
            id: 'horovod',
            place: editing,
            fixed: [true, false, null],
            isActive: (row) => row === draft.horovod,
          },
          signal,
        ),
        (horovod) => ({ ...draft, horovod }),
      );
    case 'Aliases':
      return keep(await enter(aliasesQuestion(draft)), (text) => {
        const parsed = parseAliases(text ?? '');
        return { ...draft, aliases: parsed.ok ? parsed.value : draft.aliases };
      });
    case 'MLFramework':
    case 'ProgrammingLang':
    case 'ReleaseNotes': {
      const field = optionalTexts[parameter];
      return keep(await enter(optionalText(field, draft[field], parameter)), (text) => ({
        ...draft,
        [field]: text,
      }));
    }
    case 'ClientToken':
      return keep(await enter(tokenQuestion(draft, context.newToken)), (clientToken) => ({
        ...draft,
        clientToken: clientToken ?? draft.clientToken,
      }));
  }
}

/** Asks for a text; what was typed into it when Back left it is there again. */
export async function enterAgain(
  question: TextQuestion,
  { prompts, typed }: Pick<EditContext, 'prompts' | 'typed'>,
  signal: AbortSignal,
): Promise<Answer<string | null>> {
  const key = [question.id, question.subject].join(' ');
  const value = typed.get(key) ?? question.value;
  const answer = await prompts.enter({ ...question, value }, signal);
  typed.delete(key);
  if (answer.kind === 'back' && answer.typed !== undefined) typed.set(key, answer.typed);
  return answer;
}

/** Goes through the steps of one parameter again; Back on the first returns to the review. */
export async function walkAgain<D>(
  steps: readonly Step<D>[],
  draft: D,
  signal: AbortSignal,
): Promise<StepResult<D>> {
  const result = await runWizard(steps, draft, signal, { backLeaves: true });
  if (result.kind === 'cancelled') return { kind: 'cancel' };
  return { kind: 'again', state: result.kind === 'done' ? result.state : draft };
}

function aliasesQuestion({ aliases }: Draft): Omit<TextQuestion, 'place'> {
  return {
    id: 'aliases',
    value: aliases.join(', '),
    isOptional: true,
    check: (text) => {
      const parsed = parseAliases(text);
      return parsed.ok ? undefined : parsed.problem;
    },
  };
}

function optionalText(
  id: TextId,
  value: string | null,
  constraint: keyof typeof optionalTexts,
): Omit<TextQuestion, 'place'> {
  return {
    id,
    value: value ?? '',
    isOptional: true,
    check: (text) => (text.trim() === '' ? undefined : problemOf(constraint, text)),
  };
}

function tokenQuestion({ clientToken }: Draft, generate: () => string): Omit<TextQuestion, 'place'> {
  return {
    id: 'clientToken',
    value: clientToken,
    isOptional: false,
    check: (text) => problemOf('ClientToken', text),
    generate,
  };
}
