/** What engines take for Amazon ECR: its hosts' TLS, its passwords, repositories and refusals, before a real registry. */

import { EventEmitter, once } from 'node:events';
import { request as sendRequest } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Certificates } from './certificates.ts';
import { readCall } from './registryActions.ts';
import type { RegistryAction, RegistryCall } from './registryActions.ts';
import type { RegistryStorage } from './registryStorage.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { publicScope } from '../../emulator/ecrPublic.ts';
import { manifestTypes } from '../../emulator/registryMirror.ts';

/** What goes wrong, and where; everywhere, if not given. */
export type RegistryFault = {
  readonly at?: RegistryAction;
  /** How many requests meet it; all until it recovers, if not given. */
  readonly times?: number;
} & (
  | {
      /**
       * `refuse`: no password is good. `deny`: IAM forbids it. `drop`: the connection breaks, of an upload when a part
       * of it has arrived. `hang`: nothing is heard until it recovers or is killed. `fail`: an error of the registry's.
       */
      readonly kind: 'refuse' | 'deny' | 'drop' | 'hang' | 'fail';
    }
  | { readonly kind: 'slow'; readonly delayMs: number }
);

export interface RegistryRequest {
  readonly host: string;
  readonly repository: string;
  readonly action: RegistryAction;
  /** Of the answer; undefined while there is none. */
  readonly status: number | undefined;
}

interface RegistryError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const ecrHost = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;
const publicHost = 'public.ecr.aws';

/** Whether a host is one of ECR's registries. */
export function isRegistryHost(host: string): boolean {
  return host === publicHost || ecrHost.test(host);
}

/** What a repository of a host is called in the storage that all of them share. */
export function storedName(host: string, repository: string): string {
  return `${host}/${repository}`;
}

export class RegistryHost implements AsyncDisposable {
  readonly requests: RegistryRequest[] = [];
  readonly #emulator: Emulator;
  readonly #storage: RegistryStorage;
  readonly #certificates: Certificates;
  readonly #foreign = new Map<string, Set<string>>();
  readonly #bearers = new Set<string>(['anonymous']);
  readonly #faults: { readonly fault: RegistryFault; left: number }[] = [];
  readonly #hanging = new Set<IncomingMessage>();
  readonly #events = new EventEmitter().setMaxListeners(0);
  #server: Server | undefined;

  constructor(emulator: Emulator, storage: RegistryStorage, certificates: Certificates) {
    this.#emulator = emulator;
    this.#storage = storage;
    this.#certificates = certificates;
  }

  /** Undefined while it is down. */
  get port(): number | undefined {
    return this.#server && (this.#server.address() as AddressInfo).port;
  }

