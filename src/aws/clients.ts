import { ECRClient } from '@aws-sdk/client-ecr';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';

/** The only place that makes SDK clients: one of each per profile and region, reused. */
export interface Clients {
  readonly sagemaker: SageMakerClient;
  readonly ecr: ECRClient;
  readonly sts: STSClient;
}

export interface ClientOptions {
  /** Undefined lets the SDK's own chain choose, environment keys first. */
  readonly profile: string | undefined;
  readonly region: string;
  /** How long one request may go without an answer, in milliseconds. */
  readonly silenceMs: number;
}

export function createClients({ profile, region, silenceMs }: ClientOptions): Clients {
  const config = {
    region,
    ...(profile !== undefined && { profile }),
    credentials: fromNodeProviderChain({ ignoreCache: true, ...(profile !== undefined && { profile }) }),
    // Adaptive: the standard mode gives up under throttling when rows are filled in (docs/architecture.md, rule 11).
    retryMode: 'adaptive',
    maxAttempts: 8,
    requestHandler: new PatientHandler(silenceMs),
  };
  return { sagemaker: new SageMakerClient(config), ecr: new ECRClient(config), sts: new STSClient(config) };
}

/** A request went unanswered for too long. Under a name of its own, so that the SDK does not wait as long again. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms`);
    this.milliseconds = milliseconds;
  }
}

/** Gives up on a request that gets no answer; the SDK itself would wait for ever. */
class PatientHandler extends NodeHttpHandler {
  readonly #silenceMs: number;

  constructor(silenceMs: number) {
    super({ connectionTimeout: 10_000 });
    this.#silenceMs = silenceMs;
  }

  override async handle(
    request: Parameters<NodeHttpHandler['handle']>[0],
    options: HttpHandlerOptions = {},
  ): ReturnType<NodeHttpHandler['handle']> {
    const silence = AbortSignal.timeout(this.#silenceMs);
    const caller = options.abortSignal as AbortSignal | undefined;
    const abortSignal = caller ? AbortSignal.any([caller, silence]) : silence;
    try {
      return await super.handle(request, { ...options, abortSignal });
    } catch (error) {
      if (silence.aborted && !caller?.aborted) throw new SilenceError(this.#silenceMs);
      throw error;
    }
  }
}
