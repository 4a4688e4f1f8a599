import { parseContainerImageUri } from '../containerUri.ts';
import { destinationOf, withAccount, type Destination } from '../destination.ts';
import { merged } from '../merged.ts';
import type { Clock, Pages, Session } from '../ports.ts';
import type { DraftChecks } from '../preflight/draftChecks.ts';
import type { PolicyFix } from '../preflight/finding.ts';
import type { PreflightRun } from '../preflight/preflightRun.ts';
import type { Step } from '../wizard.ts';
import { baseImageOf, isComplete, isSameVersion, type CompleteDraft, type Draft } from './draft.ts';
import { problemOf, type Problem } from '../problems.ts';
import { foundRows, rankOfFinding, type FindingRow, type FoundRows } from './findingRows.ts';
import { followRow, type FollowContext } from './followRow.ts';
import type { WalkContext } from './steps.ts';

/** More than checks find, but for versions with many aliases. */
const roomForFindings = 16;

/** Most checks have ended by then. */
const togetherMs = 1000;

/** The eleven parameters of CreateImageVersion, in the order of the review. */
export const parameters = [
  'ImageName',
  'BaseImage',
  'JobType',
  'Processor',
  'Aliases',
  'VendorGuidance',
  'MLFramework',
  'ProgrammingLang',
  'Horovod',
  'ReleaseNotes',
  'ClientToken',
] as const;
export type Parameter = (typeof parameters)[number];

export type ReviewRow = CreateRow | FindingRow | ParameterRow;

export interface CreateRow extends Destination {
  readonly kind: 'create';
  readonly draft: CompleteDraft;
  /** How many checks there were, once all of them have found that all is well. */
  readonly passed?: number;
  /** Whether the row's button was pressed: code that creates it is wanted instead. */
  readonly isCopied?: boolean;
}

export interface ParameterRow {
  readonly kind: 'parameter';
  readonly parameter: Parameter;
  /** What will be sent; null is "Not set". */
  readonly value: string | null;
  readonly note?: ReviewNote;
  readonly problem?: Problem;
}

/** What a value alone does not tell. */
export type ReviewNote =
  | { readonly kind: 'newImage'; readonly roleArn: string }
  | { readonly kind: 'pinned'; readonly tag: string }
  | { readonly kind: 'notPinned'; readonly digest: string }
  | { readonly kind: 'tagNotFound' }
  | { readonly kind: 'tagUnknown' }
  | { readonly kind: 'aliasesLater' };

/** What the registry says of the tag: its digest, that it has no such tag, or nothing (no permission, no network). */
export type TagLookup =
  { readonly kind: 'digest'; readonly digest: string } | { readonly kind: 'missing' | 'unknown' };

export interface ReviewContext extends WalkContext, TokenSource {
  readonly pinDigest: boolean;
  /** Takes code that creates the version, instead of creating it. */
  readonly copy: (text: string) => Promise<void>;
  readonly clock: Clock;
  /** Those that are made of the draft while somebody reads its review. */
  readonly checks: () => DraftChecks;
  /** Shows a policy, which somebody has to put where it belongs: the walk can be gone on with after that. */
  readonly openPolicy: (fix: PolicyFix, draft: Draft) => Promise<void>;
}

export interface TokenSource {
  readonly newToken: () => string;
  /** An earlier draft, whose token SageMaker may have seen. */
  readonly earlier?: Draft | undefined;
}