  /** Starts it, or starts it again after `kill`. */
  async start(): Promise<void> {
    await this.#storage.start();
    const { key, certificate: cert } = this.#certificates;
    const server = createServer({ key, cert }, (request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
  }

  /** Breaks all connections, and takes no more. */
  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    server?.closeAllConnections();
    await this.#storage.kill();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  fail(fault: RegistryFault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  /** Ends all faults. What hangs is broken off. */
  recover(): void {
    this.#faults.length = 0;
    for (const request of this.#hanging) request.socket.destroy();
    this.#hanging.clear();
  }

  /** Waits until so many such requests have come since the registry was started first. */
  async waitFor(action: RegistryAction, count = 1): Promise<void> {
    while (this.requests.filter((request) => request.action === action).length < count) {
      await once(this.#events, 'request');
    }
  }

  /** Adds a repository of another account, of another region, or of ECR Public. */
  addForeignRepository(host: string, repository: string): void {
    const repositories = this.#foreign.get(host) ?? new Set();
    this.#foreign.set(host, repositories.add(repository));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const host = (request.headers.host ?? '').replace(/:443$/, '');
    const { pathname } = new URL(request.url ?? '/', `https://${host}`);
    if (host === publicHost && pathname === '/token/') {
      this.#giveBearer(request, response);
      return;
    }
    const call = readCall(request.method ?? '', pathname);
    if (!call) {
      response.writeHead(404).end();
      return;
    }
    this.#record(host, call, response);
    const fault = this.#take(call.action);
    if (fault && (await this.#meet(fault, request))) return;
    const error = this.#refusal(host, call, request, fault) ?? (await this.#conflict(host, call));
    if (error) answer(response, error, this.#challengeOf(host, error));
    else if (call.action === 'signIn') response.writeHead(200, apiVersion).end('{}');
    else this.#passOn(host, call, request, response);
  }

  #record(host: string, { repository, action }: RegistryCall, response: ServerResponse): void {
    const entry: { -readonly [Key in keyof RegistryRequest]: RegistryRequest[Key] } = {
      host,
      repository,
      action,
      status: undefined,
    };
    this.requests.push(entry);
    this.#events.emit('request');
    response.once('finish', () => (entry.status = response.statusCode));
  }

  #take(action: RegistryAction): RegistryFault | undefined {
    const met = this.#faults.find(
      ({ fault, left }) => left > 0 && (fault.at === undefined || fault.at === action),
    );
    if (met) met.left -= 1;
    return met?.fault;
  }

  /** @returns whether that is the end of the request */
  async #meet(fault: RegistryFault, request: IncomingMessage): Promise<boolean> {
    if (fault.kind === 'slow') await delay(fault.delayMs);
    if (fault.kind === 'hang') this.#hanging.add(request);
    if (fault.kind === 'drop') {
      if (request.method === 'PATCH' || request.method === 'PUT') {
        await Promise.race([once(request, 'data'), once(request, 'end')]);
      }
      request.socket.destroy();
    }
    return fault.kind === 'hang' || fault.kind === 'drop';
  }

  #refusal(
    host: string,
    { action, repository }: RegistryCall,
    request: IncomingMessage,
    fault: RegistryFault | undefined,
  ): RegistryError | undefined {
    const unauthorized = this.#checkPassword(host, request, fault?.kind === 'refuse');
    if (unauthorized) return unauthorized;
    if (fault?.kind === 'fail') {
      return { status: 500, code: 'UNKNOWN', message: 'An internal error occurred.' };
    }
    if (fault?.kind === 'deny') return this.#denial(host, action, repository);
    if (action === 'signIn' || this.#has(host, repository)) return undefined;
    return {
      status: 404,
      code: 'NAME_UNKNOWN',
      message:
        `The repository with name '${repository}' does not exist ` +
        `in the registry with id '${ecrHost.exec(host)?.[1] ?? publicHost}'`,
    };
  }

  #checkPassword(host: string, request: IncomingMessage, refuse: boolean): RegistryError | undefined {
    const [scheme = '', secret = ''] = (request.headers.authorization ?? '').split(' ');
    if (host === publicHost) {
      return scheme === 'Bearer' && this.#bearers.has(secret) ? undefined : notAuthorized;
    }
    // Podman sends an empty user and password where it has none.
    if (scheme === '' || (scheme === 'Basic' && atob(secret) === ':')) return notAuthorized;
    const region = ecrHost.exec(host)?.[2] ?? '';
    const judgement = refuse || scheme !== 'Basic' ? 'unknown' : this.#judge(region, secret);
    return judgement === 'good' ? undefined : passwordErrors[judgement];
  }

  #judge(scope: string, basic: string): 'good' | 'expired' | 'unknown' {
    const [user = '', ...password] = Buffer.from(basic, 'base64').toString().split(':');
    return this.#emulator.registryTokens.judge(scope, user, password.join(':'));
  }

  /** ECR Public lets everybody read, and gives out a token of its own for a password. */
  #giveBearer(request: IncomingMessage, response: ServerResponse): void {
    const [, basic] = (request.headers.authorization ?? '').split(' ');
    const judgement = basic === undefined ? 'anonymous' : this.#judge(publicScope, basic);
    if (judgement === 'unknown' || judgement === 'expired') {
      answer(response, passwordErrors[judgement], {});
      return;
    }
    const token = judgement === 'good' ? `signed-in-${this.#bearers.size}` : judgement;
    this.#bearers.add(token);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token }));
  }

