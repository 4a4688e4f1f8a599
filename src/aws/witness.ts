import type { PatientHandler } from './requestHandler.ts';

type Handler = Pick<PatientHandler, 'handle' | 'updateHttpClientConfig' | 'httpHandlerConfigs'>;

/**
 * Passes requests on, and remembers what was wrong with the last one's way or server: the SDK's providers make a text
 * of it, or take it for a sign-in that is over.
 */
export class Witness implements Handler {
  /** Undefined when the last request was answered, be it with a refusal. */
  failure: Error | undefined;
  readonly #handler: PatientHandler;

  constructor(handler: PatientHandler) {
    this.#handler = handler;
  }

  async handle(...request: Parameters<Handler['handle']>): ReturnType<Handler['handle']> {
    try {
      const answer = await this.#handler.handle(...request);
      this.failure = failureOf(answer.response.statusCode);
      return answer;
    } catch (error) {
      this.failure = error instanceof Error ? error : undefined;
      throw error;
    }
  }

  updateHttpClientConfig(...setting: Parameters<Handler['updateHttpClientConfig']>): void {
    this.#handler.updateHttpClientConfig(...setting);
  }

  httpHandlerConfigs(): ReturnType<Handler['httpHandlerConfigs']> {
    return this.#handler.httpHandlerConfigs();
  }
}

function failureOf(status: number): Error | undefined {
  if (status < 500 && status !== 429) return undefined;
  const error = Object.assign(new Error(`HTTP ${status}`), { $metadata: { httpStatusCode: status } });
  if (status === 429) error.name = 'TooManyRequestsException';
  return error;
}
