import type { CheckId, Finding } from '../preflight/finding.ts';
import type { PreflightRun } from '../preflight/preflightRun.ts';

/** What the checks have found, as rows of a list. */
export type FindingRow =
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** All that could not be found out is one row. */
  | { readonly kind: 'unanswered'; readonly findings: readonly Finding[] };

/** What has been found since the last time that somebody was told. */
export interface FoundRows {
  readonly rows: readonly FindingRow[];
  /** Those that have not come to their end yet. */
  readonly open: readonly CheckId[];
  /** How many there were, once all of them have found that all is well. */
  readonly passed?: number;
}

/** Where a row of findings stands among the others: the gravest first, what could not be found out last. */
export function rankOfFinding(row: FindingRow): number {
  if (row.kind === 'unanswered') return 3;
  return ['error', 'warning', 'info'].indexOf(row.finding.severity);
}

/** The findings of a run, those first that are known already. A row that comes again replaces the former one. */
export async function* foundRows(run: PreflightRun, signal: AbortSignal): AsyncGenerator<FoundRows> {
  let told = 0;
  for await (const { checks, findings, open } of run.states(signal)) {
    const fresh = findings.slice(told);
    told = findings.length;
    const rows = fresh.filter(isKnown).map((finding) => ({ kind: 'finding' as const, finding }));
    const unanswered = fresh.every(isKnown)
      ? []
      : [{ kind: 'unanswered' as const, findings: findings.filter((finding) => !isKnown(finding)) }];
    const isPassed = open.length === 0 && findings.length === 0;
    yield { rows: [...rows, ...unanswered], open, ...(isPassed && { passed: checks.length }) };
  }
}

function isKnown({ severity }: Finding): boolean {
  return severity !== 'unknown';
}