  #denial(host: string, action: string, repository: string): RegistryError {
    const [, account, region] = ecrHost.exec(host) ?? [];
    return {
      status: 403,
      code: 'DENIED',
      message:
        `User: arn:aws:iam::${this.#emulator.accountId}:user/developer is not authorized to perform: ecr:${action} ` +
        `on resource: arn:aws:ecr:${region}:${account}:repository/${repository} ` +
        `because no identity-based policy allows the ecr:${action} action`,
    };
  }

  #has(host: string, repository: string): boolean {
    return host === this.#emulator.registryHost
      ? this.#emulator.findRepository(repository) !== undefined
      : (this.#foreign.get(host)?.has(repository) ?? false);
  }

  /** A tag is not even given to the image that has it: https://github.com/aws/containers-roadmap/issues/2179 */
  async #conflict(
    host: string,
    { action, repository, rest }: RegistryCall,
  ): Promise<RegistryError | undefined> {
    const tag = rest.replace('manifests/', '');
    if (action !== 'PutImage' || tag.startsWith('sha256:') || host !== this.#emulator.registryHost) {
      return undefined;
    }
    if (this.#emulator.findRepository(repository)?.tagMutability !== 'IMMUTABLE') return undefined;
    const url = `${this.#storage.url}/v2/${storedName(host, repository)}/${rest}`;
    const { ok } = await fetch(url, { method: 'HEAD', headers: { accept: manifestTypes } });
    if (!ok) return undefined;
    return {
      status: 400,
      code: 'TAG_INVALID',
      message:
        `The image tag '${tag}' already exists in the '${repository}' repository ` +
        'and cannot be overwritten because the tag is immutable.',
    };
  }

  #challengeOf(host: string, { status }: RegistryError): OutgoingHttpHeaders {
    if (status !== 401) return {};
    return {
      'www-authenticate':
        host === publicHost
          ? `Bearer realm="https://${publicHost}/token/",service="${publicHost}",scope="aws"`
          : `Basic realm="https://${host}/",service="ecr.amazonaws.com"`,
    };
  }

  #passOn(
    host: string,
    { action, repository, rest }: RegistryCall,
    request: IncomingMessage,
    to: ServerResponse,
  ): void {
    // Layers of other repositories are not mounted, as in a registry of ECR's that was not told to.
    const search = action === 'InitiateLayerUpload' ? '' : new URL(request.url ?? '/', 'https://x').search;
    const { authorization: _, ...headers } = request.headers;
    const passed = sendRequest({
      host: '127.0.0.1',
      port: this.#storage.port,
      method: request.method,
      path: `/v2/${storedName(host, repository)}/${rest}${search}`,
      headers,
    });
    passed.on('response', (from) => {
      if (from.statusCode === 404 && action === 'BatchGetImage') {
        from.resume();
        answer(to, imageNotFound, {});
        return;
      }
      const location = from.headers.location?.replace(`/v2/${storedName(host, '')}`, `https://${host}/v2/`);
      to.writeHead(from.statusCode ?? 500, { ...from.headers, ...(location !== undefined && { location }) });
      from.pipe(to);
    });
    passed.on('error', () => to.destroy());
    request.on('error', () => passed.destroy());
    to.once('close', () => passed.destroy());
    request.pipe(passed);
  }
}

const apiVersion = { 'docker-distribution-api-version': 'registry/2.0', 'content-type': 'application/json' };
const notAuthorized: RegistryError = { status: 401, code: 'UNAUTHORIZED', message: 'Not Authorized' };
const imageNotFound: RegistryError = {
  status: 404,
  code: 'MANIFEST_UNKNOWN',
  message: 'Requested image not found',
};
/** ECR does not answer 401 to those: https://github.com/aws/aws-cli/issues/4962 has the one, #2351 the other. */
const passwordErrors: Readonly<Record<'unknown' | 'expired', RegistryError>> = {
  unknown: { status: 400, code: 'UNKNOWN', message: 'Bad Request' },
  expired: {
    status: 403,
    code: 'DENIED',
    message: 'Your authorization token has expired. Reauthenticate and try again.',
  },
};

function answer(
  response: ServerResponse,
  { status, code, message }: RegistryError,
  headers: OutgoingHttpHeaders,
): void {
  const isHead = response.req.method === 'HEAD';
  // ECR has a bare text for that: https://github.com/tektoncd/pipeline/issues/2707
  const body = status === 401 ? message : JSON.stringify({ errors: [{ code, message }] });
  const type = status === 401 ? 'text/plain' : 'application/json';
  response
    .writeHead(status, { ...apiVersion, 'content-type': type, ...headers })
    .end(isHead ? undefined : body);
}
