/** The protocol of whatever gives credentials to those who have none yet: a path for each operation, JSON out. */

import { jsonProtocol } from './jsonProtocol.ts';
import { parseJson, unknownOperation } from './protocol.ts';
import type { Call, Protocol } from './protocol.ts';
import type { Answer, HttpRequest } from './server.ts';
import type { Route, Service } from './service.ts';

type Json = Readonly<Record<string, unknown>>;
type Texts = Readonly<Record<string, string>>;

export const restProtocol: Protocol = {
  readCall(request, services) {
    const [path, query] = splitOnce(request.url, '?');
    for (const service of services) {
      for (const [operation, route] of routesOf(service)) {
        const match = route.method === request.method ? route.path.exec(path) : undefined;
        if (!match) continue;
        return { service, operation, readInput: () => readInput(request, route, query, match.groups) };
      }
    }
    throw unknownOperation(`${request.method} ${path} is no known operation`);
  },
  success(call, output, requestId) {
    const text = routeOf(call)?.text;
    if (!text) return restAnswer(200, JSON.stringify(output), requestId);
    return restAnswer(200, String(output[text.member]), requestId, { 'content-type': text.type });
  },
  failure(error, requestId, service) {
    if (service?.wire.protocol !== 'rest') return jsonProtocol.failure(error, requestId);
    const { errorNames, errorBody } = service.wire;
    const [code, status] = errorNames?.[error.code] ?? [error.code, error.status];
    const body = errorBody?.(error) ?? { message: error.message };
    return restAnswer(status, JSON.stringify(body), requestId, { 'x-amzn-errortype': code });
  },
};

function routesOf({ wire }: Service): [operation: string, route: Route][] {
  return wire.protocol === 'rest' ? Object.entries(wire.routes) : [];
}

function routeOf({ service, operation }: Call): Route | undefined {
  return service.wire.protocol === 'rest' ? service.wire.routes[operation] : undefined;
}

function readInput(request: HttpRequest, route: Route, query: string, labels: Texts | undefined): Json {
  return {
    ...labels,
    ...renamed(Object.fromEntries(new URLSearchParams(query)), route.query),
    ...renamed(request.headers, route.headers),
    ...(request.body.length > 0 && parseJson(request.body.toString())),
  };
}

/** The values that became members of the input, under the members' names. */
function renamed(values: Texts, memberNames: Texts = {}): Texts {
  return Object.fromEntries(
    Object.entries(memberNames).flatMap(([name, member]) => {
      const value = values[name];
      return value === undefined ? [] : [[member, value]];
    }),
  );
}

function splitOnce(text: string, separator: string): [before: string, after: string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function restAnswer(status: number, body: string, requestId: string, headers: Texts = {}): Answer {
  const common = { 'content-type': 'application/json', 'x-amzn-requestid': requestId };
  return { status, headers: { ...common, ...headers }, body };
}
