/** The passwords that ECR gives out for its registries. */

import { randomBytes } from 'node:crypto';

export interface IssuedToken {
  /** As `GetAuthorizationToken` has it: user and password in Base64. */
  readonly authorizationToken: string;
  /** Seconds since the epoch, as on the wire. */
  readonly expiresAt: number;
}

/** What a registry makes of a user and a password. */
export type Judgement = 'good' | 'expired' | 'unknown';

/** Real ones are about as long, which is more than some places for passwords have room for. */
const passwordBytes = 1400;
const twelveHours = 12 * 60 * 60;

export class RegistryTokens {
  /** How long those live that are given out from now on. */
  seconds = twelveHours;
  readonly #issued = new Map<string, { readonly scope: string; expiresAt: number }>();

  /** @param scope the region whose registries it opens, or `public` */
  issue(scope: string): IssuedToken {
    const password = randomBytes(passwordBytes).toString('base64url');
    const expiresAt = Date.now() / 1000 + this.seconds;
    this.#issued.set(password, { scope, expiresAt });
    return { authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'), expiresAt };
  }

  judge(scope: string, user: string, password: string): Judgement {
    const issued = this.#issued.get(password);
    if (user !== 'AWS' || issued?.scope !== scope) return 'unknown';
    return issued.expiresAt > Date.now() / 1000 ? 'good' : 'expired';
  }

  /** Ends all that were given out. */
  expire(): void {
    for (const issued of this.#issued.values()) issued.expiresAt = 0;
  }

  /** Whether a text has a part of one of them in it, in whatever form it travels: a secret can be looked for. */
  isIn(text: string): boolean {
    return [...this.#issued.keys()]
      .flatMap((password) => [password, Buffer.from(`AWS:${password}`).toString('base64')])
      .some((form) => partsOf(form).some((part) => text.includes(part)));
  }
}

function partsOf(secret: string): string[] {
  return secret.match(/.{20}/g) ?? [];
}
