import { parseContainerUri, repositoryUri } from '../containerUri.ts';
import { parameterRow, parameters, type ParameterRow } from '../create/review.ts';
import { destinationOf, withAccount, type Destination } from '../destination.ts';
import { argumentsOf } from '../dockerfile/buildArguments.ts';
import { findStage } from '../dockerfile/stages.ts';
import type { DockerfileOutline } from '../dockerfileOutline.ts';
import type { Clock, Session } from '../ports.ts';
import type { Problem } from '../problems.ts';
import type { Step } from '../wizard.ts';
import {
  asksTarget,
  isBuildComplete,
  unanswered,
  usualPlatform,
  type BuildDraft,
  type CompleteBuildDraft,
} from './buildDraft.ts';
import { editField, editVersion, type PlanEditContext } from './editPlan.ts';
import { labelsOf } from './plan.ts';
import {
  formatRepository,
  isPushCovered,
  nameOfRepository,
  type PushRepository,
  type RepositorySettings,
} from './pushRepository.ts';
import { withSecretsHidden } from './secrets.ts';
import type { SourceState } from './sourceState.ts';
import { findTagState, resolveTag, type TagState } from './tagLookup.ts';
import type { BuildWalkContext } from './walkContext.ts';

/** What the review has of the plan, besides the parameters of the version. */
const planFields = [
  'repository',
  'tag',
  'dockerfile',
  'context',
  'target',
  'buildArgs',
  'platform',
  'labels',
] as const;
export type PlanField = (typeof planFields)[number];

/** The review of a plan: the row that runs all of it, then what it does, each to be picked and changed. */
export type PlanRow = RunRow | PlanFieldRow | ParameterRow;

/** Builds, signs in, pushes, registers and waits. */
type RunRow = { readonly kind: 'run'; readonly draft: CompleteBuildDraft } & Destination;

export interface PlanFieldRow {
  readonly kind: 'field';
  readonly field: PlanField;
  /** Null where there is nothing: no name of a final stage, no build arguments, no labels. */
  readonly value: string | null;
  readonly note?: PlanNote;
  readonly problem?: Problem;
}

/** What a value alone does not tell. */
export type PlanNote =
  | ({ readonly kind: 'newRepository'; readonly isPushCovered: boolean } & RepositorySettings)
  /** AmazonSageMakerFullAccess alone does not let push there. */
  | { readonly kind: 'pushNotCovered' }
  /** The tag is taken from the image that has it. */
  | { readonly kind: 'tagMoves' }
  /** The registry could not be asked whether it has the tag. */
  | { readonly kind: 'tagUnknown' }
  | { readonly kind: 'finalStage' }
  /** Studio has no machines for it. */
  | { readonly kind: 'notForStudio' }
  /** There is no git to tell the commit. */
  | { readonly kind: 'noSource' }
  /** Files differ from the commit that the labels name. */
  | { readonly kind: 'dirty' };

