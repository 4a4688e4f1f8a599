import type { Principal } from './identities.ts';
import type { OperationTable, ValueOf } from './shapes.ts';
import type { ServiceError } from './serviceError.ts';
import type { Problem } from './validation.ts';

/** Typed from the constraint table: what passed the table's validation is what a handler is given. */
export type Handlers<Table extends OperationTable> = {
  readonly [Operation in keyof Table]: (
    input: ValueOf<Table[Operation]['input']>,
    caller: Principal,
    region: string,
  ) => ValueOf<Table[Operation]['output']>;
};

export type ServiceName =
  | 'sagemaker'
  | 'ecr'
  | 'ecr-public'
  | 's3'
  | 'logs'
  | 'sts'
  | 'iam'
  | 'sso'
  | 'sso-oidc'
  | 'signin'
  | 'container'
  | 'imds';

/** JSON in and out; a header names the operation. */
interface JsonWire {
  readonly protocol: 'json';
  /** What stands before the operation in `X-Amz-Target`. */
  readonly targetPrefix: string;
}

/** A form in, XML out; a field names the operation. */
interface QueryWire {
  readonly protocol: 'query';
  /** Of the service's interface, as the form names it. */
  readonly version: string;
  readonly namespace: string;
}

/** The path is the operation's. */
export interface RestWire {
  readonly protocol: 'rest';
  readonly routes: Readonly<Record<string, Route>>;
  /** Codes and statuses of the service's own for the framework's errors. */
  readonly errorNames?: Readonly<Record<string, readonly [code: string, status: number]>>;
  /** What the service says of an error; just its message, if not given. */
  readonly errorBody?: (error: ServiceError) => object;
}

/** What of a request belongs to an operation. The body's members are members of the input, as are the path's groups. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: RegExp;
  /** Members of the input, by the parameters that they stand in. */
  readonly query?: Readonly<Record<string, string>>;
  /** Members of the input, by the headers that they stand in. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member of the output that is the whole answer, as a text. */
  readonly text?: { readonly member: string; readonly type: 'text/plain' | 'text/html' };
}

/** One AWS service: its constraint table, and what it does with a request that passed it. */
export interface Service {
  /** Also the name that signatures are scoped to. */
  readonly name: ServiceName;
  readonly wire: JsonWire | QueryWire | RestWire;
  /** One for all regions. */
  readonly isGlobal?: true;
  /** Whoever has good keys may call it, also from an account that the emulator does not have. */
  readonly servesAllAccounts?: true;
  readonly operations: OperationTable;
  /** The implementing classes type them as `Handlers` of their table. */
  readonly handlers: Readonly<Record<string, unknown>>;
  /** What a request is refused with that breaks constraints; a ValidationException, if not given. */
  refusal?(problems: readonly Problem[]): ServiceError;
  /** The resource that a denial of the operation names; every one, if not given. */
  resourceOf?(operation: string, input: Readonly<Record<string, unknown>>): string;
}
