/** AWS IAM: what an account is called, which roles it has, and what they may do. */

import type { Identities, Role } from './identities.ts';
import { iamOperations } from './identityConstraints.ts';
import { cutPage, InvalidTokenError } from './paging.ts';
import type { Page } from './paging.ts';
import { evaluate } from './policies.ts';
import type { Handlers, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';

type Table = typeof iamOperations;
type Input<Operation extends keyof Table> = ValueOf<Table[Operation]['input']>;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;

const defaultPageSize = 100;

export interface IamSettings {
  readonly accountAlias: string | undefined;
}

export class Iam implements Service {
  readonly name = 'iam';
  readonly wire = {
    protocol: 'query',
    version: '2010-05-08',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  } as const;
  readonly isGlobal = true;
  readonly operations = iamOperations;
  readonly handlers: Handlers<Table>;
  readonly #identities: Identities;

  constructor(identities: Identities, settings: IamSettings) {
    this.#identities = identities;
    this.handlers = {
      ListAccountAliases: () => ({
        AccountAliases: settings.accountAlias === undefined ? [] : [settings.accountAlias],
        IsTruncated: false,
      }),
      ListRoles: (input) => this.#listRoles(input),
      GetRole: (input) => this.#getRole(input),
      SimulatePrincipalPolicy: (input) => this.#simulate(input),
    };
  }

  resourceOf(_operation: string, { PolicySourceArn, RoleName }: Readonly<Record<string, unknown>>): string {
    const role = this.#identities.roles.find(({ name }) => name === RoleName);
    return typeof PolicySourceArn === 'string' ? PolicySourceArn : (role?.arn ?? '*');
  }

  #getRole({ RoleName }: Input<'GetRole'>): Output<'GetRole'> {
    const role = this.#identities.roles.find(({ name }) => name === RoleName);
    if (!role) throw noSuchEntity(`The role with name ${RoleName} cannot be found.`);
    return { Role: describeRole(role) };
  }

  #simulate(input: Input<'SimulatePrincipalPolicy'>): Output<'SimulatePrincipalPolicy'> {
    const { PolicySourceArn, ActionNames, ResourceArns = ['*'] } = input;
    const role = this.#identities.roles.find(({ arn }) => arn === PolicySourceArn);
    if (!role) throw noSuchEntity(`The entity ${PolicySourceArn} cannot be found.`);
    const results = ActionNames.map((action) => evaluationOf(role, action, ResourceArns));
    return { EvaluationResults: results, IsTruncated: false };
  }

  #listRoles(input: Input<'ListRoles'>): Output<'ListRoles'> {
    const { items, nextToken } = pageOf(this.#identities.roles, input);
    return { Roles: items.map(describeRole), IsTruncated: nextToken !== undefined, Marker: nextToken };
  }
}

/** One result for an action, and in it one for each resource: the strictest of them is that of the action. */
function evaluationOf(
  { policy }: Role,
  action: string,
  resources: readonly string[],
): NonNullable<Output<'SimulatePrincipalPolicy'>['EvaluationResults']>[number] {
  const each = resources.map((resource) => ({ resource, ...evaluate(policy, action, resource) }));
  const strictest = (['explicitDeny', 'implicitDeny'] as const).find((decision) =>
    each.some((one) => one.decision === decision),
  );
  return {
    EvalActionName: action,
    EvalResourceName: '*',
    EvalDecision: strictest ?? 'allowed',
    MissingContextValues: each.flatMap(({ missing }) => missing),
    ResourceSpecificResults: each.map(({ resource, decision, missing }) => ({
      EvalResourceName: resource,
      EvalResourceDecision: decision,
      MissingContextValues: [...missing],
    })),
  };
}

function noSuchEntity(message: string): ServiceError {
  return new ServiceError('NoSuchEntityException', message, 404);
}

function pageOf(roles: readonly Role[], input: Input<'ListRoles'>): Page<Role> {
  const { PathPrefix: prefix = '/', MaxItems: size = defaultPageSize, Marker: token } = input;
  try {
    return cutPage(roles, {
      operation: 'ListRoles',
      size,
      token,
      keyOf: ({ name }) => name,
      matches: ({ path }) => path.startsWith(prefix),
    });
  } catch (error) {
    if (!(error instanceof InvalidTokenError)) throw error;
    throw new ServiceError('ValidationException', `Invalid Marker: ${token}`);
  }
}

/** Lists do not tell tags, boundaries, and when a role was last used. */
function describeRole(role: Role): Output<'ListRoles'>['Roles'][number] {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt.getTime() / 1000,
    AssumeRolePolicyDocument: percentEncoded(JSON.stringify(role.trustPolicy)),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

/** As IAM writes policies, by RFC 3986: it encodes more than JavaScript does. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
