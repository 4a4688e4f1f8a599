import type { AwsCredentialIdentity } from '@smithy/types';

/** Credentials are renewed this long before they end, so that no call is under way with those that just did. */
const marginMs = 60_000;

/**
 * Credentials that are resolved once for all who need them, and again when they are over or were refused. The SDK's
 * own memory, one per client, can not be told that they were refused.
 */
export class HeldCredentials {
  readonly #resolve: () => Promise<AwsCredentialIdentity>;
  #current: Promise<AwsCredentialIdentity> | undefined;

  constructor(resolve: () => Promise<AwsCredentialIdentity>) {
    this.#resolve = resolve;
  }

  async provide(): Promise<AwsCredentialIdentity> {
    const before = this.#current;
    if (before) {
      const held = await before;
      if (!isOver(held)) return held;
      if (this.#current === before) this.#current = undefined;
    }
    return (this.#current ??= this.#begin());
  }

  /** Resolves them anew next time, whether or not they are still good. */
  forget(): void {
    this.#current = undefined;
  }

  /** Forgets credentials that were refused, unless they have been replaced since. */
  async reject(refused: AwsCredentialIdentity): Promise<void> {
    const current = this.#current;
    const held = await current?.catch(() => undefined);
    if (held?.accessKeyId === refused.accessKeyId && this.#current === current) this.forget();
  }

  #begin(): Promise<AwsCredentialIdentity> {
    const resolving = this.#resolve();
    resolving.catch(() => {
      if (this.#current === resolving) this.forget();
    });
    return resolving;
  }
}

function isOver({ expiration }: AwsCredentialIdentity): boolean {
  return expiration !== undefined && expiration.getTime() - marginMs <= Date.now();
}
