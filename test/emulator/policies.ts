/** What IAM makes of the policies of a role, in so far as its simulator is asked for it. */

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  /** Every one of them asks for what a simulation does not know. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Policy {
  readonly Version?: string;
  readonly Statement: readonly Statement[];
}

export interface Evaluation {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  /** Keys of conditions that decide, and that nobody gave. */
  readonly missing: readonly string[];
}

/** Lets its holder do everything. */
export const everything: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Decides on an action. A statement on conditions does not apply, and what its conditions ask for is missing. */
export function evaluate({ Statement }: Policy, action: string, resource: string): Evaluation {
  const about = Statement.filter(
    (statement) => isCovered(statement.Action, action) && isCovered(statement.Resource, resource),
  );
  const applying = about.filter(({ Condition }) => !Condition);
  const missing = about.flatMap(({ Condition = {} }) => Object.values(Condition).flatMap(Object.keys));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return { decision: 'explicitDeny', missing };
  const isAllowed = applying.some(({ Effect }) => Effect === 'Allow');
  return { decision: isAllowed ? 'allowed' : 'implicitDeny', missing };
}

function isCovered(patterns: string | readonly string[], name: string): boolean {
  return [patterns].flat().some((pattern) => {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    return new RegExp(`^${escaped.replaceAll('?', '.')}$`, 'i').test(name);
  });
}
