/** AWS STS: who signed a request. It speaks the query protocol, form fields in and XML out. */

import { string, structure } from './shapes.ts';
import type { OperationTable } from './shapes.ts';
import type { Handlers, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { Problem } from './validation.ts';

const stsOperations = {
  GetCallerIdentity: {
    input: structure({}, {}),
    output: structure({}, { UserId: string(), Account: string(), Arn: string({ min: 20, max: 2048 }) }),
    errors: [],
  },
} satisfies OperationTable;

type Table = typeof stsOperations;

export class Sts implements Service {
  readonly name = 'sts';
  readonly targetPrefix = undefined;
  readonly operations = stsOperations;
  readonly handlers: Handlers<Table>;

  constructor(accountId: string) {
    this.handlers = {
      GetCallerIdentity: (_input, { callerId, callerArn }) => ({
        UserId: callerId,
        Account: accountId,
        Arn: callerArn,
      }),
    };
  }

  refusal(problems: readonly Problem[]): ServiceError {
    return new ServiceError('ValidationError', problems.map(({ text }) => text).join('; '));
  }

  resourceOf(): string {
    return '*';
  }
}
