import { ListRolesCommand, type IAMClient, type Role as SdkRole } from '@aws-sdk/client-iam';
import type { Role } from '../core/model.ts';
import type { Roles } from '../core/ports.ts';
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
  };
}

function roleOf({ RoleName = '', Arn = '' }: SdkRole): Role {
  return { name: RoleName, arn: Arn };
}

/**
 * Whether its trust policy, a JSON text that is encoded as in a URL, lets SageMaker take the role on. What depends on
 * conditions is decided by AWS. The roles that services made for themselves alone are for nobody to choose.
 */
function isForSageMaker({ AssumeRolePolicyDocument = '', Path = '/' }: SdkRole): boolean {
  if (Path.startsWith(serviceLinked)) return false;
  const statements = statementsOf(AssumeRolePolicyDocument).filter(
    ({ Principal, Action }) => namesSageMaker(Principal) && listOf(Action).some(isAssuming),
  );
  return (
    statements.some(({ Effect }) => Effect === 'Allow') &&
    !statements.some(({ Effect, Condition }) => Effect === 'Deny' && Condition === undefined)
  );
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
