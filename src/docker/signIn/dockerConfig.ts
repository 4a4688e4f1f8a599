import { cp, mkdir, readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { helperFor, keptInFile, type RegistryAuth } from './registryAuth.ts';
import { readRegistryAuth, writeRegistryAuth } from './registryAuthFile.ts';
import type { SignIns } from './signIns.ts';

const fileName = 'config.json';

/**
 * A configuration folder of our own for docker and nerdctl. All that is in the user's is there as well: contexts,
 * plugins, builders and certificates as links, and `config.json`, which signing in writes to, as a copy.
 * @param folder has to be private: there are passwords in the file.
 * @param builderFolder stays, for what builders remember: without it they would take every file for a new one.
 */
export async function createDockerConfig(
  folder: string,
  userFolder: string,
  builderFolder: string,
): Promise<SignIns> {
  await mkdir(folder, { mode: 0o700 });
  const file = join(folder, fileName);
  const read = (): Promise<RegistryAuth> => readRegistryAuth(file);
  const write = (auth: RegistryAuth): Promise<void> => writeRegistryAuth(file, auth);

  await write(await readRegistryAuth(join(userFolder, fileName)));
  const others = (await readdir(userFolder).catch(() => [])).filter((name) => name !== fileName);
  await Promise.all(others.map((name) => inherit(join(userFolder, name), join(folder, name))));
  if (!others.includes('buildx')) await keepBuilder(folder, builderFolder);
  return {
    environment: { DOCKER_CONFIG: folder },
    findHelper: async (host) => helperFor(await read(), host),
    prepare: async (host) => write(keptInFile(await read(), host)),
    toSignOut: () => [],
  };
}

async function keepBuilder(folder: string, builderFolder: string): Promise<void> {
  await mkdir(builderFolder, { recursive: true, mode: 0o700 });
  await inherit(builderFolder, join(folder, 'buildx'));
}

async function inherit(source: string, target: string): Promise<void> {
  try {
    const isFolder = (await stat(source)).isDirectory();
    if (process.platform !== 'win32') await symlink(source, target);
    // Windows lets everybody make junctions, but links to files only the few that may.
    else if (isFolder) await symlink(source, target, 'junction');
    else await cp(source, target);
  } catch {
    // A link that leads nowhere, or what nobody may read: the engine could not use it either.
  }
}
