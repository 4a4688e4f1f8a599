import { request as send } from 'node:https';
import { buildQueryString, HttpResponse, type HttpRequest } from '@smithy/core/protocols';

/**
 * Sends a request to a server that does not have to prove who it is. The SDK's handler has no option for that but its
 * agent, and VS Code puts an agent of its own in that one's place.
 */
export function sendUnchecked(
  { hostname, port, method, path, query, headers, body }: HttpRequest,
  signal: AbortSignal,
): Promise<{ response: HttpResponse }> {
  const queryString = buildQueryString(query);
  const options = {
    hostname,
    ...(port !== undefined && { port }),
    method,
    path: queryString ? `${path}?${queryString}` : path,
    headers,
    rejectUnauthorized: false,
    signal,
  };
  return new Promise((resolve, reject) => {
    const sending = send(options, (answer) => {
      const received = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
      resolve({
        response: new HttpResponse({
          statusCode: answer.statusCode ?? 0,
          headers: Object.fromEntries(received) as Record<string, string>,
          body: answer,
        }),
      });
    });
    sending.on('error', reject);
    // The services that are called here take texts, never streams.
    sending.end(body as string | Uint8Array | undefined);
  });
}
