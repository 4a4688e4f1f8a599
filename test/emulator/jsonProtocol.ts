/** The protocol of SageMaker and ECR: JSON both ways, the operation in a header. */

import { checkMethodAndPath, parseJson, unknownOperation } from './protocol.ts';
import type { Protocol } from './protocol.ts';
import type { Answer } from './server.ts';

const jsonType = 'application/x-amz-json-1.1';

export const jsonProtocol: Protocol = {
  readCall(request, services) {
    checkMethodAndPath(request);
    if (request.headers['content-type'] !== jsonType) {
      throw unknownOperation(`Content-Type must be ${jsonType}, not ${request.headers['content-type']}`);
    }
    const target = request.headers['x-amz-target'] ?? '';
    const [prefix, operation = ''] = target.split('.');
    const service = services.find(({ wire }) => wire.protocol === 'json' && wire.targetPrefix === prefix);
    if (!service || !Object.hasOwn(service.operations, operation)) {
      throw unknownOperation(`X-Amz-Target '${target}' is no known operation`);
    }
    return { service, operation, readInput: () => parseJson(request.body.toString()) };
  },
  success: (_call, output, requestId) => jsonAnswer(200, output, requestId),
  failure: ({ code, message, status }, requestId) =>
    // SageMaker's own errors are modelled with `Message`; those of ECR and of the framework have `message`.
    jsonAnswer(
      status,
      { __type: code, [code.endsWith('Exception') ? 'message' : 'Message']: message },
      requestId,
    ),
};

function jsonAnswer(status: number, content: object, requestId: string): Answer {
  const headers = { 'content-type': jsonType, 'x-amzn-requestid': requestId };
  return { status, headers, body: JSON.stringify(content) };
}
