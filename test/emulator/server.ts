/** HTTP on a loopback port, without any idea of what is said over it. */

import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';

export interface HttpRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What happens to a request: an answer, a broken connection, or nothing until the client goes away. */
export type Reaction = Answer | 'drop' | 'silence';

export interface HttpServer {
  readonly url: string;
  /** Breaks the connections that are open. */
  close(): Promise<void>;
}

/** Serves on a loopback port; port 0 takes a free one. */
export async function serve(
  port: number,
  react: (request: HttpRequest) => Promise<Reaction>,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    handle(request, response, react).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  react: (request: HttpRequest) => Promise<Reaction>,
): Promise<void> {
  const reaction = await react({
    method: request.method ?? '',
    url: request.url ?? '/',
    headers: flatten(request.headersDistinct),
    body: await buffer(request),
  });
  if (reaction === 'silence') return;
  if (reaction === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(reaction.status, reaction.headers).end(reaction.body);
}

function flatten(headers: NodeJS.Dict<string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values?.join(',') ?? '']));
}

function portOf(server: Server): number {
  // A TCP server that listens has an address of this kind; the others are those of pipes and closed servers.
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
