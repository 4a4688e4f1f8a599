/** Takes a request from its signature to its answer, through every check and every fault on the way. */

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { alterAnswer } from './answerFaults.ts';
import type { Arns } from './arns.ts';
import { accessDenied, Faults, rateExceeded, refusalOf } from './faults.ts';
import type { Denied, Fault } from './faults.ts';
import { anonymous } from './identities.ts';
import type { AccessKey, Principal } from './identities.ts';
import type { Call, Protocol } from './protocol.ts';
import { protocolOf } from './protocols.ts';
import type { RateLimit } from './rateLimit.ts';
import { RequestLog } from './requestLog.ts';
import type { Answer, HttpRequest, Reaction } from './server.ts';
import type { Service } from './service.ts';
import { frameworkErrors, ServiceError } from './serviceError.ts';
import { authenticate, signedRegionOf } from './signature.ts';
import { describeProblems, findProblems } from './validation.ts';
import type { Problem } from './validation.ts';

type Json = Readonly<Record<string, unknown>>;

export interface EndpointOptions {
  readonly arns: Arns;
  readonly services: readonly Service[];
  readonly findKey: (accessKeyId: string) => AccessKey | undefined;
  /** What has to happen before the work of a call is done. */
  readonly prepare?: (input: Json) => Promise<void>;
}

/** Who calls, and the region that they call. */
interface Caller {
  readonly principal: Principal;
  readonly region: string;
}

export class Endpoint {
  readonly faults = new Faults();
  readonly log = new RequestLog();
  /** What the emulator answered, or wanted to, against the services' constraints. Should always be empty. */
  readonly contractViolations: string[] = [];
  /** A delay of every answer, as a distant region has it. */
  latencyMs = 0;
  /** Of SageMaker's calls; there is none, if undefined. */
  rateLimit: RateLimit | undefined;
  readonly #options: EndpointOptions;
  readonly #closing = new AbortController();

  constructor(options: EndpointOptions) {
    this.#options = options;
  }

  /** Ends the delays under way. */
  close(): void {
    this.#closing.abort();
  }

  /** Answers a request, or breaks off. */
  async react(request: HttpRequest): Promise<Reaction> {
    const protocol = protocolOf(request);
    try {
      const call = protocol.readCall(request, this.#options.services);
      return await this.#reactToCall(call, protocol, request);
    } catch (error) {
      return protocol.failure(this.#toServiceError(error), randomUUID());
    }
  }

  async #reactToCall(call: Call, protocol: Protocol, request: HttpRequest): Promise<Reaction> {
    const conclude = this.log.add(logEntry(call));
    // Beside the work, not after it: so much passes between a question and its answer, whatever the work takes.
    const latency = this.latencyMs > 0 ? this.#delay(this.latencyMs) : undefined;
    const reaction = await this.#perform(call, protocol, request).catch((error: unknown) =>
      protocol.failure(this.#checkedError(call, error), randomUUID(), call.service),
    );
    await latency;
    if (reaction !== 'silence') conclude(reaction === 'drop' ? 'dropped' : reaction.status);
    return reaction;
  }

  async #perform(call: Call, protocol: Protocol, request: HttpRequest): Promise<Reaction> {
    const { service, operation } = call;
    const caller = await this.#identify(call, request);
    if (service.name === 'sagemaker' && this.rateLimit?.take() === false) throw rateExceeded();
    const input = validInput(call);
    this.#checkAccount(call, caller.principal, input);
    const fault = this.faults.take(service.name, operation, input);
    const early = fault && insteadOfWork(fault, call, caller.principal, input);
    if (early) return early;
    await this.#options.prepare?.(input);
    const output = this.#work(call, input, caller);
    if (fault?.kind === 'dropAfter') return 'drop';
    if (fault?.kind === 'slow') await this.#delay(fault.delayMs);
    const shape = operationOf(call).output;
    const answer = fault ? alterAnswer(fault, { operation, input, output, shape }) : output;
    const success = protocol.success(call, answer, randomUUID());
    return fault ? spoiled(fault, success) : success;
  }

