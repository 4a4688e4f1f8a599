/** What the protocols that AWS services speak have in common. */

import type { Answer, HttpRequest } from './server.ts';
import type { Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import { isObject } from './validation.ts';

/** A request whose service and operation are known. */
export interface Call {
  readonly service: Service;
  readonly operation: string;
  /** @throws ServiceError when the body can not be parsed */
  readInput(): Readonly<Record<string, unknown>>;
}

export interface Protocol {
  /** @throws ServiceError when the request is none for these services */
  readCall(request: HttpRequest, services: readonly Service[]): Call;
  success(call: Call, output: Readonly<Record<string, unknown>>, requestId: string): Answer;
  /** @param service the one that was called, if that is known */
  failure(error: ServiceError, requestId: string, service?: Service): Answer;
}

export function checkMethodAndPath({ method, url }: HttpRequest): void {
  if (method !== 'POST' || url !== '/') throw unknownOperation(`${method} ${url} must be POST /`);
}

export function unknownOperation(message: string): ServiceError {
  return new ServiceError('UnknownOperationException', message, 404);
}

export function parseJson(body: string): Readonly<Record<string, unknown>> {
  // A null is what the services take an absent member for.
  const parsed = tryParseJson(body, (_key, value: unknown) => value ?? undefined);
  if (!isObject(parsed)) throw new ServiceError('SerializationException', 'The body must be a JSON object');
  return parsed;
}

function tryParseJson(text: string, reviver: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch {
    return undefined;
  }
}