/** The list of every parameter: picking one edits it, and one row creates. */
export function reviewStep(context: ReviewContext): Step<Draft> {
  const followContext: FollowContext = { ...context, typed: new Map() };
  return {
    id: 'review',
    when: () => true,
    async ask(answered, place, signal) {
      const draft = withTokenOfItsOwn(answered, context);
      const resolved = { draft, lookup: undefined as TagLookup | undefined };
      const answer = await context.prompts.choose(
        {
          id: 'review',
          place,
          purpose: { kind: 'createVersion' },
          pages: async function* (stop) {
            resolved.lookup = await lookUpTag(draft, context, stop);
            resolved.draft = withDigest(draft, resolved.lookup);
            const rows = reviewRows(resolved.draft, context, resolved.lookup);
            yield rows;
            yield* lateRows(rows, resolved.draft, context, stop);
          },
          order: (one, other) => rankOf(one) - rankOf(other),
          // Its account and its findings come when they are known.
          key: ({ kind }) => (kind === 'create' || kind === 'unanswered' ? kind : undefined),
          room: { above: ({ kind }) => kind === 'parameter', rows: roomForFindings },
          isActive: (row) => row.kind === 'create' || (row.kind === 'parameter' && row.problem !== undefined),
          button: (row) => (row.kind === 'create' ? { ...row, isCopied: true } : undefined),
        },
        signal,
      );
      if (answer.kind !== 'value') return answer;
      return followRow(answer.value, resolved.draft, followContext, place, signal);
    },
  };
}

/** What comes while the review is read: in which account it is created, and what the checks find. */
async function* lateRows(
  rows: readonly ReviewRow[],
  draft: Draft,
  { session, checks, clock }: ReviewContext,
  signal: AbortSignal,
): Pages<ReviewRow> {
  let create = rows.find((row) => row.kind === 'create');
  const account = create ? [findAccount(create, session, signal)] : [];
  const isChecked = isComplete(draft) && canBeChecked(rows);
  const found = isChecked ? [foundTogether(checks().of(draft), clock, signal)] : [];
  for await (const { rows: fresh = [], open: _open, ...known } of merged<Late>([...account, ...found])) {
    create &&= withKnown(create, known);
    yield create ? [create, ...fresh] : fresh;
  }
}