  async #identify(call: Call, request: HttpRequest): Promise<Caller> {
    const { isUnsigned, isInEveryRegion } = operationOf(call);
    const { arns, findKey } = this.#options;
    if (isUnsigned) return { principal: anonymous, region: arns.region };
    const { name: service, isGlobal } = call.service;
    const own = isGlobal ? arns.globalRegion() : arns.region;
    const region = isInEveryRegion ? (signedRegionOf(request) ?? own) : own;
    return { principal: await authenticate(request, { region, service }, findKey), region };
  }

  #checkAccount(call: Call, caller: Principal, input: Json): void {
    if (operationOf(call).isUnsigned || call.service.servesAllAccounts) return;
    if (caller.accountId !== this.#options.arns.accountId) throw accessDenied(denialOf(call, caller, input));
  }

  #work({ service, operation }: Call, input: Json, { principal, region }: Caller): Json {
    // The handlers' types come from the table that the input has just been held to.
    const handler = service.handlers[operation] as (input: Json, caller: Principal, region: string) => Json;
    const output = handler(input, principal, region);
    const problems = findProblems(operationOf({ service, operation }).output, output).filter(isBroken);
    for (const { path, shown, text } of problems) {
      this.contractViolations.push(`${service.name} ${operation} answered ${shown} at '${path}': ${text}`);
    }
    if (problems.length > 0) throw new ServiceError('InternalFailure', 'The answer breaks the contract', 500);
    return output;
  }

  #checkedError({ service, operation }: Call, error: unknown): ServiceError {
    const serviceError = this.#toServiceError(error);
    const { code } = serviceError;
    const declared = operationOf({ service, operation }).errors;
    if (frameworkErrors.has(code) || declared.includes(code)) return serviceError;
    this.contractViolations.push(`${service.name} ${operation} answered ${code}, which it does not declare`);
    return new ServiceError('InternalFailure', `${operation} does not declare ${code}`, 500);
  }

  #toServiceError(error: unknown): ServiceError {
    if (error instanceof ServiceError) return error;
    this.contractViolations.push(
      `Defect of the emulator: ${error instanceof Error ? error.stack : String(error)}`,
    );
    return new ServiceError('InternalFailure', 'The emulator has a defect', 500);
  }

  async #delay(ms: number): Promise<void> {
    const { signal } = this.#closing;
    // An emulator that closes breaks the connection, so nobody sees the answer that comes early.
    await delay(ms, undefined, { signal }).catch(() => undefined);
  }
}

function operationOf({ service, operation }: Pick<Call, 'service' | 'operation'>) {
  const shape = service.operations[operation];
  if (!shape) throw new Error(`${service.name} has no operation ${operation}`);
  return shape;
}

function usualRefusal(problems: readonly Problem[]): ServiceError {
  return new ServiceError('ValidationException', describeProblems(problems));
}

function validInput(call: Call): Json {
  const input = call.readInput();
  const problems = findProblems(operationOf(call).input, input);
  if (problems.length > 0) throw call.service.refusal?.(problems) ?? usualRefusal(problems);
  return input;
}

/**
 * ECR's model gives the answer of ListImages the list of a request, 1 to 100 items, although a page may have
 * none of them or 1000.
 */
function isBroken({ kind }: Problem): boolean {
  return kind !== 'listSize';
}

function insteadOfWork(fault: Fault, call: Call, caller: Principal, input: Json): Reaction | undefined {
  if (fault.kind === 'html') return proxyPage;
  if (fault.kind === 'dropBefore') return 'drop';
  if (fault.kind === 'silence') return 'silence';
  const refusal = refusalOf(fault, denialOf(call, caller, input));
  if (refusal) throw refusal;
  return undefined;
}

function denialOf({ service, operation }: Call, caller: Principal, input: Json): Denied {
  return {
    callerArn: caller.arn,
    action: `${service.name}:${operation}`,
    resource: service.resourceOf?.(operation, input) ?? '*',
  };
}

function spoiled({ kind }: Fault, answer: Answer): Answer {
  if (kind === 'cutOff') return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
  return kind === 'asError' ? { ...answer, status: 400 } : answer;
}

const proxyPage: Answer = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>503 Service Unavailable</title></head><body><h1>Proxy error</h1></body></html>\n',
};

function logEntry(call: Call) {
  const input = inputOrNothing(call);
  const { ClientToken: clientToken } = input;
  const entry = { service: call.service.name, operation: call.operation, input };
  return typeof clientToken === 'string' ? { ...entry, clientToken } : entry;
}

function inputOrNothing(call: Call): Json {
  try {
    return call.readInput();
  } catch {
    return {};
  }
}
