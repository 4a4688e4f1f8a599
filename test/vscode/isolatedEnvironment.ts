import { join } from 'node:path';

/**
 * Changes to the environment with which VS Code sees nothing of the developer's own AWS accounts and Docker log-ins:
 * profiles are looked for in `<home>/.aws` and log-ins are kept in `<home>/.docker`. An `undefined` removes a variable.
 */
export function isolatedEnvironment(home: string): Record<string, string | undefined> {
  const inherited = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(inherited.map((name) => [name, undefined])),
    AWS_CONFIG_FILE: join(home, '.aws', 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, '.aws', 'credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    DOCKER_CONFIG: join(home, '.docker'),
  };
}
