/** Where an engine's program keeps what it has signed in to, so that the user's own configuration stays as it is. */
export interface SignIns {
  /** For every command of the engine. */
  readonly environment: Readonly<Record<string, string>>;
  /** The name of the user's credential helper for a registry. */
  findHelper(host: string): Promise<string | undefined>;
  /** Has to come before signing in there. */
  prepare(host: string): Promise<void>;
  /** Registries to sign out of in the end: where there was no way but to sign in for all. */
  toSignOut(): readonly string[];
}
