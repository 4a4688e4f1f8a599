/** A home folder of its own for what reads the user's settings, and an environment without any of theirs. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rememberEnvironment } from '../../support/rememberEnvironment.ts';

export class Home {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'emulator-home-'));

  /** What a process needs in its environment to live here. */
  get environment(): Readonly<Record<string, string>> {
    return {
      HOME: this.folder,
      USERPROFILE: this.folder,
      AWS_CONFIG_FILE: this.#path('.aws/config'),
      AWS_SHARED_CREDENTIALS_FILE: this.#path('.aws/credentials'),
      AWS_LOGIN_CACHE_DIRECTORY: this.#path('.aws/login/cache'),
    };
  }

  /** @returns the whole path of the file */
  write(name: string, text: string): string {
    const file = this.#path(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  read(name: string): string {
    return readFileSync(this.#path(name), 'utf8');
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #path(name: string): string {
    return path.join(this.folder, name);
  }
}

/** Moves this process into a home of its own before each test, and back after it. */
export function useHome(): { readonly home: Home } {
  const fixture: { home?: Home } = {};
  let restoreEnvironment: (() => void) | undefined;
  beforeEach(() => {
    fixture.home = new Home();
    restoreEnvironment = rememberEnvironment();
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, fixture.home.environment);
  });
  afterEach(() => {
    restoreEnvironment?.();
    fixture.home?.dispose();
  });
  // Filled before each test, which is the only time it is looked at.
  return fixture as { readonly home: Home };
}
