import { isAbsolute, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the user's own configuration is looked for. */
export interface Home {
  readonly folder: string;
  readonly environment: Environment;
}

/** Where Docker's own configuration is. */
export function dockerFolder(home: Home): string {
  return absoluteIn(home, 'DOCKER_CONFIG') ?? join(home.folder, '.docker');
}

/** A path in a variable. @returns undefined for a relative one: it would lead to wherever one is, as into a workspace. */
export function absoluteIn({ environment }: Home, variable: string): string | undefined {
  const path = environment[variable] ?? '';
  return isAbsolute(path) ? path : undefined;
}
