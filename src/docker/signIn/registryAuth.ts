/** What Docker's `config.json` and podman's `auth.json` say about registries, and whatever else is in them. */
export type RegistryAuth = Readonly<Record<string, unknown>>;

/** @returns an empty one for what is none: the engines go on without it as well. */
export function parseRegistryAuth(text: string): RegistryAuth {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** The name of the credential helper for a registry, as the engines find it. */
export function helperFor(auth: RegistryAuth, host: string): string | undefined {
  const own = recordIn(auth, 'credHelpers')[host];
  const name = typeof own === 'string' ? own : auth['credsStore'];
  // A helper is a program, and this a part of its name.
  return typeof name === 'string' && /^[\w.-]+$/.test(name) ? name : undefined;
}

export function hasLogin(auth: RegistryAuth, host: string): boolean {
  return host in recordIn(auth, 'auths');
}

/**
 * The same, but what is signed in to at this host stays in the file. An empty helper goes before the store of all
 * (docker/cli, cli/config/configfile/file.go, getConfiguredCredentialStore).
 */
export function keptInFile(auth: RegistryAuth, host: string): RegistryAuth {
  return { ...auth, credHelpers: { ...recordIn(auth, 'credHelpers'), [host]: '' } };
}

/** The same without a helper for this host. podman has no store of all, and would run an empty helper. */
export function withoutHelper(auth: RegistryAuth, host: string): RegistryAuth {
  const helpers = Object.entries(recordIn(auth, 'credHelpers')).filter(([name]) => name !== host);
  return { ...auth, credHelpers: Object.fromEntries(helpers) };
}

/** All of them as one; the first that knows a registry is the one that counts. */
export function mergeRegistryAuth(all: readonly RegistryAuth[]): RegistryAuth {
  const merged = (name: string): Readonly<Record<string, unknown>> =>
    Object.assign({}, ...all.toReversed().map((auth) => recordIn(auth, name)));
  return { auths: merged('auths'), credHelpers: merged('credHelpers') };
}

function recordIn(auth: RegistryAuth, name: string): Readonly<Record<string, unknown>> {
  const value = auth[name];
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
