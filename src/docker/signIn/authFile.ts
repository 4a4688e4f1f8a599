import { join } from 'node:path';
import { dockerFolder, absoluteIn, type Home } from './home.ts';
import { helperFor, mergeRegistryAuth, withoutHelper, type RegistryAuth } from './registryAuth.ts';
import { readRegistryAuth, writeRegistryAuth } from './registryAuthFile.ts';
import type { SignIns } from './signIns.ts';

/**
 * A file of our own for podman's `--authfile`. It takes the place of all the user's own files, so it begins as a copy
 * of them, in podman's order (containers-auth.json(5)).
 * @param folder has to be private.
 */
export async function createAuthFile(
  folder: string,
  home: Home,
): Promise<{ file: string; signIns: SignIns }> {
  const file = join(folder, 'auth.json');
  const read = (): Promise<RegistryAuth> => readRegistryAuth(file);
  const write = (auth: RegistryAuth): Promise<void> => writeRegistryAuth(file, auth);

  await write(mergeRegistryAuth(await Promise.all(usersFiles(home).map(readRegistryAuth))));
  const signIns: SignIns = {
    environment: {},
    findHelper: async (host) => helperFor(await read(), host),
    prepare: async (host) => write(withoutHelper(await read(), host)),
    toSignOut: () => [],
  };
  return { file, signIns };
}

function usersFiles(home: Home): readonly string[] {
  const chosen = absoluteIn(home, 'REGISTRY_AUTH_FILE');
  if (chosen) return [chosen];
  const runtime = runtimeFolder(home);
  return [
    ...(runtime ? [join(runtime, 'auth.json')] : []),
    join(absoluteIn(home, 'XDG_CONFIG_HOME') ?? join(home.folder, '.config'), 'containers', 'auth.json'),
    join(dockerFolder(home), 'config.json'),
  ];
}

/** Undefined on Windows, where podman knows none. */
function runtimeFolder(home: Home): string | undefined {
  const uid = process.getuid?.();
  const chosen = absoluteIn(home, 'XDG_RUNTIME_DIR');
  if (chosen) return join(chosen, 'containers');
  return uid === undefined ? undefined : `/run/containers/${uid}`;
}
