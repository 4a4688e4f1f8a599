/** Faults that tests inject: what goes wrong, where, and how often. */

import type { appOperations } from './appConstraints.ts';
import type { ecrOperations } from './ecrConstraints.ts';
import type {
  containerOperations,
  iamOperations,
  instanceMetadataOperations,
  signinOperations,
  ssoOidcOperations,
  ssoOperations,
  stsOperations,
} from './identityConstraints.ts';
import type { logOperations } from './logConstraints.ts';
import type { s3Operations } from './s3.ts';
import type { sagemakerOperations } from './sagemakerConstraints.ts';
import type { ServiceName } from './service.ts';
import { ServiceError } from './serviceError.ts';
import { expiredToken, unrecognizedClient } from './signature.ts';
import type { studioOperations } from './studioConstraints.ts';

type ImageOperation =
  | keyof typeof sagemakerOperations
  | keyof typeof appOperations
  | keyof typeof studioOperations
  | keyof typeof ecrOperations;

export type OperationName =
  | ImageOperation
  | keyof typeof s3Operations
  | keyof typeof logOperations
  | keyof typeof stsOperations
  | keyof typeof iamOperations
  | keyof typeof ssoOperations
  | keyof typeof ssoOidcOperations
  | keyof typeof signinOperations
  | keyof typeof containerOperations
  | keyof typeof instanceMetadataOperations;

type PagedOperation =
  Extract<ImageOperation, `List${string}`> | 'DescribeRepositories' | 'DescribeImages' | 'ListRoles';

/** Refusals in place of the work. */
type RefusalKind =
  | 'throttle'
  | 'internal'
  | 'expired'
  | 'denied'
  | 'unrecognized'
  /** Somebody else is changing the resource. */
  | 'inUse'
  /** The account has as many of them as it may have. */
  | 'quota';

type BareKind =
  | RefusalKind
  /** A proxy's page in place of the service's answer. */
  | 'html'
  /** The connection breaks before the work is done. */
  | 'dropBefore'
  /** The work is done, and then the connection breaks. */
  | 'dropAfter'
  /** The work is done, and half of the answer comes. */
  | 'cutOff'
  /** The work is done, and the answer comes with the status of an error. */
  | 'asError'
  /** No answer until the client goes away. */
  | 'silence'
  /** The answer has members that nobody knows yet. */
  | 'unknownMember'
  /** The answer has a status that nobody knows yet. */
  | 'unknownEnum';

interface Aim {
  /** SageMaker and ECR both have a `ListImages`. Without a service, both are meant. */
  readonly service?: ServiceName;
  /** How many calls meet the fault; without it, all of them until the faults are cleared. */
  readonly times?: number;
  /** Which calls are meant, by what they ask for. Without it, all. */
  readonly where?: (input: Readonly<Record<string, unknown>>) => boolean;
}

export type Fault =
  | (Aim & { readonly kind: BareKind; readonly operation?: OperationName })
  /** The work is done at once, but the answer comes late. */
  | (Aim & { readonly kind: 'slow'; readonly delayMs: number; readonly operation?: OperationName })
  /** A page without items whose token leads to the page that was asked for. */
  | (Aim & { readonly kind: 'emptyPage'; readonly operation: PagedOperation });

/** The faults in force. */
export class Faults {
  readonly #active: { readonly fault: Fault; left: number }[] = [];

  /** Puts a fault in force, behind those that already are. */
  inject(fault: Fault): void {
    this.#active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#active.length = 0;
  }

  /** The fault that a call meets, which counts as one of its times. */
  take(service: ServiceName, operation: string, input: Readonly<Record<string, unknown>>): Fault | undefined {
    const met = this.#active.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.service === undefined || fault.service === service) &&
        (fault.operation === undefined || fault.operation === operation) &&
        (fault.where?.(input) ?? true),
    );
    if (met) met.left -= 1;
    return met?.fault;
  }
}

export interface Denied {
  readonly callerArn: string;
  /** `sagemaker:CreateImageVersion` */
  readonly action: string;
  readonly resource: string;
}

export function accessDenied({ callerArn, action, resource }: Denied): ServiceError {
  return new ServiceError(
    'AccessDeniedException',
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} ` +
      `because no identity-based policy allows the ${action} action`,
  );
}

export function rateExceeded(): ServiceError {
  return new ServiceError('ThrottlingException', 'Rate exceeded');
}

const refusals: Readonly<Record<RefusalKind, (denied: Denied) => ServiceError>> = {
  throttle: rateExceeded,
  internal: () => new ServiceError('InternalFailure', 'An internal error occurred.', 500),
  expired: expiredToken,
  denied: accessDenied,
  unrecognized: unrecognizedClient,
  inUse: ({ resource }) => new ServiceError('ResourceInUse', `The resource ${resource} is in use.`),
  quota: ({ action }) =>
    new ServiceError(
      // ECR's word for it is not SageMaker's.
      action.startsWith('ecr:') ? 'LimitExceededException' : 'ResourceLimitExceeded',
      `The account-level service limit for ${action} was reached.`,
    ),
};

/** The error that a fault answers with, or undefined when it is not an error of the service that it causes. */
export function refusalOf({ kind }: Fault, denied: Denied): ServiceError | undefined {
  return isRefusal(kind) ? refusals[kind](denied) : undefined;
}

function isRefusal(kind: Fault['kind']): kind is RefusalKind {
  return Object.hasOwn(refusals, kind);
}
