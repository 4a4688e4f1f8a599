import { readFile, writeFile } from 'node:fs/promises';
import { parseRegistryAuth, type RegistryAuth } from './registryAuth.ts';

/** @returns an empty one where there is no such file. */
export async function readRegistryAuth(file: string): Promise<RegistryAuth> {
  return parseRegistryAuth(await readFile(file, 'utf8').catch(() => ''));
}

/** Passwords are in it: nobody else may read it. */
export async function writeRegistryAuth(file: string, auth: RegistryAuth): Promise<void> {
  await writeFile(file, JSON.stringify(auth, undefined, '\t'), { mode: 0o600 });
}
