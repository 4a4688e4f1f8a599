/** The protocol of STS and IAM: form fields in, XML out. */

import { checkMethodAndPath, unknownOperation } from './protocol.ts';
import type { Protocol } from './protocol.ts';
import type { Answer } from './server.ts';
import type { Service } from './service.ts';
import type { Shape } from './shapes.ts';
import { formatTimestamp } from './timestamp.ts';
import { isObject } from './validation.ts';

type Json = Readonly<Record<string, unknown>>;

export const formType = 'application/x-www-form-urlencoded';

export const queryProtocol: Protocol = {
  readCall(request, services) {
    checkMethodAndPath(request);
    const {
      Action: operation = '',
      Version: version = '',
      ...fields
    } = Object.fromEntries(new URLSearchParams(request.body.toString()));
    const service = services.find(
      ({ wire, operations }) =>
        wire.protocol === 'query' && wire.version === version && Object.hasOwn(operations, operation),
    );
    if (!service)
      throw unknownOperation(`Action '${operation}' of version '${version}' is no known operation`);
    return { service, operation, readInput: () => readFields(fields, service.operations[operation]?.input) };
  },
  success({ service, operation }, output, requestId) {
    const result = xmlMembers(output, service.operations[operation]?.output);
    return xmlAnswer(
      200,
      `<${operation}Response${namespaceOf(service)}><${operation}Result>${result}</${operation}Result>` +
        `<ResponseMetadata>${xmlMembers({ RequestId: requestId })}</ResponseMetadata></${operation}Response>`,
      requestId,
    );
  },
  failure({ code, message, status }, requestId, service) {
    const [queryCode, queryStatus] = queryErrors[code] ?? [code, status];
    const error = xmlMembers({
      Type: queryStatus < 500 ? 'Sender' : 'Receiver',
      Code: queryCode,
      Message: message,
    });
    return xmlAnswer(
      queryStatus,
      `<ErrorResponse${namespaceOf(service)}><Error>${error}</Error>` +
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
  InvalidIdentityTokenException: ['InvalidIdentityToken', 400],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  NoSuchEntityException: ['NoSuchEntity', 404],
  MissingAuthenticationTokenException: ['MissingAuthenticationToken', 403],
  ThrottlingException: ['Throttling', 400],
  UnrecognizedClientException: ['InvalidClientTokenId', 403],
  ValidationException: ['ValidationError', 400],
};

/** All fields are texts; those that the shape wants as numbers become some, and those that are items become lists. */
function readFields(fields: Readonly<Record<string, string>>, shape: Shape | undefined): Json {
  const members = membersOf(shape);
  const input: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(fields)) {
    const [, listName, position] = /^(\w+)\.member\.(\d+)$/.exec(name) ?? [];
    if (listName === undefined) {
      const isNumber = members[name]?.type === 'integer' && /^-?\d+$/.test(text);
      input[name] = isNumber ? Number(text) : text;
      continue;
    }
    const items = (input[listName] ??= []) as string[];
    items[Number(position) - 1] = text;
  }
  return input;
}

function namespaceOf(service: Service | undefined): string {
  return service?.wire.protocol === 'query' ? ` xmlns="${service.wire.namespace}"` : '';
}

function xmlAnswer(status: number, body: string, requestId: string): Answer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function xmlMembers(members: Json, shape?: Shape): string {
  const shapes = membersOf(shape);
  return Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${xmlContent(value, shapes[name])}</${name}>`)
    .join('');
}

function xmlContent(value: unknown, shape: Shape | undefined): string {
  if (Array.isArray(value)) {
    const itemShape = shape?.type === 'list' ? shape.item : undefined;
    return value.map((item: unknown) => `<member>${xmlContent(item, itemShape)}</member>`).join('');
  }
  if (isObject(value)) return xmlMembers(value, shape);
  if (shape?.type === 'timestamp') return formatTimestamp(Number(value) * 1000);
  return escapeXml(String(value));
}

/** None of a shape that is no structure, or that nobody knows. */
function membersOf(shape: Shape | undefined): Readonly<Record<string, Shape>> {
  return shape?.type === 'structure' ? { ...shape.required, ...shape.optional } : {};
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
