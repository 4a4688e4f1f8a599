/** What stands between a company's network and AWS: a forward proxy, and a server whose certificate nobody knows. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, request as send } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Passes on what any host is asked to one account: plain HTTP as it is, and connections through a tunnel. */
export class ForwardProxy implements AsyncDisposable {
  /** What it was asked for, like `POST http://aws.test/` and `CONNECT aws.test:443`. */
  readonly requests: string[] = [];
  readonly #server = createServer();
  readonly #sockets = new Set<Duplex>();

  /**
   * @param plainUrl where HTTP goes
   * @param tunnelPort where connections lead
   */
  constructor(plainUrl: string, tunnelPort: number) {
    this.#server.on('request', (request, response) => {
      this.requests.push(`${request.method} ${request.url}`);
      passOn(request, response, plainUrl);
    });
    this.#server.on('connect', (request, client: Socket) => {
      this.requests.push(`CONNECT ${request.url}`);
      this.#tunnel(client, tunnelPort);
    });
  }

  async listen(): Promise<string> {
    return `http://127.0.0.1:${await listenOn(this.#server)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await close(this.#server);
  }

  #tunnel(client: Socket, port: number): void {
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
  }
}

/** An account behind HTTPS, with a certificate for `aws.test` that it has signed itself. */
export class SelfSignedServer implements AsyncDisposable {
  readonly port: number;
  /** In PEM. */
  readonly certificateFile: string;
  readonly #server: Server;

  private constructor(server: Server, port: number, certificateFile: string) {
    this.#server = server;
    this.port = port;
    this.certificateFile = certificateFile;
  }

  /** @param folder is where the certificate is left. */
  static async start(url: string, folder: string): Promise<SelfSignedServer> {
    const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const how = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
    const names = ['-subj', '/CN=aws.test', '-addext', 'subjectAltName=DNS:aws.test'];
    const files = ['-keyout', keyFile, '-out', certificateFile];
    await promisify(execFile)('openssl', ['req', ...how, ...names, ...files]);
    const [key, cert] = await Promise.all([readFile(keyFile), readFile(certificateFile)]);
    const server = createSecureServer({ key, cert }, (request, response) => passOn(request, response, url));
    return new SelfSignedServer(server, await listenOn(server), certificateFile);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await close(this.#server);
  }
}

function passOn(request: IncomingMessage, response: ServerResponse, target: string): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://aws.test');
  const { hostname, port } = new URL(target);
  const { method, headers } = request;
  const options = { hostname, port, path: pathname + search, method, headers };
  const outgoing = send(options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  request.pipe(outgoing);
}

async function listenOn(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
