/** The two protocols that AWS services of this kind speak, read and written. */

import type { Answer } from './server.ts';
import type { Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { SignedRequest } from './signature.ts';
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
  readCall(request: SignedRequest, services: readonly Service[]): Call;
  success(operation: string, output: Readonly<Record<string, unknown>>, requestId: string): Answer;
  failure(error: ServiceError, requestId: string): Answer;
}

const jsonType = 'application/x-amz-json-1.1';
const formType = 'application/x-www-form-urlencoded';

export function protocolOf({ headers }: SignedRequest): Protocol {
  return headers['content-type']?.startsWith(formType) ? queryProtocol : jsonProtocol;
}

const jsonProtocol: Protocol = {
  readCall(request, services) {
    checkMethodAndPath(request);
    if (request.headers['content-type'] !== jsonType) {
      throw unknownOperation(`Content-Type must be ${jsonType}, not ${request.headers['content-type']}`);
    }
    const target = request.headers['x-amz-target'] ?? '';
    const [prefix, operation = ''] = target.split('.');
    const service = services.find(({ targetPrefix }) => targetPrefix === prefix);
    if (!service || !Object.hasOwn(service.operations, operation)) {
      throw unknownOperation(`X-Amz-Target '${target}' is no known operation`);
    }
    return { service, operation, readInput: () => parseJson(request.body.toString()) };
  },
  success: (_operation, output, requestId) => jsonAnswer(200, output, requestId),
  failure: ({ code, message, status }, requestId) =>
    // SageMaker's own errors are modelled with `Message`; those of ECR and of the framework have `message`.
    jsonAnswer(
      status,
      { __type: code, [code.endsWith('Exception') ? 'message' : 'Message']: message },
      requestId,
    ),
};

const queryProtocol: Protocol = {
  readCall(request, services) {
    checkMethodAndPath(request);
    const {
      Action: operation = '',
      Version: _version,
      ...input
    } = Object.fromEntries(new URLSearchParams(request.body.toString()));
    const service = services.find(
      ({ targetPrefix, operations }) => targetPrefix === undefined && Object.hasOwn(operations, operation),
    );
    if (!service) throw unknownOperation(`Action '${operation}' is no known operation`);
    return { service, operation, readInput: () => input };
  },
  success: (operation, output, requestId) =>
    xmlAnswer(
      200,
      `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">` +
        `<${operation}Result>${xmlMembers(output)}</${operation}Result>` +
        `<ResponseMetadata>${xmlMembers({ RequestId: requestId })}</ResponseMetadata></${operation}Response>`,
      requestId,
    ),
  failure({ code, message, status }, requestId) {
    const [queryCode, queryStatus] = queryErrors[code] ?? [code, status];
    const error = xmlMembers({
      Type: queryStatus < 500 ? 'Sender' : 'Receiver',
      Code: queryCode,
      Message: message,
    });
    return xmlAnswer(
      queryStatus,
      `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>${error}</Error>` +
        `${xmlMembers({ RequestId: requestId })}</ErrorResponse>`,
      requestId,
    );
  },
};

/** Services of the query protocol have names and statuses of their own for the framework's errors. */
const queryErrors: Readonly<Record<string, readonly [code: string, status: number]>> = {
  AccessDeniedException: ['AccessDenied', 403],
  ExpiredTokenException: ['ExpiredToken', 403],
  IncompleteSignatureException: ['IncompleteSignature', 400],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', 403],
  ThrottlingException: ['Throttling', 400],
  UnrecognizedClientException: ['InvalidClientTokenId', 403],
};

function checkMethodAndPath({ method, url }: SignedRequest): void {
  if (method !== 'POST' || url !== '/') throw unknownOperation(`${method} ${url} must be POST /`);
}

function unknownOperation(message: string): ServiceError {
  return new ServiceError('UnknownOperationException', message, 404);
}

function parseJson(body: string): Readonly<Record<string, unknown>> {
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

function jsonAnswer(status: number, content: object, requestId: string): Answer {
  const headers = { 'content-type': jsonType, 'x-amzn-requestid': requestId };
  return { status, headers, body: JSON.stringify(content) };
}

function xmlAnswer(status: number, body: string, requestId: string): Answer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function xmlMembers(members: Readonly<Record<string, unknown>>): string {
  return Object.entries(members)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
