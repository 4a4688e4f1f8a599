import type * as vscode from 'vscode';
import type { Draft } from '../core/create/draft.ts';
import type { VersionRef } from '../core/model.ts';

/** A version whose creation is being followed, and with what it can be followed after a reload. */
export interface PendingVersion {
  readonly ref: VersionRef;
  readonly aliases: readonly string[];
  readonly profile: string;
  readonly region: string;
}

/** What this workspace remembers between walks and windows. Nothing secret is in it. */
export class Memory {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** What was last created from here. */
  lastUsed(origin: string): Draft | undefined {
    return this.#state.get<Draft>(`lastUsed:${origin}`) ?? this.#state.get<Draft>('lastUsed:');
  }

  /** A walk that was left or failed before its version was known to exist. */
  unfinished(origin: string): Draft | undefined {
    return this.#state.get<Draft>(`unfinished:${origin}`);
  }

  async keepUnfinished(origin: string, draft: Draft): Promise<void> {
    await this.#state.update(`unfinished:${origin}`, draft);
  }

  async finish(origin: string, draft: Draft): Promise<void> {
    await this.#state.update(`unfinished:${origin}`, undefined);
    await this.#state.update(`lastUsed:${origin}`, draft);
    await this.#state.update('lastUsed:', draft);
  }

  pending(): readonly PendingVersion[] {
    return this.#state.get<readonly PendingVersion[]>('pending', []);
  }

  async addPending(version: PendingVersion): Promise<void> {
    await this.removePending(version);
    await this.#state.update('pending', [...this.pending(), version]);
  }

  async removePending({ ref }: PendingVersion): Promise<void> {
    const others = this.pending().filter((other) => other.ref.arn !== ref.arn);
    await this.#state.update('pending', others);
  }
}
