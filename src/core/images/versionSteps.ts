import {
  jobTypes,
  processors,
  vendorGuidances,
  type ImageVersion,
  type VersionChanges,
  type VersionDetails,
} from '../model.ts';
import { destinationOf, withAccount } from '../destination.ts';
import type { ArchiveRow, ListId, Purpose, Rows } from '../questions.ts';
import { defineStep, type Step } from '../wizard.ts';
import { applied, editStep, optionalText, type EditContext, type FieldEditor } from './editStep.ts';

type Target = Pick<ImageVersion, 'imageName' | 'number'>;

/** Changes to the metadata of a version. */
export interface VersionEdit {
  /** What SageMaker has now, once it is known. */
  readonly details?: VersionDetails;
  readonly changes: VersionMetadata;
}

type VersionMetadata = Omit<VersionChanges, 'aliasesToAdd' | 'aliasesToRemove'>;
type VersionField = keyof VersionMetadata;

/** The list of what can be changed of a version. SageMaker replaces a value, but can not take one back. */
export function editVersionStep({ imageName, number }: Target, context: EditContext): Step<VersionEdit> {
  const { session } = context;
  return editStep<VersionEdit>(
    {
      purpose: () => ({ kind: 'editVersion', imageName, number }),
      load: async (edit, signal) => ({
        ...edit,
        details: edit.details ?? (await session.images.describeVersion(imageName, number, signal)),
      }),
      fields: [
        choiceEditor('vendorGuidance', vendorGuidances),
        choiceEditor('jobType', jobTypes),
        choiceEditor('processor', processors),
        textEditor('mlFramework', 'MLFramework'),
        textEditor('programmingLang', 'ProgrammingLang'),
        choiceEditor('horovod', [true, false]),
        textEditor('releaseNotes', 'ReleaseNotes'),
      ],
      canSave: ({ changes }) => Object.keys(changes).length > 0,
    },
    context,
  );
}

/** The state of a walk that asks how a version is archived. */
export interface Archiving {
  readonly guidance?: ArchiveRow['guidance'];
}

/** Whether a version is archived now or by itself. */
export function archiveStep({ imageName, number }: Target, context: EditContext): Step<Archiving> {
  const { session, prompts } = context;
  const purpose: Purpose = { kind: 'archiveVersion', imageName, number };
  const guidances = ['TO_BE_ARCHIVED', 'ARCHIVED'] as const;
  return defineStep<Archiving, ArchiveRow>({
    id: 'archive',
    when: () => true,
    ask: ({ guidance: former }, place, signal) =>
      prompts.choose(
        {
          id: 'archive',
          place,
          purpose,
          fixed: guidances.map((guidance) => ({ guidance, ...destinationOf(session) })),
          complete: (row, stop) => withAccount(row, session, stop),
          isActive: ({ guidance }) => guidance === former,
        },
        signal,
      ),
    apply: (_, { guidance }) => ({ guidance }),
  });
}

type ChoiceField = 'vendorGuidance' | 'jobType' | 'processor' | 'horovod';
type ChoiceId = ListId & ChoiceField;

function choiceEditor<K extends ChoiceId>(
  field: K,
  values: readonly NonNullable<Rows[K]>[],
): FieldEditor<VersionEdit> {
  return {
    field,
    value: (edit) => textOf(valueOf(edit, field)),
    before: (edit) => textOf(edit.details?.[field]),
    ask: async (edit, { choose }) => {
      const current = valueOf(edit, field) ?? null;
      const isForGood = edit.details?.[field] !== undefined;
      const answer = await choose<K>({
        id: field,
        fixed: isForGood ? values : [...values, null],
        isActive: (row) => row === current,
        isForGood,
      });
      return applied(answer, (value) => withChange(edit, field, value));
    },
  };
}

const constraintNames = {
  mlFramework: 'MLFramework',
  programmingLang: 'ProgrammingLang',
  releaseNotes: 'ReleaseNotes',
} as const;

function textEditor<F extends keyof typeof constraintNames>(
  field: F,
  constraint: (typeof constraintNames)[F],
): FieldEditor<VersionEdit> {
  return {
    field,
    value: (edit) => valueOf(edit, field) ?? null,
    before: (edit) => edit.details?.[field] ?? null,
    ask: async (edit, { enter }) => {
      const isForGood = edit.details?.[field] !== undefined;
      const question = optionalText(constraint, valueOf(edit, field) ?? null, isForGood);
      return applied(await enter({ id: field, ...question }), (value) => withChange(edit, field, value));
    },
  };
}

function valueOf<F extends VersionField>(
  { details, changes }: VersionEdit,
  field: F,
): VersionDetails[F] | undefined {
  return (changes[field] as VersionDetails[F] | undefined) ?? details?.[field];
}

/** A value that is as it was before, or is "Not set", is no change. */
function withChange(edit: VersionEdit, field: VersionField, value: unknown): VersionEdit {
  const { [field]: _, ...others } = edit.changes;
  const isChange = value !== null && value !== edit.details?.[field];
  return { ...edit, changes: isChange ? { ...others, [field]: value } : others };
}

function textOf(value: string | boolean | undefined): string | null {
  return value === undefined ? null : String(value);
}
