import { ECRClient } from '@aws-sdk/client-ecr';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';
import { once } from '../core/once.ts';
import type { ServiceName } from './endpoint.ts';

/** The only place that makes SDK clients: one set per profile and region, each made with its first call, and reused. */
export interface Clients {
  readonly sagemaker: () => SageMakerClient;
  /**
   * For the writes a user waits for. A client slows down all of its calls once one was throttled: were it the same,
   * a click would stand in line behind the rows that are filled in.
   */
  readonly sagemakerWrites: () => SageMakerClient;
  readonly ecr: () => ECRClient;
  readonly sts: () => STSClient;
}

/** Many attempts at a falling rate: the standard mode loses rows under throttling (docs/architecture.md, rule 11). */
const patientRetries = { retryMode: 'adaptive', maxAttempts: 8 };
/** Enough for a blip; then the user is told, and decides. */
const promptRetries = { retryMode: 'standard', maxAttempts: 4 };

export interface ClientOptions {
  /** Undefined lets the SDK's own chain choose, environment keys first. */
  readonly profile: string | undefined;
  readonly region: string;
  /** How long one request may go without an answer, in milliseconds. */
  readonly silenceMs: number;
  /** Undefined where AWS's own endpoint is meant. */
  readonly endpointOf: (service: ServiceName) => string | undefined;
}

export function createClients({ profile, region, silenceMs, endpointOf }: ClientOptions): Clients {
  const config = {
    region,
    ...(profile !== undefined && { profile }),
    credentials: fromNodeProviderChain({ ignoreCache: true, ...(profile !== undefined && { profile }) }),
    requestHandler: new PatientHandler(silenceMs),
  };
  const at = (service: ServiceName): { endpoint?: string } => {
    const endpoint = endpointOf(service);
    return endpoint ? { endpoint } : {};
  };
  return {
    sagemaker: once(() => new SageMakerClient({ ...config, ...patientRetries, ...at('sagemaker') })),
    sagemakerWrites: once(() => new SageMakerClient({ ...config, ...promptRetries, ...at('sagemaker') })),
    ecr: once(() => new ECRClient({ ...config, ...patientRetries, ...at('ecr') })),
    sts: once(() => new STSClient({ ...config, ...promptRetries, ...at('sts') })),
  };
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
    super();
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
