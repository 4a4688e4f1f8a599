import type { ErrorCode } from '../../../src/core/errors.ts';
import type { Fault, OperationName } from '../../emulator/faults.ts';

/** What the user is told: that it is done, what went wrong, or nothing because it was cancelled. */
export type Told = 'done' | 'cancelled' | ErrorCode;

/** One way in which a call goes wrong. */
export interface Disturbance {
  readonly name: string;
  readonly fault: Fault['kind'];
  /** How many calls meet it; all, if not given. */
  readonly times?: number;
  readonly delayMs?: number;
  /** What becomes of a write of one call. */
  readonly told: Told;
  /** Whether SageMaker does the work, whatever is heard of it. */
  readonly works?: boolean;
  /** What else happens as soon as a call meets it. */
  readonly also?: 'cutOff' | 'cancel' | 'close';
  /** Whether SageMaker has finished what it goes on with before it can be asked again. */
  readonly isQuick?: boolean;
}

export const disturbances: readonly Disturbance[] = [
  { name: 'throttled once', fault: 'throttle', times: 1, told: 'done' },
  { name: 'throttled for good', fault: 'throttle', told: 'request.throttled' },
  { name: 'a 500 once', fault: 'internal', times: 1, told: 'done' },
  { name: 'a 500 for good', fault: 'internal', told: 'service.failed' },
  { name: 'dropped before it, once', fault: 'dropBefore', times: 1, told: 'done' },
  { name: 'dropped before it, for good', fault: 'dropBefore', told: 'network.dropped' },
  { name: 'dropped after it, once', fault: 'dropAfter', times: 1, told: 'done', works: true },
  {
    name: 'dropped after it, once, and over',
    fault: 'dropAfter',
    times: 1,
    told: 'done',
    works: true,
    isQuick: true,
  },
  { name: 'dropped after it, for good', fault: 'dropAfter', told: 'done', works: true },
  {
    name: 'dropped after it, and cut off',
    fault: 'dropAfter',
    times: 1,
    told: 'network.silent',
    works: true,
    also: 'cutOff',
  },
  { name: 'credentials expired once', fault: 'expired', times: 1, told: 'done' },
  { name: 'credentials expired', fault: 'expired', told: 'auth.expired' },
  { name: 'keys unrecognized once', fault: 'unrecognized', times: 1, told: 'done' },
  { name: 'keys unrecognized', fault: 'unrecognized', told: 'auth.invalid' },
  { name: 'denied', fault: 'denied', told: 'auth.denied' },
  { name: 'in use once', fault: 'inUse', times: 1, told: 'done' },
  { name: 'in use for good', fault: 'inUse', told: 'image.inUse' },
  { name: 'a proxy’s page once', fault: 'html', times: 1, told: 'done' },
  { name: 'a proxy’s page for good', fault: 'html', told: 'network.notAws' },
  { name: 'no answer', fault: 'silence', told: 'network.silent' },
  { name: 'the quota used up', fault: 'quota', told: 'quota.exceeded' },
  { name: 'cancelled before it', fault: 'silence', told: 'cancelled', also: 'cancel' },
  { name: 'cancelled after it', fault: 'slow', delayMs: 300, told: 'cancelled', works: true, also: 'cancel' },
  { name: 'the window closed before it', fault: 'silence', told: 'cancelled', also: 'close' },
  {
    name: 'the window closed after it',
    fault: 'slow',
    delayMs: 300,
    told: 'cancelled',
    works: true,
    also: 'close',
  },
];

/** Whether SageMaker can answer an operation like that. */
export function canMeet(operation: OperationName, { fault }: Disturbance): boolean {
  return fault !== 'quota' || operation.startsWith('Create');
}