/** Every row that comes moves those below it away from the mouse: as a rule, all of them come at once. */
async function* foundTogether(
  run: PreflightRun,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<FoundRows, void, undefined> {
  await run.outcomeWithin(togetherMs, clock, signal);
  yield* foundRows(run, signal);
}

function withKnown(row: CreateRow, known: Pick<CreateRow, 'accountId' | 'passed'>): CreateRow {
  return { ...row, ...known };
}

type Late = Partial<FoundRows> & Pick<CreateRow, 'accountId'>;

async function* findAccount(
  row: CreateRow,
  session: Session,
  signal: AbortSignal,
): AsyncGenerator<Late, void, undefined> {
  const { accountId = null } = await withAccount(row, session, signal);
  yield { accountId };
}

/** Of an image whose name is wrong nothing can be asked. A container image of elsewhere is what checks tell of, too. */
function canBeChecked(rows: readonly ReviewRow[]): boolean {
  return rows.every((row) => row.kind !== 'parameter' || !row.problem || row.parameter === 'BaseImage');
}

function rankOf(row: ReviewRow): number {
  if (row.kind === 'create') return 0;
  return row.kind === 'parameter' ? 5 : 1 + rankOfFinding(row);
}

export type ReviewView = Pick<ReviewContext, 'pinDigest'> & {
  readonly session: Pick<Session, 'profile' | 'region'>;
};

/** The review's rows for a draft, each with what is wrong with it. The row that creates is there when nothing is. */
export function reviewRows(draft: Draft, view: ReviewView, lookup?: TagLookup): readonly ReviewRow[] {
  const rows = parameters.map((parameter) => parameterRow(parameter, draft, view, lookup));
  const isReady = rows.every(({ problem }) => problem === undefined);
  return isComplete(draft) && isReady
    ? [{ kind: 'create', draft, ...destinationOf(view.session) }, ...rows]
    : rows;
}

/** A token names one intended version: another one takes another token, before the review shows it. */
export function withTokenOfItsOwn<D extends Draft>(draft: D, { earlier, newToken }: TokenSource): D {
  const isEarliersToken = draft.clientToken === earlier?.clientToken;
  return isEarliersToken && !isSameVersion(draft, earlier) ? { ...draft, clientToken: newToken() } : draft;
}

/** One parameter's row for a draft, with what is to be said of its value. */
export function parameterRow(
  parameter: Parameter,
  draft: Draft,
  { pinDigest, session }: ReviewView,
  lookup?: TagLookup,
): ParameterRow {
  const note = noteOf(parameter, draft, pinDigest, lookup);
  const problem = parameterProblem(parameter, draft, pinDigest, session.region);
  return {
    kind: 'parameter',
    parameter,
    value: valueOf(parameter, draft, pinDigest),
    ...(note && { note }),
    ...(problem && { problem }),
  };
}

function valueOf(parameter: Parameter, draft: Draft, pinDigest: boolean): string | null {
  switch (parameter) {
    case 'ImageName':
      return draft.image?.name ?? null;
    case 'BaseImage':
      return draft.container ? baseImageOf(draft.container, pinDigest) : null;
    case 'JobType':
      return draft.jobType ?? null;
    case 'Processor':
      return draft.processor ?? null;
    case 'Aliases':
      return draft.aliases.length > 0 ? draft.aliases.join(', ') : null;
    case 'VendorGuidance':
      return draft.vendorGuidance;
    case 'MLFramework':
      return draft.mlFramework;
    case 'ProgrammingLang':
      return draft.programmingLang;
    case 'Horovod':
      return draft.horovod === null ? null : String(draft.horovod);
    case 'ReleaseNotes':
      return draft.releaseNotes;
    case 'ClientToken':
      return draft.clientToken;
  }
}

function noteOf(
  parameter: Parameter,
  { image, container, aliases }: Draft,
  pinDigest: boolean,
  lookup: TagLookup | undefined,
): ReviewNote | undefined {
  if (parameter === 'ImageName' && image?.isNew) return { kind: 'newImage', roleArn: image.roleArn ?? '' };
  if (parameter === 'Aliases' && aliases.length > 0) return { kind: 'aliasesLater' };
  if (parameter !== 'BaseImage' || !container?.uri.tag) return undefined;
  if (lookup?.kind === 'missing') return { kind: 'tagNotFound' };
  const { digest } = container.uri;
  if (!digest) return pinDigest ? { kind: 'tagUnknown' } : undefined;
  return pinDigest ? { kind: 'pinned', tag: container.uri.tag } : { kind: 'notPinned', digest };
}

/** An answer of an earlier walk can be wrong in this one, as after a switch of region: the review checks again. */
function parameterProblem(
  parameter: Parameter,
  draft: Draft,
  pinDigest: boolean,
  region: string,
): Problem | undefined {
  switch (parameter) {
    case 'ImageName':
      return draft.image && problemOf('ImageName', draft.image.name);
    case 'BaseImage':
      return draft.container && uriProblem(baseImageOf(draft.container, pinDigest), region);
    case 'ClientToken':
      return problemOf('ClientToken', draft.clientToken);
    default:
      return undefined;
  }
}

function uriProblem(uri: string, region: string): Problem | undefined {
  const parsed = parseContainerImageUri(uri, region);
  return parsed.ok ? undefined : parsed.problem;
}

async function lookUpTag(
  { container }: Draft,
  { session }: ReviewContext,
  signal: AbortSignal,
): Promise<TagLookup | undefined> {
  if (!container?.uri.tag || container.uri.digest) return undefined;
  const { accountId, repository, tag } = container.uri;
  try {
    const digest = await session.registry.findDigest({ accountId, repository, tag }, signal);
    return digest ? { kind: 'digest', digest } : { kind: 'missing' };
  } catch {
    // Not being able to look is no reason not to create: the role that SageMaker assumes may well be able to.
    signal.throwIfAborted();
    return { kind: 'unknown' };
  }
}

function withDigest(draft: Draft, lookup: TagLookup | undefined): Draft {
  if (!draft.container || lookup?.kind !== 'digest') return draft;
  const { uri } = draft.container;
  return { ...draft, container: { ...draft.container, uri: { ...uri, digest: lookup.digest } } };
}
