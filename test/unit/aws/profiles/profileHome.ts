import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { rememberEnvironment } from '../../../support/rememberEnvironment.ts';
import { Home } from '../../emulator/useHome.ts';
import type { Given } from './row.ts';
import type { World } from './world.ts';

/** The home of one row: its files, and what a program has in its environment there. */
export class ProfileHome {
  readonly environment: Readonly<Record<string, string>>;
  readonly #home = new Home();
  #restoreEnvironment: (() => void) | undefined;
  readonly #signIns: readonly string[];

  constructor({ config, credentials, files = {}, folders = [], environment = {} }: Given, { url }: World) {
    const all = { '.aws/config': config, '.aws/credentials': credentials, ...files };
    for (const [name, text] of Object.entries(all)) if (text !== undefined) this.write(name, text);
    for (const name of folders) mkdirSync(this.path(name), { recursive: true });
    this.#signIns = Object.keys(files).filter((name) => name.endsWith('.json'));
    const variables = Object.entries({
      HOME: this.#home.folder,
      USERPROFILE: this.#home.folder,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: url,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...environment,
    });
    this.environment = Object.fromEntries(
      variables.flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value.replaceAll('~', this.#home.folder)]],
      ),
    );
  }

  path(name: string): string {
    return path.join(this.#home.folder, name);
  }

  write(name: string, text: string): void {
    this.#home.write(name, text.replaceAll('~', this.#home.folder));
  }

  read(name: string): string {
    return this.#home.read(name);
  }

  /** What the files of sign-ins hold by now, as far as it can be read. */
  signIns(): readonly object[] {
    return this.#signIns.flatMap((name) => {
      try {
        return [JSON.parse(this.read(name)) as object];
      } catch {
        return [];
      }
    });
  }

  dispose(): void {
    this.#home.dispose();
  }

  /** Lets this process live here, as far as it looks at its environment. */
  enter(): void {
    this.#restoreEnvironment = rememberEnvironment();
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, this.environment);
  }

  leave(): void {
    this.#restoreEnvironment?.();
  }
}
