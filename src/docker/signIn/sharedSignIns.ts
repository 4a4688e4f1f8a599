import { join } from 'node:path';
import type { Home } from './home.ts';
import { hasLogin, helperFor } from './registryAuth.ts';
import { readRegistryAuth } from './registryAuthFile.ts';
import type { SignIns } from './signIns.ts';

/**
 * Signs in for all of Finch, and out again where nobody was signed in. In its virtual machine it reads the
 * configuration there, `~/.finch/config.json`, whatever `DOCKER_CONFIG` is outside (runfinch/finch,
 * cmd/finch/nerdctl_remote.go: only `HOST_DOCKER_CONFIG` gets in, for credential helpers of newer versions).
 */
export async function createSharedSignIns(home: Home): Promise<SignIns> {
  const before = await readRegistryAuth(join(home.folder, '.finch', 'config.json'));
  const ours = new Set<string>();
  return {
    environment: {},
    findHelper: (host) => Promise.resolve(helperFor(before, host)),
    prepare: (host) => {
      if (!hasLogin(before, host)) ours.add(host);
      return Promise.resolve();
    },
    toSignOut: () => [...ours],
  };
}
