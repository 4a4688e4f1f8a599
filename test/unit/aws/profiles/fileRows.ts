import type { Row } from './row.ts';
import { assumed, keysText, user } from './world.ts';

const strict = 'the CLI refuses the whole file';
const leftOut = 'the SDK’s reader leaves such names out';

/** How the files are written, named and found. */
export const fileRows: readonly Row[] = [
  {
    title: 'names with a space and without ASCII in the credentials file',
    given: ({ ann, bob }) => ({ credentials: `[büro 東京]\n${keysText(ann)}[other]\n${keysText(bob)}` }),
    profile: 'büro 東京',
    becomes: user('ann'),
  },
  {
    title: 'a name with a space in the configuration file',
    given: ({ ann }) => ({ config: `[profile "my work"]\n${keysText(ann)}` }),
    profile: 'my work',
    fails: 'profile.unusable',
    facts: { profile: 'my work', problem: { code: 'name.unsupported' } },
    cli: { differs: leftOut, becomes: user('ann') },
  },
  {
    title: 'a name without ASCII in the configuration file',
    given: ({ ann }) => ({ config: `[profile büro]\n${keysText(ann)}` }),
    profile: 'büro',
    fails: 'profile.unusable',
    facts: { problem: { code: 'name.unsupported' } },
    cli: { differs: leftOut, becomes: user('ann') },
  },
  {
    title: 'a name in quotes',
    given: ({ ann }) => ({ config: `[profile "work"]\n${keysText(ann)}` }),
    profile: 'work',
    becomes: user('ann'),
  },
  {
    title: 'a name in single quotes',
    given: ({ ann }) => ({ config: `[profile 'work']\n${keysText(ann)}` }),
    profile: 'work',
    becomes: user('ann'),
  },
  {
    title: 'two spaces before a name, in a container: not the container’s role',
    given: (world) => ({
      config: `[profile  work]\n${keysText(world.ann)}`,
      environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${world.url}/container-credentials` },
    }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'name.unsupported' } },
    cli: { differs: leftOut, becomes: user('ann') },
  },
  {
    title: 'spaces around the default profile’s name, in a container: not the container’s role',
    given: (world) => ({
      config: `[ default ]\n${keysText(world.ann)}`,
      environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${world.url}/container-credentials` },
    }),
    fails: 'profile.unusable',
    facts: { profile: 'default', problem: { code: 'name.unsupported' } },
    cli: { differs: 'the CLI becomes the machine', becomes: assumed('TaskRole') },
  },
  {
    title: 'spaces around a name in the credentials file are a part of it',
    given: ({ ann }) => ({ credentials: `[ work ]\n${keysText(ann)}` }),
    profile: 'work',
    fails: 'profile.unknown',
  },
  {
    title: 'two words in the credentials file',
    given: ({ ann }) => ({ credentials: `[my work]\n${keysText(ann)}` }),
    profile: 'my work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'name.unsupported' } },
    cli: { differs: leftOut, becomes: user('ann') },
  },
  {
    title: 'colons in the place of equals signs',
    given: ({ ann }) => ({ credentials: `[work]\n${keysText(ann).replaceAll(' = ', ': ')}` }),
    profile: 'work',
    fails: 'auth.missing',
    cli: { differs: 'the SDK’s reader takes them for nothing', becomes: user('ann') },
  },
  {
    title: 'a default profile whose header lacks its bracket, in a container: not the container’s role',
    given: (world) => ({
      credentials: `[default\n${keysText(world.ann)}`,
      environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${world.url}/container-credentials` },
    }),
    fails: 'profile.unusable',
    facts: { profile: 'default', problem: { code: 'header.unclosed', line: 0 } },
  },
  {
    title: 'a name with all that may be in one',
    given: ({ ann }) => ({ config: `[profile me@corp.example:dev/eu+1%-_]\n${keysText(ann)}` }),
    profile: 'me@corp.example:dev/eu+1%-_',
    becomes: user('ann'),
  },
  {
    title: '[profile …] in the credentials file',
    given: ({ ann }) => ({ credentials: `[profile work]\n${keysText(ann)}` }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'name.prefixed' } },
  },
  {
    title: 'no "profile" before the name in the configuration file',
    given: ({ ann }) => ({ config: `[work]\n${keysText(ann)}` }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'name.unprefixed' } },
  },
  {
    title: '[profile default]',
    given: ({ ann }) => ({ config: `[profile default]\n${keysText(ann)}` }),
    becomes: user('ann'),
  },
  {
    title: 'a header without its bracket: what follows is nobody’s',
    given: ({ ann, bob }) => ({ credentials: `[first]\n${keysText(ann)}[work\n${keysText(bob)}` }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'header.unclosed', line: 3 } },
  },
  {
    title: 'the profile before a header without its bracket',
    given: ({ ann, bob }) => ({ credentials: `[work]\n${keysText(ann)}[other\n${keysText(bob)}` }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'header.unclosed', line: 3 } },
  },
  {
    title: 'a role whose source is before a header without its bracket',
    given: (world) => ({
      config: `[profile work]\nrole_arn = ${world.role('Reader')}\nsource_profile = base\n`,
      credentials: `[base]\nregion = us-east-1\n[other\n${keysText(world.bob)}`,
    }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'header.unclosed', line: 2 } },
  },
  {
    title: 'a profile away from a header without its bracket',
    given: ({ ann, bob }) => ({ credentials: `[first]\n${keysText(bob)}[other\n[work]\n${keysText(ann)}` }),
    profile: 'work',
    becomes: user('ann'),
    cli: { differs: strict },
  },
  {
    title: 'lines that are no settings',
    given: ({ ann }) => ({ credentials: `what is this\n[work]\n????\n${keysText(ann)}= nothing\n` }),
    profile: 'work',
    becomes: user('ann'),
    cli: { differs: strict },
  },
  {
    title: 'a binary file',
    given: () => ({ credentials: '\u0000\u0001\uFFFD[[[\n]]]\n=\n' }),
    profile: 'work',
    fails: 'profile.unknown',
  },
  {
    title: 'a section that is there twice',
    given: ({ ann }) => ({
      credentials: `[work]\naws_access_key_id = ${ann.accessKeyId}\n[work]\naws_secret_access_key = ${ann.secretAccessKey}\n`,
    }),
    profile: 'work',
    becomes: user('ann'),
    cli: { differs: strict },
  },
  {
    title: 'a byte order mark',
    given: ({ ann }) => ({ credentials: `\uFEFF[work]\n${keysText(ann)}` }),
    profile: 'work',
    becomes: user('ann'),
    cli: { differs: strict },
  },
  {
    title: 'line ends of Windows',
    given: ({ ann }) => ({
      config: '[profile work]\r\nregion = us-east-1\r\n',
      credentials: `[work]\n${keysText(ann)}`.replaceAll('\n', '\r\n'),
    }),
    profile: 'work',
    becomes: user('ann'),
  },
  {
    title: 'comments in lines of their own',
    given: ({ ann }) => ({ credentials: `# mine\n[work] # at work\n; keys\n${keysText(ann)}# end` }),
    profile: 'work',
    becomes: user('ann'),
  },
  {
    title: 'comments behind values',
    given: ({ ann }) => ({ credentials: `[work]\n${keysText(ann).replaceAll('\n', ' # mine\n')}` }),
    profile: 'work',
    becomes: user('ann'),
    cli: { differs: 'the CLI takes them for a part of the value' },
  },
  {
    title: 'capitals in names of settings',
    given: ({ ann }) => ({
      credentials: `[work]\n${keysText(ann).replaceAll('aws_access_key_id', 'AWS_ACCESS_KEY_ID')}`,
    }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'settings.missing', profile: 'work', missing: ['aws_access_key_id'] } },
    cli: { differs: 'to the CLI they are the same', becomes: user('ann') },
  },
  {
    title: 'ten thousand profiles',
    given: ({ ann, bob }) => ({
      credentials: Array.from(
        { length: 10_000 },
        (_, index) => `[p${index}]\n${keysText(index === 9876 ? ann : bob)}`,
      ).join(''),
    }),
    profile: 'p9876',
    becomes: user('ann'),
  },
  {
    title: 'a profile called __proto__',
    given: ({ ann }) => ({ credentials: `[work]\n${keysText(ann)}[__proto__]\nregion = us-east-1\n` }),
    profile: 'work',
    fails: 'config.unreadable',
    facts: { reason: '[__proto__]' },
    cli: { differs: 'the SDK’s reader refuses the whole file', becomes: user('ann') },
  },
  {
    title: 'a profile called constructor',
    given: ({ ann }) => ({ credentials: `[work]\n${keysText(ann)}` }),
    profile: 'constructor',
    fails: 'profile.unknown',
  },
  {
    title: 'a role whose source is called constructor',
    given: (world) => ({
      config: `[profile work]\nrole_arn = ${world.role('Reader')}\nsource_profile = constructor\n`,
    }),
    profile: 'work',
    fails: 'profile.unusable',
  },
  {
    title: 'a configuration file that is a folder',
    given: ({ ann }) => ({ folders: ['.aws/config'], credentials: `[work]\n${keysText(ann)}` }),
    profile: 'work',
    fails: 'config.unreadable',
    facts: { reason: 'EISDIR' },
    cli: { differs: 'the CLI goes on without it', becomes: user('ann') },
  },
  {
    title: 'a credentials file that is a folder',
    given: () => ({ folders: ['.aws/credentials'], config: '[profile work]\nregion = us-east-1\n' }),
    profile: 'work',
    fails: 'config.unreadable',
    facts: { reason: 'EISDIR' },
  },
  {
    title: 'files that the environment names',
    given: (world) => ({
      config: `[profile work]\nrole_arn = ${world.role('Unknown')}\nsource_profile = work\n`,
      credentials: `[work]\n${keysText(world.bob)}`,
      files: {
        'elsewhere/config': `[profile work]\nrole_arn = ${world.role('Reader')}\nsource_profile = base\n`,
        'elsewhere/credentials': `[base]\n${keysText(world.ann)}`,
      },
      environment: {
        AWS_CONFIG_FILE: '~/elsewhere/config',
        AWS_SHARED_CREDENTIALS_FILE: '~/elsewhere/credentials',
      },
    }),
    profile: 'work',
    becomes: assumed('Reader'),
  },
  {
    title: 'files that the environment names, and that are not there',
    given: ({ ann }) => ({
      credentials: `[work]\n${keysText(ann)}`,
      environment: { AWS_SHARED_CREDENTIALS_FILE: '~/gone', AWS_CONFIG_FILE: '~/gone' },
    }),
    profile: 'work',
    fails: 'profile.unknown',
  },
];
