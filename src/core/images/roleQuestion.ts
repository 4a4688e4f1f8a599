import type { Parsed } from '../containerUri.ts';
import type { Role } from '../model.ts';
import type { Pages, Session } from '../ports.ts';
import { problemOf, type Problem } from '../problems.ts';
import type { ListQuestion, RoleRow } from '../questions.ts';

/**
 * Which role SageMaker assumes for an image: one of the account's, or any ARN that is typed, which works where the
 * roles may not be listed, too.
 */
export function roleQuestion(
  current: string | undefined,
  session: Pick<Session, 'roles'>,
): Omit<ListQuestion<'role'>, 'place'> {
  return {
    id: 'role',
    fixed: current ? [{ kind: 'role', role: roleOf(current), isCurrent: true }] : [],
    pages: (signal) => otherRoles(current, session, signal),
    order: (one, other) => rank(one).localeCompare(rank(other), 'en'),
    isActive: (row) => row.kind === 'role' && row.role.arn === current,
    read: readArn,
  };
}

/** What SageMaker is to be told, whether the role was picked or its ARN typed. */
export function roleArnOf(row: RoleRow): string {
  return row.kind === 'role' ? row.role.arn : row.arn;
}

async function* otherRoles(
  current: string | undefined,
  { roles }: Pick<Session, 'roles'>,
  signal: AbortSignal,
): Pages<RoleRow> {
  for await (const page of roles.listForSageMaker(signal)) {
    yield page.filter(({ arn }) => arn !== current).map((role) => ({ kind: 'role', role }));
  }
}

/** The current one first, the others by name. */
function rank(row: RoleRow): string {
  return row.kind === 'role' && !row.isCurrent ? `1${row.role.name}` : '0';
}

function roleOf(arn: string): Role {
  return { arn, name: arn.slice(arn.lastIndexOf('/') + 1) };
}

/** Anything that is no ARN filters the roles by name. */
function readArn(text: string): Parsed<RoleRow, Problem> | undefined {
  const arn = text.trim();
  if (!arn.startsWith('arn:')) return undefined;
  const problem = problemOf('RoleArn', arn);
  return problem ? { ok: false, problem } : { ok: true, value: { kind: 'arn', arn } };
}
