/** Remembers the requests that came in, and tells those who wait for one. */

import { EventEmitter, once } from 'node:events';
import type { OperationName } from './faults.ts';
import type { ServiceName } from './service.ts';

/** A status of HTTP once there is an answer; `dropped` when the connection was broken instead. */
export type RequestStatus = number | 'pending' | 'dropped';

export interface RecordedRequest {
  readonly service: ServiceName;
  readonly operation: string;
  /** The body as parsed, before it was held to any constraint. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly clientToken?: string;
  readonly status: RequestStatus;
}

export interface WaitOptions {
  /** SageMaker and ECR both have a `ListImages`. Without a service, both count. */
  readonly service?: ServiceName;
  /** How many such requests there must have been; one, if not given. */
  readonly count?: number;
  /** Whether the answer must be ready; if not given, it must. */
  readonly until?: 'received' | 'answered';
}

type Entry = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

export class RequestLog {
  readonly #entries: Entry[] = [];
  readonly #events = new EventEmitter().setMaxListeners(0);

  get entries(): readonly RecordedRequest[] {
    return this.#entries;
  }

  /** Records a request. @returns what its outcome is to be told to */
  add(request: Omit<RecordedRequest, 'status'>): (status: RequestStatus) => void {
    const entry: Entry = { ...request, status: 'pending' };
    this.#entries.push(entry);
    this.#events.emit('change');
    return (status) => {
      entry.status = status;
      this.#events.emit('change');
    };
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Waits until there has been such a request; one that came earlier counts too. */
  async waitFor(
    operation: OperationName,
    { service, count = 1, until = 'answered' }: WaitOptions = {},
  ): Promise<RecordedRequest> {
    for (;;) {
      const found = this.#entries.filter(
        (entry) =>
          entry.operation === operation &&
          (service === undefined || entry.service === service) &&
          (until === 'received' || entry.status !== 'pending'),
      )[count - 1];
      if (found) return found;
      await once(this.#events, 'change');
    }
  }
}
