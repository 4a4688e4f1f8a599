import { AppError } from '../../../../src/core/errors.ts';
import type { CheckId, Finding } from '../../../../src/core/preflight/finding.ts';
import { preflight } from '../../../../src/core/preflight/preflight.ts';
import type { Subject } from '../../../../src/core/preflight/subject.ts';
import { aUri } from '../../../support/builders.ts';
import type { InMemorySession } from '../../../support/inMemorySession.ts';

export const { signal } = new AbortController();
export const denied = new AppError('auth.denied', {
  action: undefined,
  resource: undefined,
  principal: undefined,
});

/** A version of it that is to be created, with an alias. */
export function aSubject(has: Partial<Subject> = {}): Subject {
  return {
    uri: aUri(),
    isByTag: true,
    image: { name: 'notebook', isNew: false },
    aliases: ['stable'],
    ...has,
  };
}

export async function allFindings(
  session: InMemorySession,
  subject = aSubject(),
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const result of preflight(subject, session, signal)) findings.push(...result.findings);
  return findings;
}

/** What one check has found, as its code, its weight and its facts. */
export async function findingsOf(
  check: CheckId,
  session: InMemorySession,
  subject = aSubject(),
): Promise<readonly (readonly [code: string, severity: string, facts: object])[]> {
  const findings = await allFindings(session, subject);
  return findings
    .filter((finding) => finding.check === check)
    .map(({ code, severity, facts }) => [code, severity, facts]);
}
