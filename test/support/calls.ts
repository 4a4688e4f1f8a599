/** What a port was called with, and what a test wants to go wrong. */

export interface Call {
  readonly operation: string;
  readonly input: readonly unknown[];
}

interface ScriptedFailure {
  readonly error: Error;
  /** `answer`: the call has its effect, and only its answer is lost. */
  readonly losing: 'call' | 'answer';
}

/** Records the calls of an in-memory port and fails those that a test wants to fail. */
export class Calls<Operation extends string> {
  readonly #made: Call[] = [];
  readonly #failures = new Map<Operation, ScriptedFailure[]>();

  /** The inputs of every call of an operation, in order. */
  to(operation: Operation): readonly (readonly unknown[])[] {
    return this.#made.filter((call) => call.operation === operation).map(({ input }) => input);
  }

  /** Operations in the order of their calls. */
  get operations(): readonly string[] {
    return this.#made.map(({ operation }) => operation);
  }

  /** Lets the next calls of the operation fail, one per error, without any effect. */
  fail(operation: Operation, ...errors: readonly Error[]): void {
    this.#script(
      operation,
      errors.map((error) => ({ error, losing: 'call' })),
    );
  }

  /** Lets the next call of the operation have its effect, and then fail all the same. */
  loseAnswer(operation: Operation, error: Error): void {
    this.#script(operation, [{ error, losing: 'answer' }]);
  }

  /** Carries out one call as the test's script wants it. */
  async make<T>(
    operation: Operation,
    input: readonly unknown[],
    signal: AbortSignal,
    effect: () => T,
  ): Promise<T> {
    signal.throwIfAborted();
    this.#made.push({ operation, input });
    await Promise.resolve();
    signal.throwIfAborted();
    const failure = this.#failures.get(operation)?.shift();
    if (failure?.losing === 'call') throw failure.error;
    const result = effect();
    if (failure) throw failure.error;
    return result;
  }

  #script(operation: Operation, failures: readonly ScriptedFailure[]): void {
    this.#failures.set(operation, [...(this.#failures.get(operation) ?? []), ...failures]);
  }
}

/** Pages of a listing, the last of them empty when everything went into the others. */
export function* pagesOf<T>(items: readonly T[], pageSize: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += pageSize) yield items.slice(from, from + pageSize);
}
