import { join } from 'node:path';

/**
 * Changes to the environment with which VS Code sees nothing of the developer's own AWS accounts and Docker log-ins:
 * profiles and sign-ins are looked for in `<home>/.aws` and log-ins are kept in `<home>/.docker`. An `undefined`
 * removes a variable.
 */
export function isolatedEnvironment(home: string): Record<string, string | undefined> {
  const inherited = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(inherited.map((name) => [name, undefined])),
    // macOS would not find the keychain any more, and say so in a dialog.
    ...(process.platform !== 'darwin' && { HOME: home, USERPROFILE: home }),
    AWS_CONFIG_FILE: join(home, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
    AWS_LOGIN_CACHE_DIRECTORY: join(home, '.aws', 'login', 'cache'),
    AWS_EC2_METADATA_DISABLED: 'true',
    DOCKER_CONFIG: join(home, '.docker'),
  };
}
