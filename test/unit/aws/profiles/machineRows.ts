import type { Given, Row } from './row.ts';
import { assumed, keysText, user, type World } from './world.ts';

const inContainer = ({ url }: World): NonNullable<Given['environment']> => ({
  AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container-credentials`,
});
const onInstance = ({ url }: World): NonNullable<Given['environment']> => ({
  AWS_EC2_METADATA_DISABLED: undefined,
  AWS_EC2_METADATA_SERVICE_ENDPOINT: `${url}/`,
});

/** @param lines of a shell script */
function withProcess(...lines: readonly string[]): Given {
  return {
    config: '[profile work]\ncredential_process = sh ~/credentials.sh\n',
    files: { 'credentials.sh': `${lines.join('\n')}\n` },
  };
}

function printKeys({ ann }: World): string {
  const answer = { Version: 1, AccessKeyId: ann.accessKeyId, SecretAccessKey: ann.secretAccessKey };
  return `echo '${JSON.stringify(answer)}'`;
}

/** Profiles that leave it to a program, a file or the machine, and machines without profiles. */
export const machineRows: readonly Row[] = [
  {
    title: 'a program that prints keys',
    given: (world) => withProcess(printKeys(world)),
    profile: 'work',
    becomes: user('ann'),
  },
  {
    title: 'a program that fails',
    given: (world) => withProcess(`echo ${world.secret()} >&2`, 'exit 3'),
    profile: 'work',
    fails: 'auth.processFailed',
    facts: { profile: 'work' },
  },
  {
    title: 'a program that prints something else',
    given: (world) => withProcess(`echo '{"SecretAccessKey": "${world.secret()}'`),
    profile: 'work',
    fails: 'auth.processFailed',
  },
  {
    title: 'a program that prints another version',
    given: (world) => withProcess(`echo '{"Version": 2, "SecretAccessKey": "${world.secret()}"}'`),
    profile: 'work',
    fails: 'auth.processFailed',
  },
  {
    title: 'a program that is not there',
    given: () => ({ config: '[profile work]\ncredential_process = ~/gone\n' }),
    profile: 'work',
    fails: 'auth.processFailed',
  },
  {
    title: 'a program in a workspace that nobody trusts',
    given: (world) => withProcess(printKeys(world)),
    profile: 'work',
    isTrusted: false,
    fails: 'auth.processUntrusted',
    facts: { profile: 'work' },
    cli: { differs: 'the CLI knows no workspaces', becomes: user('ann') },
  },
  {
    title: 'a role whose source is a program',
    given: (world) => {
      const { config, files = {} } = withProcess(printKeys(world));
      const role = `[profile top]\nrole_arn = ${world.role('Reader')}\nsource_profile = work\n`;
      return { config: `${role}${config}`, files };
    },
    profile: 'top',
    becomes: assumed('Reader'),
  },
  {
    title: 'a role whose source is a program, in a workspace that nobody trusts',
    given: (world) => {
      const { config, files = {} } = withProcess(printKeys(world));
      const role = `[profile top]\nrole_arn = ${world.role('Reader')}\nsource_profile = work\n`;
      return { config: `${role}${config}`, files };
    },
    profile: 'top',
    isTrusted: false,
    fails: 'auth.processUntrusted',
    facts: { profile: 'top' },
    cli: { differs: 'the CLI knows no workspaces', becomes: assumed('Reader') },
  },
  {
    title: 'a token of another identity provider',
    given: (world) => ({
      config: `[profile work]\nrole_arn = ${world.role('Reader')}\nweb_identity_token_file = ~/token\n`,
      files: { token: world.emulator.webIdentityToken },
    }),
    profile: 'work',
    becomes: assumed('Reader'),
  },
  {
    title: 'a token of another identity provider beside a session name',
    given: (world) => ({
      config: `[profile work]\nrole_arn = ${world.role('Reader')}\nweb_identity_token_file = ~/token\nrole_session_name = pod\n`,
      files: { token: world.emulator.webIdentityToken },
    }),
    profile: 'work',
    becomes: assumed('Reader', 'pod'),
  },
  {
    title: 'a token of another identity provider that is not there',
    given: (world) => ({
      config: `[profile work]\nrole_arn = ${world.role('Reader')}\nweb_identity_token_file = ~/token\n`,
    }),
    profile: 'work',
    fails: 'config.unreadable',
    facts: { reason: 'ENOENT' },
  },
  {
    title: 'a token of another identity provider that AWS refuses',
    given: (world) => ({
      config: `[profile work]\nrole_arn = ${world.role('Reader')}\nweb_identity_token_file = ~/token\n`,
      files: { token: world.secret() },
    }),
    profile: 'work',
    fails: 'auth.refused',
  },
  {
    title: 'a token of another identity provider for a role that takes none',
    given: (world) => ({
      config: `[profile work]\nrole_arn = ${world.role('UsersOnly')}\nweb_identity_token_file = ~/token\n`,
      files: { token: world.emulator.webIdentityToken },
    }),
    profile: 'work',
    fails: 'auth.denied',
  },
  {
    title: 'a token of another identity provider in the environment',
    given: (world) => ({
      files: { token: world.emulator.webIdentityToken },
      environment: {
        AWS_ROLE_ARN: world.role('Reader'),
        AWS_WEB_IDENTITY_TOKEN_FILE: '~/token',
        AWS_ROLE_SESSION_NAME: 'pod',
      },
    }),
    becomes: assumed('Reader', 'pod'),
  },
  {
    title: 'a token of another identity provider in the environment that is not there',
    given: (world) => ({
      environment: { AWS_ROLE_ARN: world.role('Reader'), AWS_WEB_IDENTITY_TOKEN_FILE: '~/token' },
    }),
    fails: 'config.unreadable',
  },
  {
    title: 'a token file without a role',
    given: (world) => ({
      config: '[profile work]\nweb_identity_token_file = ~/token\n',
      files: { token: world.emulator.webIdentityToken },
    }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'settings.missing', profile: 'work', missing: ['role_arn'] } },
  },
  {
    title: 'a container',
    given: (world) => ({ environment: inContainer(world) }),
    becomes: assumed('TaskRole'),
  },
  {
    title: 'an instance',
    given: (world) => ({ environment: onInstance(world) }),
    becomes: assumed('StudioHost', 'i-0123456789abcdef0'),
  },
  {
    title: 'a default profile with keys, in a container',
    given: (world) => ({
      credentials: `[default]\n${keysText(world.ann)}`,
      environment: inContainer(world),
    }),
    becomes: user('ann'),
  },
  {
    title: 'a default profile with only a region, in a container',
    given: (world) => ({ config: '[default]\nregion = us-east-1\n', environment: inContainer(world) }),
    becomes: assumed('TaskRole'),
  },
  {
    title: 'a chosen profile with only a region, in a container',
    given: (world) => ({ config: '[profile work]\nregion = us-east-1\n', environment: inContainer(world) }),
    profile: 'work',
    becomes: assumed('TaskRole'),
  },
  {
    title: 'a chosen profile with nothing in it, on an instance',
    given: (world) => ({ config: '[profile work]\n', environment: onInstance(world) }),
    profile: 'work',
    becomes: assumed('StudioHost', 'i-0123456789abcdef0'),
  },
  {
    title: 'a chosen profile with only a region, on a machine without a role',
    given: () => ({ config: '[profile work]\nregion = us-east-1\n' }),
    profile: 'work',
    fails: 'auth.missing',
    facts: { profile: 'work' },
  },
  {
    title: 'a broken default profile, in a container: not the container’s role',
    given: (world) => ({
      config: `[default]\nrole_arn = ${world.role('Reader')}\nsource_profile = gone\n`,
      environment: inContainer(world),
    }),
    fails: 'profile.unusable',
    facts: { problem: { code: 'source.missing', profile: 'default', source: 'gone' } },
  },
  {
    title: 'a default profile that nobody signed in for, on an instance: not the instance’s role',
    given: (world) => {
      const { profile, session } = world.sso();
      return { config: `[default]\n${profile}${session}`, environment: onInstance(world) };
    },
    fails: 'auth.signedOut',
    facts: { profile: 'default', signIn: { way: 'sso', profile: 'default' } },
  },
  {
    title: 'a default profile whose program fails, in a container: not the container’s role',
    given: (world) => {
      const { config = '', files = {} } = withProcess('exit 1');
      return { config: config.replace('profile work', 'default'), files, environment: inContainer(world) };
    },
    fails: 'auth.processFailed',
  },
  {
    title: 'half of a pair of keys, in a container: not the container’s role',
    given: (world) => ({
      credentials: `[work]\naws_secret_access_key = ${world.secret()}\n`,
      environment: inContainer(world),
    }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'settings.missing', profile: 'work', missing: ['aws_access_key_id'] } },
    cli: { differs: 'the CLI misses a secret alone, not a key alone', becomes: assumed('TaskRole') },
  },
];
