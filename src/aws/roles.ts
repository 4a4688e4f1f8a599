import {
  GetRoleCommand,
  ListRolesCommand,
  SimulatePrincipalPolicyCommand,
  type EvaluationResult,
  type IAMClient,
  type Role as SdkRole,
} from '@aws-sdk/client-iam';
import type { Role } from '../core/model.ts';
import type { ActionDecision, Roles, RoleTrust } from '../core/ports.ts';
import { pages, signedCall, type SignedCaller } from './call.ts';

const sagemaker = 'sagemaker.amazonaws.com';
/** Where the roles are that a service made for itself: nobody can pass them on. */
const serviceLinked = '/aws-service-role/';

/** The roles of IAM. */
export function createRoles(client: () => IAMClient, caller: SignedCaller): Roles {
  return {
    listForSageMaker: (signal) =>
      pages(async (Marker) => {
        const command = new ListRolesCommand({ Marker, MaxItems: 1000 });
        const answer = await signedCall(caller, { operation: 'ListRoles' }, signal, (options) =>
          client().send(command, options),
        );
        return {
          items: (answer.Roles ?? []).filter(isForSageMaker).map(roleOf),
          token: answer.IsTruncated ? answer.Marker : undefined,
        };
      }),

    async findTrust(roleArn, signal) {
      const command = new GetRoleCommand({ RoleName: roleArn.slice(roleArn.lastIndexOf('/') + 1) });
      const answer = await orMissing(
        signedCall(caller, { operation: 'GetRole' }, signal, (options) => client().send(command, options)),
      );
      // IAM knows roles by their names, which another account's can have, too.
      if (answer?.Role?.Arn !== roleArn) return undefined;
      return trustOf(answer.Role);
    },

    async simulate(roleArn, actions, resource, signal) {
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn: roleArn,
        ActionNames: [...actions],
        ResourceArns: [resource],
      });
      const subject = { operation: 'SimulatePrincipalPolicy' };
      const answer = await orMissing(
        signedCall(caller, subject, signal, (options) => client().send(command, options)),
      );
      if (!answer) return undefined;
      const results = answer.EvaluationResults ?? [];
      return actions.map((action) => ({
        action,
        decision: decisionOf(results.find(({ EvalActionName }) => EvalActionName === action)),
      }));
    },
  };
}

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    if (cause instanceof Error && cause.name === 'NoSuchEntityException') return undefined;
    throw error;
  }
}

/** A denial for want of what only a real call has is none. */
function decisionOf(result: EvaluationResult | undefined): ActionDecision['decision'] {
  if (result?.EvalDecision === 'allowed') return 'allowed';
  if (result?.EvalDecision === 'explicitDeny') return 'denied';
  const { MissingContextValues = [], ResourceSpecificResults = [] } = result ?? {};
  const missing = [
    ...MissingContextValues,
    ...ResourceSpecificResults.flatMap((one) => one.MissingContextValues ?? []),
  ];
  return result && missing.length === 0 ? 'denied' : 'unknown';
}

function roleOf({ RoleName = '', Arn = '' }: SdkRole): Role {
  return { name: RoleName, arn: Arn };
}

/** The roles that services made for themselves alone are for nobody to choose. */
function isForSageMaker(role: SdkRole): boolean {
  return !role.Path?.startsWith(serviceLinked) && trustOf(role) !== 'untrusted';
}

/** Whether its trust policy, a JSON text that is encoded as in a URL, lets SageMaker take the role on. */
function trustOf({ AssumeRolePolicyDocument = '' }: SdkRole): RoleTrust {
  const statements = statementsOf(AssumeRolePolicyDocument).filter(
    ({ Principal, Action }) => namesSageMaker(Principal) && listOf(Action).some(isAssuming),
  );
  const allowing = statements.filter(({ Effect }) => Effect === 'Allow');
  const denying = statements.filter(({ Effect }) => Effect === 'Deny');
  if (allowing.length === 0 || denying.some(isUnconditional)) return 'untrusted';
  return denying.length === 0 && allowing.some(isUnconditional) ? 'trusted' : 'conditional';
}

/** What depends on conditions is decided by AWS. */
function isUnconditional({ Condition }: Statement): boolean {
  return Condition === undefined;
}

function statementsOf(document: string): readonly Statement[] {
  try {
    return listOf((JSON.parse(decodeURIComponent(document)) as TrustPolicy).Statement);
  } catch {
    return [];
  }
}

/** Services are among all the principals that a wildcard stands for, also where it stands for those of AWS. */
function namesSageMaker(principal: Statement['Principal']): boolean {
  if (typeof principal !== 'object') return principal === '*';
  return listOf(principal.Service).some(isSageMakerOrAll) || listOf(principal.AWS).includes('*');
}

function isSageMakerOrAll(service: string): boolean {
  return service === sagemaker || service === '*';
}

/** `sts:AssumeRole`, in any case, and patterns that cover it. */
function isAssuming(action: string): boolean {
  const pattern = action
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'i').test('sts:AssumeRole');
}

interface TrustPolicy {
  readonly Statement?: OneOrMany<Statement>;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | { readonly Service?: OneOrMany<string>; readonly AWS?: OneOrMany<string> };
  readonly Action?: OneOrMany<string>;
  readonly Condition?: object;
}

type OneOrMany<T> = T | readonly T[];

function listOf<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
