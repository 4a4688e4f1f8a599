import type * as vscode from 'vscode';
import type { Draft } from '../core/create/draft.ts';
import { readQuery, type ExplorerQuery } from '../core/explorer/explorerQuery.ts';

/** What the picker answered last. An empty profile stands for credentials that are there without one. */
export interface PickedSession {
  readonly profile: string;
  readonly region: string;
}

/** How many regions are offered before the others. */
const recentRegionCount = 5;

/** What is remembered between walks and windows. Nothing secret is in it. */
export class Memory {
  readonly #state: vscode.Memento;
  readonly #everywhere: vscode.Memento;

  /**
   * @param state what belongs to this workspace.
   * @param everywhere what belongs to the user, whatever is open.
   */
  constructor(state: vscode.Memento, everywhere: vscode.Memento) {
    this.#state = state;
    this.#everywhere = everywhere;
  }

  /** What was picked for this workspace. */
  pickedSession(): PickedSession | undefined {
    return this.#state.get<PickedSession>('session');
  }

  async keepPickedSession(picked: PickedSession): Promise<void> {
    const others = this.recentRegions().filter((region) => region !== picked.region);
    await this.#everywhere.update('recentRegions', [picked.region, ...others].slice(0, recentRegionCount));
    await this.#state.update('session', picked);
  }

  /** The latest first. */
  recentRegions(): readonly string[] {
    return this.#everywhere.get<readonly string[]>('recentRegions', []);
  }

  /** What the sidebar was last asked to show, in this workspace. */
  explorerQuery(): ExplorerQuery | undefined {
    return readQuery(this.#state.get('explorerQuery'));
  }

  async keepExplorerQuery(query: ExplorerQuery): Promise<void> {
    await this.#state.update('explorerQuery', query);
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
}
