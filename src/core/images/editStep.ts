import { destinationOf, withAccount } from '../destination.ts';
import { problemOf } from '../problems.ts';
import type { ConstraintName } from '../constraints.ts';
import type { Session } from '../ports.ts';
import type {
  EditRow,
  Field,
  ListId,
  ListQuestion,
  Prompts,
  Purpose,
  Rows,
  TextQuestion,
} from '../questions.ts';
import type { Answer, Place, Step, StepResult } from '../wizard.ts';

/** What the walks on images and versions ask with and ask about. */
export interface EditContext {
  readonly session: Session;
  readonly prompts: Prompts;
}

/** A list of fields that are edited one by one, and written together. */
export interface EditForm<S> {
  readonly purpose: (state: S) => Purpose;
  /** Reads what SageMaker has now, unless it has been read. */
  readonly load?: (state: S, signal: AbortSignal) => Promise<S>;
  readonly fields: readonly FieldEditor<S>[];
  /** Whether there is something to be written. */
  readonly canSave: (state: S) => boolean;
}

export interface FieldEditor<S> {
  readonly field: Field;
  readonly value: (state: S) => string | null;
  /** What SageMaker has now. */
  readonly before?: (state: S) => string | null;
  readonly ask: (state: S, asking: Asking) => Promise<Answer<S>>;
}

type Unplaced<Q> = Omit<Q, 'place' | 'purpose'>;

/** Asks for one field. */
interface Asking {
  readonly choose: <K extends ListId>(question: Unplaced<ListQuestion<K>>) => Promise<Answer<Rows[K]>>;
  readonly enter: (question: Unplaced<TextQuestion>) => Promise<Answer<string | null>>;
}

/** The list itself: picking a field edits it, and one row writes, which names profile, account and region. */
export function editStep<S>(form: EditForm<S>, { session, prompts }: EditContext): Step<S> {
  // What was typed into an editor that Back left is there again when the editor is.
  const typed = new Map<Field, string>();
  return {
    id: 'edit',
    when: () => true,
    async ask(answered, place, signal) {
      const loaded = { state: answered };
      const answer = await prompts.choose(
        {
          id: 'edit',
          place,
          purpose: form.purpose(answered),
          pages: async function* (stop) {
            loaded.state = (await form.load?.(answered, stop)) ?? answered;
            yield rowsOf(form, loaded.state, session);
          },
          complete: (row, stop) =>
            row.kind === 'save' ? withAccount(row, session, stop) : Promise.resolve(row),
          isActive: (row) => row.kind === 'save',
        },
        signal,
      );
      if (answer.kind !== 'value') return answer;
      const row = answer.value;
      if (row.kind === 'save') return { kind: 'next', state: loaded.state };
      const editor = form.fields.find(({ field }) => field === row.field);
      if (!editor) return { kind: 'again', state: loaded.state };
      const asking = askingOf(row.field, form.purpose(loaded.state), prompts, place, typed, signal);
      return kept(await editor.ask(loaded.state, asking), loaded.state);
    },
  };
}

function rowsOf<S>(form: EditForm<S>, state: S, session: Session): readonly EditRow[] {
  const fields = form.fields.map(({ field, value, before }): EditRow => {
    const now = value(state);
    const earlier = before ? before(state) : now;
    return { kind: 'field', field, value: now, ...(earlier !== now && { before: earlier }) };
  });
  if (!form.canSave(state)) return fields;
  return [{ kind: 'save', purpose: form.purpose(state), ...destinationOf(session) }, ...fields];
}

function kept<S>(answer: Answer<S>, before: S): StepResult<S> {
  if (answer.kind === 'cancel') return answer;
  return { kind: 'again', state: answer.kind === 'value' ? answer.value : before };
}

function askingOf(
  field: Field,
  purpose: Purpose,
  prompts: Prompts,
  listPlace: Place,
  typed: Map<Field, string>,
  signal: AbortSignal,
): Asking {
  const place: Place = { ...listPlace, canGoBack: true, typed: undefined };
  return {
    choose: <K extends ListId>(question: Unplaced<ListQuestion<K>>) =>
      prompts.choose({ ...question, place, purpose }, signal),
    enter: async (question) => {
      const value = typed.get(field) ?? question.value;
      const answer = await prompts.enter({ ...question, value, place, purpose }, signal);
      typed.delete(field);
      if (answer.kind === 'back' && answer.typed !== undefined) typed.set(field, answer.typed);
      return answer;
    },
  };
}

/** The answer with what it makes of the state. */
export function applied<A, S>(answer: Answer<A>, apply: (value: A) => S): Answer<S> {
  return answer.kind === 'value' ? { kind: 'value', value: apply(answer.value) } : answer;
}

/** A text that may be left empty, where it is not set for good. */
export function optionalText(
  constraint: ConstraintName,
  value: string | null,
  isForGood = false,
): Pick<TextQuestion, 'value' | 'isOptional' | 'isForGood' | 'check'> {
  return {
    value: value ?? '',
    isOptional: !isForGood,
    isForGood,
    check: (text) => (!isForGood && text.trim() === '' ? undefined : problemOf(constraint, text)),
  };
}