export interface PlanView {
  readonly session: Pick<Session, 'profile' | 'region'>;
  readonly outline: DockerfileOutline;
  readonly source: SourceState | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** The review that ends the walk from a Dockerfile. */
export function reviewPlanStep(context: BuildWalkContext): Step<BuildDraft> {
  const { prompts, session, purpose } = context;
  const editContext: PlanEditContext = { ...context, typed: new Map() };
  return {
    id: 'review',
    when: () => true,
    async ask(answered, place, signal) {
      const resolved = { draft: answered };
      const answer = await prompts.choose(
        {
          id: 'plan',
          place,
          ...(purpose && { purpose }),
          pages: async function* (stop) {
            const { draft, tagState } = await lookUpTag(answered, context, stop);
            resolved.draft = draft;
            yield planRows(draft, context, tagState);
          },
          complete: (row, stop) =>
            row.kind === 'run' ? withAccount(row, session, stop) : Promise.resolve(row),
          isActive: (row) => row.kind === 'run' || row.problem !== undefined,
        },
        signal,
      );
      if (answer.kind !== 'value') return answer;
      const row = answer.value;
      if (row.kind === 'run') return { kind: 'next', state: resolved.draft };
      return row.kind === 'field'
        ? editField(row.field, resolved.draft, editContext, place, signal)
        : editVersion(row, resolved.draft, editContext, place, signal);
    },
  };
}

/** The review's rows for a draft, each with what is wrong with it. The row that runs is there when nothing is. */
export function planRows(
  draft: BuildDraft,
  view: PlanView,
  tagState: TagState = 'unknown',
): readonly PlanRow[] {
  const fields = planFields
    .filter((field) => isShown(field, draft, view.outline))
    .map((field) => fieldRow(field, draft, view, tagState));
  const ofVersion = parameters
    // The repository and the tag stand for it until there is a digest.
    .filter((parameter) => parameter !== 'BaseImage')
    .map((parameter) => parameterRow(parameter, draft.version, { ...view, pinDigest: true }));
  const [image, ...metadata] = ofVersion;
  const rows = [...(image ? [image] : []), ...fields, ...metadata];
  const isReady = rows.every(({ problem }) => problem === undefined);
  return isReady && isBuildComplete(draft, view.outline)
    ? [{ kind: 'run', draft, ...destinationOf(view.session) }, ...rows]
    : rows;
}

function isShown(field: PlanField, { target }: BuildDraft, outline: DockerfileOutline): boolean {
  if (field === 'target') return asksTarget(outline);
  return field !== 'buildArgs' || argumentsOf(outline, target).length > 0;
}

function fieldRow(field: PlanField, draft: BuildDraft, view: PlanView, tagState: TagState): PlanFieldRow {
  const note = noteOf(field, draft, view, tagState);
  const problem = problemOf(field, draft, view, tagState);
  return {
    kind: 'field',
    field,
    value: valueOf(field, draft, view),
    ...(note && { note }),
    ...(problem && { problem }),
  };
}

function valueOf(field: PlanField, draft: BuildDraft, { outline, source, clock }: PlanView): string | null {
  switch (field) {
    case 'repository':
      return draft.repository ? formatRepository(draft.repository) : null;
    case 'tag':
      return draft.tag?.text ?? null;
    case 'dockerfile':
      return draft.dockerfile;
    case 'context':
      return draft.context;
    case 'target':
      return draft.target ?? findStage(outline, null)?.name ?? null;
    case 'buildArgs':
      return formatArgs(draft);
    case 'platform':
      return draft.platform;
    case 'labels':
      return draft.isLabelled ? formatPairs(labelsOf(source, clock.now())) : null;
  }
}

function noteOf(
  field: PlanField,
  draft: BuildDraft,
  { source }: PlanView,
  tagState: TagState,
): PlanNote | undefined {
  switch (field) {
    case 'repository':
      return draft.repository && noteOfRepository(draft.repository);
    case 'tag':
      if (tagState === 'moves') return { kind: 'tagMoves' };
      return tagState === 'unknown' ? { kind: 'tagUnknown' } : undefined;
    case 'target':
      return draft.target === null || draft.target === undefined ? { kind: 'finalStage' } : undefined;
    case 'platform':
      return draft.platform === usualPlatform ? undefined : { kind: 'notForStudio' };
    case 'labels':
      if (!draft.isLabelled) return undefined;
      if (!source) return { kind: 'noSource' };
      return source.isDirty ? { kind: 'dirty' } : undefined;
    default:
      return undefined;
  }
}

function noteOfRepository(repository: PushRepository): PlanNote | undefined {
  const isCovered = isPushCovered(nameOfRepository(repository));
  if (repository.kind === 'new' && repository.settings) {
    return { kind: 'newRepository', isPushCovered: isCovered, ...repository.settings };
  }
  return isCovered ? undefined : { kind: 'pushNotCovered' };
}

/** An answer of an earlier walk can be wrong in this one, as after a switch of region: the review checks again. */
function problemOf(
  field: PlanField,
  draft: BuildDraft,
  { session, outline }: PlanView,
  tagState: TagState,
): Problem | undefined {
  const { repository, tag } = draft;
  if (field === 'repository' && repository?.kind === 'existing') {
    const parsed = parseContainerUri(repositoryUri(repository.uri), session.region);
    return parsed.ok ? undefined : parsed.problem;
  }
  if (field === 'tag' && tag) {
    if (tag.text === undefined) return { code: 'imageTag.unknown' };
    return tagState === 'kept' ? { code: 'imageTag.taken', tag: tag.text } : undefined;
  }
  if (field === 'buildArgs') {
    const names = unanswered(draft, outline);
    return names.length > 0 ? { code: 'buildArgs.open', names } : undefined;
  }
  return undefined;
}

/** Finds out what the tag is, where that depends on the others, and what the registry has under it. */
async function lookUpTag(
  draft: BuildDraft,
  { session, source, clock }: BuildWalkContext,
  signal: AbortSignal,
): Promise<{ readonly draft: BuildDraft; readonly tagState: TagState }> {
  const { repository, tag } = draft;
  const { registry, region } = session;
  const isElsewhere = repository?.kind === 'existing' && repository.uri.region !== region;
  if (!repository || !tag || isElsewhere) return { draft, tagState: 'unknown' };
  let resolved = draft;
  try {
    const now = await resolveTag(tag, repository, { source, now: clock.now() }, registry, signal);
    if (now) resolved = { ...draft, tag: now };
    if (now?.text === undefined) return { draft: resolved, tagState: 'unknown' };
    return { draft: resolved, tagState: await findTagState(repository, now.text, registry, signal) };
  } catch {
    // Not being able to look is no reason not to push: whoever may not read may be allowed to write.
    signal.throwIfAborted();
    return { draft: resolved, tagState: 'unknown' };
  }
}

/** Only what is passed; secrets are not shown. */
function formatArgs({ buildArgs }: BuildDraft): string | null {
  const passed = Object.entries(withSecretsHidden(buildArgs)).filter(([, value]) => value !== null);
  return passed.length > 0 ? formatPairs(Object.fromEntries(passed)) : null;
}

function formatPairs(pairs: Readonly<Record<string, string | null>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
