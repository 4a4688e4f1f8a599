import { hasCode, isCancellation } from '../errors.ts';
import type { Check } from './check.ts';
import { aliasesCheck } from './checks/aliases.ts';
import { existsCheck } from './checks/exists.ts';
import { imageCheck } from './checks/image.ts';
import { mediaTypeCheck } from './checks/mediaType.ts';
import { platformCheck } from './checks/platform.ts';
import { pullCheck } from './checks/pull.ts';
import { registeredCheck } from './checks/registered.ts';
import { scanCheck } from './checks/scan.ts';
import { sizeCheck } from './checks/size.ts';
import { tagCheck } from './checks/tag.ts';
import { trustCheck } from './checks/trust.ts';
import { uriCheck } from './checks/uri.ts';
import { gatherEvidence, ObstacleError, type Evidence, type PreflightSession } from './evidence.ts';
import { findingsOf, type CheckId, type Finding, type Obstacle } from './finding.ts';
import type { Subject } from './subject.ts';

const checks: readonly Check[] = [
  uriCheck,
  existsCheck,
  mediaTypeCheck,
  platformCheck,
  sizeCheck,
  scanCheck,
  tagCheck,
  registeredCheck,
  aliasesCheck,
  imageCheck,
  trustCheck,
  pullCheck,
];

/** A check that has come to its end; one without findings has found that all is well. */
export interface CheckResult {
  readonly check: CheckId;
  readonly findings: readonly Finding[];
}

/** The checks that a preflight of the subject makes. */
export function checksOf(subject: Subject): readonly CheckId[] {
  return checksFor(subject).map(({ id }) => id);
}

/**
 * Whether a version can work, before it is created. All checks run side by side; their results come as they are there,
 * each once. What a check could not find out is a finding, and keeps no other check from its own. Who stops reading
 * stops the checks.
 * @throws AbortError when the signal aborts, and nothing else.
 */
export async function* preflight(
  subject: Subject,
  session: PreflightSession,
  signal: AbortSignal,
): AsyncGenerator<CheckResult, void, undefined> {
  const stop = new AbortController();
  const evidence = gatherEvidence(subject, session, AbortSignal.any([signal, stop.signal]));
  const running = new Map(checksFor(subject).map((check) => [check.id, runCheck(check, evidence)]));
  // Those that nobody reads any more end with the signal.
  for (const run of running.values()) run.catch(() => undefined);
  try {
    while (running.size > 0) {
      const result = await Promise.race(running.values());
      signal.throwIfAborted();
      running.delete(result.check);
      yield result;
    }
  } finally {
    stop.abort();
  }
}

function checksFor(subject: Subject): readonly Check[] {
  return checks.filter(({ appliesTo }) => appliesTo?.(subject) ?? true);
}

async function runCheck({ id: check, run }: Check, evidence: Evidence): Promise<CheckResult> {
  const find = findingsOf(check);
  try {
    return { check, findings: await run(evidence, find) };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { check, findings: [find('notChecked', { because: obstacleOf(error) })] };
  }
}

function obstacleOf(error: unknown): Obstacle {
  if (error instanceof ObstacleError) return error.obstacle;
  if (hasCode(error, 'repository.notFound')) return { kind: 'missing' };
  return { kind: 'error', error };
}
