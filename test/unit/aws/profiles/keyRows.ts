import type { Row } from './row.ts';
import { assumed, keysInEnvironment, keysText, user } from './world.ts';

/** Profiles with keys of their own, and keys without a profile. */
export const keyRows: readonly Row[] = [
  {
    title: 'keys in the credentials file',
    given: ({ ann }) => ({ credentials: `[work]\n${keysText(ann)}` }),
    profile: 'work',
    becomes: user('ann'),
  },
  {
    title: 'keys in the configuration file alone',
    given: ({ ann }) => ({ config: `[profile work]\n${keysText(ann)}` }),
    profile: 'work',
    becomes: user('ann'),
  },
  {
    title: 'keys in both files: those of the credentials file win',
    given: ({ ann, bob }) => ({
      config: `[profile work]\n${keysText(ann)}`,
      credentials: `[work]\n${keysText(bob)}`,
    }),
    profile: 'work',
    becomes: user('bob'),
  },
  {
    title: 'the default profile, which nobody chose',
    given: ({ ann }) => ({ credentials: `[default]\n${keysText(ann)}` }),
    becomes: user('ann'),
  },
  {
    title: 'AWS_PROFILE, which nobody overrides',
    given: ({ ann, bob }) => ({
      credentials: `[default]\n${keysText(ann)}\n[work]\n${keysText(bob)}`,
      environment: { AWS_PROFILE: 'work' },
    }),
    becomes: user('bob'),
  },
  {
    title: 'keys of a session',
    given: ({ session }) => ({ credentials: `[work]\n${keysText(session)}` }),
    profile: 'work',
    becomes: assumed('DataScientist', 'developer'),
  },
  {
    title: 'keys of a session that is over',
    given: ({ ended }) => ({ credentials: `[work]\n${keysText(ended)}` }),
    profile: 'work',
    fails: 'auth.expired',
    facts: { profile: 'work' },
  },
  {
    title: 'a wrong secret',
    given: (world) => ({
      credentials: `[work]\n${keysText({ ...world.ann, secretAccessKey: world.secret() })}`,
    }),
    profile: 'work',
    fails: 'auth.invalid',
    facts: { profile: 'work', region: 'us-east-1' },
  },
  {
    title: 'half of a pair of keys',
    given: ({ ann }) => ({ credentials: `[work]\naws_access_key_id = ${ann.accessKeyId}\n` }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: {
      problem: { code: 'settings.missing', profile: 'work', missing: ['aws_secret_access_key'] },
    },
  },
  {
    title: 'a profile that no file has',
    given: ({ ann }) => ({ credentials: `[work]\n${keysText(ann)}` }),
    profile: 'gone',
    fails: 'profile.unknown',
    facts: { profile: 'gone' },
  },
  {
    title: 'keys in the environment, and no profile',
    given: ({ ann, bob }) => ({
      credentials: `[default]\n${keysText(ann)}`,
      environment: keysInEnvironment(bob),
    }),
    becomes: user('bob'),
  },
  {
    title: 'keys of a session in the environment',
    given: ({ session }) => ({ environment: keysInEnvironment(session) }),
    becomes: assumed('DataScientist', 'developer'),
  },
  {
    title: 'keys in the environment beside AWS_PROFILE',
    given: ({ ann, bob }) => ({
      credentials: `[work]\n${keysText(ann)}`,
      environment: { AWS_PROFILE: 'work', ...keysInEnvironment(bob) },
    }),
    becomes: user('ann'),
    cli: { differs: 'to the CLI only --profile outranks keys in the environment', becomes: user('bob') },
  },
  {
    title: 'keys in the environment beside a chosen profile',
    given: ({ ann, bob }) => ({
      credentials: `[work]\n${keysText(ann)}`,
      environment: keysInEnvironment(bob),
    }),
    profile: 'work',
    becomes: user('ann'),
  },
  {
    title: 'keys beside a sign-in',
    given: (world) => {
      const { profile, session, files } = world.sso();
      return { config: `[profile work]\n${profile}${keysText(world.ann)}${session}`, files };
    },
    profile: 'work',
    becomes: user('ann'),
    cli: {
      differs: 'the CLI looks at the sign-in before the keys',
      becomes: assumed('AWSReservedSSO_Developer_0123456789abcdef', 'developer', '210987654321'),
    },
  },
  {
    title: 'nothing at all',
    given: () => ({}),
    fails: 'auth.missing',
    facts: { profile: 'default' },
  },
];
