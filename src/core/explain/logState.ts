import type { LogEvidence, RoleEvidence } from './evidence.ts';
import type { LogLine } from './logs.ts';

/** What the log of an app comes to, and where there is none, why. */
export type LogState =
  | { readonly kind: 'lines'; readonly lines: readonly LogLine[] }
  /** Nothing was written, and the role may not write: that is why. */
  | { readonly kind: 'mayNotWrite'; readonly roleArn: string; readonly actions: readonly string[] }
  /** Nothing was written, though the role may write: the app did not come that far, or printed nothing. */
  | { readonly kind: 'notWritten' }
  /** Nothing was written, and whether the role may is not known. */
  | { readonly kind: 'missing' }
  /** There may be one that this session may not, or can not, read. */
  | { readonly kind: 'unreadable' };

/** What an app's role needs to write its log. */
export const logActions = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const;

/** @returns undefined where nobody looked. */
export function logStateOf(
  log: LogEvidence | undefined,
  role: RoleEvidence | undefined,
): LogState | undefined {
  if (!log || log.kind === 'unreadable') return log;
  if (log.kind === 'lines' && log.lines.length > 0) return { kind: 'lines', lines: log.lines };
  const decisions = logActions.map((action) => role?.decisions?.find((decided) => decided.action === action));
  const actions = decisions.flatMap((one) => (one?.decision === 'denied' ? [one.action] : []));
  if (role && actions.length > 0) return { kind: 'mayNotWrite', roleArn: role.arn, actions };
  return { kind: decisions.every((one) => one?.decision === 'allowed') ? 'notWritten' : 'missing' };
}
