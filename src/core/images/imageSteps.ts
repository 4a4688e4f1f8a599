import type { ImageChanges, ImageDetails, NewImage, Tag } from '../model.ts';
import { formatTags, parseTags, problemOf } from '../problems.ts';
import type { Purpose, RoleRow, TextQuestion } from '../questions.ts';
import { defineStep, type Step } from '../wizard.ts';
import { applied, editStep, optionalText, type EditContext, type FieldEditor } from './editStep.ts';
import { roleArnOf, roleQuestion } from './roleQuestion.ts';

/** An image on its way; null is "Not set". */
export interface ImageDraft {
  readonly name: string;
  readonly roleArn: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly tags: readonly Tag[];
}

export const emptyImageDraft: ImageDraft = {
  name: '',
  roleArn: '',
  displayName: null,
  description: null,
  tags: [],
};

export function newImageOf({ name, roleArn, displayName, description, tags }: ImageDraft): NewImage {
  return {
    name,
    roleArn,
    ...(displayName && { displayName }),
    ...(description && { description }),
    ...(tags.length > 0 && { tags }),
  };
}

/** What an image needs is asked; the rest is in the list that ends the walk. */
export function newImageSteps(context: EditContext): readonly Step<ImageDraft>[] {
  const { prompts, session } = context;
  const purpose: Purpose = { kind: 'createImage' };
  return [
    defineStep<ImageDraft, string | null>({
      id: 'imageName',
      when: () => true,
      ask: ({ name }, place, signal) =>
        prompts.enter({ ...nameQuestion(place.typed ?? name), place, purpose }, signal),
      apply: (draft, name) => ({ ...draft, name: name ?? '' }),
    }),
    defineStep<ImageDraft, RoleRow>({
      id: 'role',
      when: () => true,
      ask: ({ roleArn }, place, signal) =>
        prompts.choose({ ...roleQuestion(roleArn, session), place, purpose }, signal),
      apply: (draft, row) => ({ ...draft, roleArn: roleArnOf(row) }),
    }),
    editStep<ImageDraft>(
      {
        purpose: ({ name }) => ({ ...purpose, imageName: name }),
        fields: newImageEditors(context),
        canSave: ({ name, roleArn }) => name !== '' && roleArn !== '',
      },
      context,
    ),
  ];
}

function newImageEditors({ session }: EditContext): readonly FieldEditor<ImageDraft>[] {
  return [
    {
      field: 'imageName',
      value: ({ name }) => name,
      ask: async (draft, { enter }) =>
        applied(await enter(nameQuestion(draft.name)), (name) => ({ ...draft, name: name ?? draft.name })),
    },
    {
      field: 'roleArn',
      value: ({ roleArn }) => roleArn,
      ask: async (draft, { choose }) =>
        applied(await choose(roleQuestion(draft.roleArn, session)), (row) => ({
          ...draft,
          roleArn: roleArnOf(row),
        })),
    },
    ...texts.map((field) =>
      textEditor<ImageDraft>(
        field,
        (draft) => draft[field],
        (draft, value) => ({ ...draft, [field]: value }),
      ),
    ),
    {
      field: 'tags',
      value: ({ tags }) => (tags.length > 0 ? formatTags(tags) : null),
      ask: async (draft, { enter }) =>
        applied(await enter(tagsQuestion(draft.tags)), (text) => {
          const parsed = parseTags(text ?? '');
          return { ...draft, tags: parsed.ok ? parsed.value : draft.tags };
        }),
    },
  ];
}

/** Changes to an image that is there. */
export interface ImageEdit {
  /** What SageMaker has now, once it is known. */
  readonly details?: ImageDetails;
  readonly changes: ImageChanges;
}

/** The list of what can be changed of an image. */
export function editImageStep(imageName: string, context: EditContext): Step<ImageEdit> {
  const { session } = context;
  return editStep<ImageEdit>(
    {
      purpose: () => ({ kind: 'editImage', imageName }),
      load: async (edit, signal) => ({
        ...edit,
        details: edit.details ?? (await session.images.describeImage(imageName, signal)),
      }),
      fields: [
        ...texts.map((field) => ({
          ...textEditor<ImageEdit>(
            field,
            (edit) => valueOf(edit, field),
            (edit, value) => withChange(edit, field, value),
          ),
          before: (edit: ImageEdit) => beforeOf(edit, field),
        })),
        {
          field: 'roleArn',
          value: (edit) => valueOf(edit, 'roleArn'),
          before: (edit) => beforeOf(edit, 'roleArn'),
          ask: async (edit, { choose }) =>
            applied(await choose(roleQuestion(valueOf(edit, 'roleArn') ?? undefined, session)), (row) =>
              withChange(edit, 'roleArn', roleArnOf(row)),
            ),
        },
      ],
      canSave: ({ changes }) => Object.keys(changes).length > 0,
    },
    context,
  );
}

const texts = ['displayName', 'description'] as const;
const constraintNames = { displayName: 'ImageDisplayName', description: 'ImageDescription' } as const;

/** What an image is called or said to be, wherever that is kept. */
function textEditor<S>(
  field: (typeof texts)[number],
  value: (state: S) => string | null,
  apply: (state: S, value: string | null) => S,
): FieldEditor<S> {
  return {
    field,
    value,
    ask: async (state, { enter }) =>
      applied(await enter({ id: field, ...optionalText(constraintNames[field], value(state)) }), (entered) =>
        apply(state, entered),
      ),
  };
}

type ImageField = keyof ImageChanges;

function valueOf({ details, changes }: ImageEdit, field: ImageField): string | null {
  const changed = changes[field];
  return changed === undefined ? (details?.[field] ?? null) : changed;
}

function beforeOf({ details }: ImageEdit, field: ImageField): string | null {
  return details?.[field] ?? null;
}

/** A value that is as it was before is no change. */
function withChange(edit: ImageEdit, field: ImageField, value: string | null): ImageEdit {
  const { [field]: _, ...others } = edit.changes;
  return { ...edit, changes: value === beforeOf(edit, field) ? others : { ...others, [field]: value } };
}

function nameQuestion(value: string): Omit<TextQuestion, 'place'> {
  return { id: 'imageName', value, isOptional: false, check: (text) => problemOf('ImageName', text) };
}

function tagsQuestion(tags: readonly Tag[]): Omit<TextQuestion, 'place'> {
  return {
    id: 'tags',
    value: formatTags(tags),
    isOptional: true,
    check: (text) => {
      const parsed = parseTags(text);
      return parsed.ok ? undefined : parsed.problem;
    },
  };
}
