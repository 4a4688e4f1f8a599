import type { CheckId, Finding } from '../preflight/finding.ts';
import type { PreflightRun } from '../preflight/preflightRun.ts';
import type { Pages } from '../ports.ts';
import type { ListQuestion } from '../questions.ts';
import type { Answer, Place } from '../wizard.ts';
import { foundRows, rankOfFinding, type FindingRow } from './findingRows.ts';
import type { CreateRow, ReviewContext } from './review.ts';

/** How long somebody who wants to create waits for the checks, in milliseconds. */
const patienceMs = 3000;

/** What is shown of the checks between the review and the version. */
export type ChecksRow =
  | { readonly kind: 'waiting'; readonly open: readonly CheckId[] }
  /** In spite of what was found. */
  | { readonly kind: 'create'; readonly row: CreateRow }
  | { readonly kind: 'review' | 'again' }
  /** Those that are not through; none where they are by now. */
  | { readonly kind: 'open'; readonly open: readonly CheckId[] }
  | FindingRow;

/** What somebody wants who was told what the checks have found. */
export type Decision =
  | { readonly kind: 'create' | 'review' | 'again' | 'cancel' }
  | { readonly kind: 'finding'; readonly finding: Finding };

type Asked = Pick<ReviewContext, 'prompts' | 'clock'>;

/** Waits for the checks, which can be seen, and asks where they do not just let go on. */
export async function confirmChecks(
  row: CreateRow,
  run: PreflightRun,
  context: Asked,
  place: Place,
  signal: AbortSignal,
): Promise<Decision> {
  const gaveUp = await waitForChecks(run, context, place, signal);
  if (gaveUp) return { kind: gaveUp };
  if (run.outcome.verdict === 'go') return { kind: 'create' };
  for (;;) {
    const answer = await context.prompts.choose(
      {
        ...usual,
        place,
        pages: (stop) => verdictRows(row, run, stop),
        isActive: ({ kind }) => kind === 'review',
      },
      signal,
    );
    const decision = decisionOf(answer);
    // What came while it was asked counts: nobody creates past an error.
    const isOutdated = decision?.kind === 'create' && run.outcome.verdict === 'stop';
    if (decision && !isOutdated) return decision;
  }
}

/** Shows what could not be found out, and why. */
export async function showUnanswered(
  findings: readonly Finding[],
  { prompts }: Asked,
  place: Place,
  signal: AbortSignal,
): Promise<Decision> {
  const fixed: readonly ChecksRow[] = [
    { kind: 'review' },
    { kind: 'again' },
    ...findings.map((finding) => ({ kind: 'finding' as const, finding })),
  ];
  const answer = await prompts.choose({ ...usual, place, fixed }, signal);
  return decisionOf(answer) ?? { kind: 'review' };
}

const usual = {
  id: 'checks',
  purpose: { kind: 'createVersion' },
  order: (one: ChecksRow, other: ChecksRow) => rankOf(one) - rankOf(other),
  key: ({ kind }: ChecksRow) => (kind === 'open' ? kind : undefined),
} as const satisfies Partial<ListQuestion<'checks'>>;

/** @returns what was wanted instead; undefined when the checks are through, or their time is over. */
async function waitForChecks(
  run: PreflightRun,
  { prompts, clock }: Asked,
  place: Place,
  signal: AbortSignal,
): Promise<'review' | 'cancel' | undefined> {
  if (run.state.open.length === 0) return undefined;
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const through = run.outcomeWithin(patienceMs, clock, stop).then(
    () => 'through' as const,
    () => 'cancel' as const,
  );
  const fixed: readonly ChecksRow[] = [{ kind: 'waiting', open: run.state.open }, { kind: 'review' }];
  try {
    for (;;) {
      const asked = prompts.choose({ ...usual, place, fixed }, stop);
      // Whichever is first counts: who leaves in the very moment has left.
      const first = await Promise.race([asked, through]);
      if (first === 'through') return undefined;
      if (first === 'cancel') return first;
      const decision = decisionOf(first);
      if (decision) return decision.kind === 'cancel' ? 'cancel' : 'review';
    }
  } finally {
    ended.abort();
  }
}

/** What is to be decided about: what is grave of the findings, more of it as it comes. */
async function* verdictRows(row: CreateRow, run: PreflightRun, signal: AbortSignal): Pages<ChecksRow> {
  const create: readonly ChecksRow[] = run.outcome.verdict === 'stop' ? [] : [{ kind: 'create', row }];
  const first: readonly ChecksRow[] = [...create, { kind: 'review' }, { kind: 'again' }];
  let isFirst = true;
  for await (const { rows, open } of foundRows(run, signal)) {
    const grave = rows.filter((found) => found.kind === 'finding' && found.finding.severity !== 'info');
    const hasOpen = open.length > 0 || !isFirst;
    yield [...(isFirst ? first : []), ...grave, ...(hasOpen ? [{ kind: 'open' as const, open }] : [])];
    isFirst = false;
  }
}

function rankOf(row: ChecksRow): number {
  switch (row.kind) {
    case 'waiting':
    case 'create':
      return 0;
    case 'review':
      return 1;
    case 'again':
      return 2;
    case 'open':
      return 9;
    default:
      return 3 + rankOfFinding(row);
  }
}

/** @returns undefined for a row that says something, and decides nothing. */
function decisionOf(answer: Answer<ChecksRow>): Decision | undefined {
  if (answer.kind !== 'value') return { kind: answer.kind === 'back' ? 'review' : 'cancel' };
  const row = answer.value;
  switch (row.kind) {
    case 'create':
    case 'review':
    case 'again':
      return { kind: row.kind };
    case 'finding':
      return row;
    default:
      return undefined;
  }
}
