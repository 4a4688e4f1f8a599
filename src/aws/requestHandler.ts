import { Agent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';
import { sendUnchecked } from './uncheckedRequest.ts';

export interface RequestHandlerOptions {
  /** How long one request may go without an answer, in milliseconds. */
  readonly silenceMs: number;
  /** Whether a server has to prove who it is, as VS Code's `http.proxyStrictSSL` has it. */
  readonly strictSsl: boolean;
  /** Certificates to trust in place of those that Node brings along, in PEM. */
  readonly certificates: string | undefined;
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
export class PatientHandler extends NodeHttpHandler {
  /** How long one request may go without an answer, in milliseconds. */
  readonly silenceMs: number;
  readonly #strictSsl: boolean;

  constructor({ silenceMs, strictSsl, certificates }: RequestHandlerOptions) {
    // The SDK does not read AWS_CA_BUNDLE. The limit of sockets is its own default.
    super(
      certificates ? { httpsAgent: new Agent({ ca: certificates, keepAlive: true, maxSockets: 50 }) } : {},
    );
    this.silenceMs = silenceMs;
    this.#strictSsl = strictSsl;
  }

  override async handle(
    request: Parameters<NodeHttpHandler['handle']>[0],
    options: HttpHandlerOptions = {},
  ): ReturnType<NodeHttpHandler['handle']> {
    const silence = AbortSignal.timeout(this.silenceMs);
    const caller = options.abortSignal as AbortSignal | undefined;
    const abortSignal = caller ? AbortSignal.any([caller, silence]) : silence;
    try {
      const isUnchecked = !this.#strictSsl && request.protocol === 'https:';
      return await (isUnchecked
        ? sendUnchecked(request, abortSignal)
        : super.handle(request, { ...options, abortSignal }));
    } catch (error) {
      if (silence.aborted && !caller?.aborted) throw new SilenceError(this.silenceMs);
      throw error;
    }
  }
}
