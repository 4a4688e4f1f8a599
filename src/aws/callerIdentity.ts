import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { AppError } from '../core/errors.ts';
import type { Identity } from '../core/model.ts';
import { required, signedCall, type SignedCaller } from './call.ts';
import type { Clients } from './clients.ts';

/** Knows whose credentials a session has, and keeps its writes in that account. */
export class CallerIdentity {
  readonly #clients: Clients;
  readonly #caller: SignedCaller;
  readonly #expectedAccount: string | undefined;
  #known: { readonly of: AwsCredentialIdentity; readonly identity: Identity } | undefined;
  /** The account that the user has been shown. */
  #shownAccount: string | undefined;

  /** @param expectedAccount the only one that may be written to; undefined when nobody says. */
  constructor(clients: Clients, caller: SignedCaller, expectedAccount: string | undefined) {
    this.#clients = clients;
    this.#caller = caller;
    this.#expectedAccount = expectedAccount;
  }

  /** Asks STS again only when the credentials have been renewed since. */
  async identify(signal: AbortSignal): Promise<Identity> {
    const identity = await this.#current(signal);
    this.#shownAccount ??= identity.accountId;
    return identity;
  }

  /** @returns undefined when the account has none, or it may not be asked for: it is only ever an addition. */
  async findAccountAlias(signal: AbortSignal): Promise<string | undefined> {
    const operation = 'ListAccountAliases';
    try {
      const answer = await signedCall(this.#caller, { operation }, signal, (options) =>
        this.#clients.iam().send(new ListAccountAliasesCommand({}), options),
      );
      return answer.AccountAliases?.[0];
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  }

  /**
   * @throws AppError when a write would go to another account than the workspace expects, or than the user was shown:
   *   a profile can change hands while a window is open.
   */
  async checkBeforeWrite(signal: AbortSignal): Promise<void> {
    const expected = this.#expectedAccount ?? this.#shownAccount;
    if (expected === undefined) return;
    const { accountId: account } = await this.#current(signal);
    if (account === expected) return;
    const { profile } = this.#caller;
    const code = this.#expectedAccount === undefined ? 'account.changed' : 'account.unexpected';
    throw new AppError(code, { profile, account, expected });
  }

  async #current(signal: AbortSignal): Promise<Identity> {
    const { credentials } = this.#caller;
    const of = await credentials.provide();
    if (this.#known?.of === of) return this.#known.identity;
    const operation = 'GetCallerIdentity';
    const { Account, Arn } = await signedCall(this.#caller, { operation }, signal, (options) =>
      this.#clients.sts().send(new GetCallerIdentityCommand({}), options),
    );
    // The call may have renewed them.
    const used = await credentials.provide();
    const identity = {
      accountId: required(Account, operation),
      arn: required(Arn, operation),
      ...(used.expiration && { expiresAt: used.expiration }),
    };
    this.#known = { of: used, identity };
    return identity;
  }
}
