import type { AccessKey } from './signature.ts';
import type { OperationTable, ValueOf } from './shapes.ts';
import type { ServiceError } from './serviceError.ts';
import type { Problem } from './validation.ts';

/** Typed from the constraint table: what passed the table's validation is what a handler is given. */
export type Handlers<Table extends OperationTable> = {
  readonly [Operation in keyof Table]: (
    input: ValueOf<Table[Operation]['input']>,
    caller: AccessKey,
  ) => ValueOf<Table[Operation]['output']>;
};

export type ServiceName = 'sagemaker' | 'ecr' | 'sts';

/** One AWS service: its constraint table, and what it does with a request that passed it. */
export interface Service {
  /** Also the name that signatures are scoped to. */
  readonly name: ServiceName;
  /** What stands before the operation in `X-Amz-Target`, or undefined for a service of the query protocol. */
  readonly targetPrefix: string | undefined;
  readonly operations: OperationTable;
  /** The implementing classes type them as `Handlers` of their table. */
  readonly handlers: Readonly<Record<string, unknown>>;
  /** What a request is refused with that breaks constraints. */
  refusal(problems: readonly Problem[]): ServiceError;
  /** The resource that a denial of the operation names. */
  resourceOf(operation: string, input: Readonly<Record<string, unknown>>): string;
}
