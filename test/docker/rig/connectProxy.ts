import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { createConnection } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * The proxy that engines are given: it leads the hosts of ECR to the rig's server and refuses every other one, so that no
 * test ever reaches the internet.
 */
export class ConnectProxy implements AsyncDisposable {
  /** The hosts that were asked for and refused. */
  readonly refused: string[] = [];
  readonly #leadsOn: (host: string) => boolean;
  readonly #target: () => number | undefined;
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Duplex>();

  /** @param target the port of the rig's server; undefined while it is down. */
  constructor(leadsOn: (host: string) => boolean, target: () => number | undefined) {
    this.#leadsOn = leadsOn;
    this.#target = target;
  }

  /** @param address a socket's path or a port of this machine; 0 takes a free one. @returns the port */
  async listen(address: string | number): Promise<number> {
    const server = createServer((_request, response) => response.writeHead(405).end());
    server.on('connect', (request, socket) => this.#connect(request, socket));
    this.#servers.push(server);
    if (typeof address === 'string') server.listen(address);
    else server.listen(address, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = this.#servers.map((server) => once(server, 'close'));
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  #connect({ url = '' }: IncomingMessage, client: Duplex): void {
    this.#keep(client);
    const [host = '', port] = url.split(':');
    if (port !== '443' || !this.#leadsOn(host)) {
      this.refused.push(url);
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const target = this.#target();
    if (target === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const server: Socket = createConnection(target, '127.0.0.1');
    this.#keep(server);
    server.once('connect', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    server.once('close', () => client.destroy());
    client.once('close', () => server.destroy());
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
