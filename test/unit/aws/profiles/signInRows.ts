import type { Row } from './row.ts';
import { assumed, otherAccount, ssoTokenFile, user, type World } from './world.ts';

const developer = assumed('AWSReservedSSO_Developer_0123456789abcdef', 'developer', otherAccount);
const signedOut = { profile: 'work', signIn: { way: 'sso', profile: 'work' } };
const loggedOut = { profile: 'work', signIn: { way: 'login', profile: 'work' } };
const loginIsNewer = { isNotAsked: 'aws login is newer than Debian’s CLI' };

function withSso(options: (world: World) => Parameters<World['sso']>[0]): Row['given'] {
  return (world) => {
    const { profile, session, files } = world.sso(options(world));
    return { config: `[profile work]\n${profile}${session}`, files };
  };
}

function withOlderSso(token: (world: World) => string): Row['given'] {
  return (world) => {
    const { startUrl } = world.emulator.sso;
    const settings = [
      `sso_start_url = ${startUrl}\nsso_region = us-east-1`,
      `sso_account_id = ${otherAccount}\nsso_role_name = Developer\n`,
    ];
    return {
      config: `[profile work]\n${settings.join('\n')}`,
      files: { [ssoTokenFile(startUrl)]: token(world) },
    };
  };
}

function withLogin(session: (world: World) => string): Row['given'] {
  return (world) => {
    const { profile, files } = world.login({ session: session(world) });
    return { config: `[profile work]\nregion = us-east-1\n${profile}`, files };
  };
}

/** A token that AWS never gave out. */
function madeUpToken(world: World): string {
  const token = JSON.parse(world.ssoToken()) as object;
  return JSON.stringify({ ...token, accessToken: world.secret(), refreshToken: world.secret() });
}

/** Profiles for which somebody signs in with a browser. */
export const signInRows: readonly Row[] = [
  {
    title: 'an sso-session',
    given: withSso(() => ({})),
    profile: 'work',
    becomes: developer,
  },
  {
    title: 'an sso-session whose token is over, and is renewed',
    given: withSso((world) => ({ token: world.ssoToken(-60) })),
    profile: 'work',
    becomes: developer,
    sends: { operation: 'CreateToken', input: { grantType: 'refresh_token' } },
  },
  {
    title: 'an sso-session whose token and registration are over',
    given: withSso((world) => ({
      token: JSON.stringify({
        ...(JSON.parse(world.ssoToken(-60)) as object),
        clientSecret: world.secret(),
        registrationExpiresAt: '2020-01-01T00:00:00Z',
      }),
    })),
    profile: 'work',
    fails: 'auth.signedOut',
    facts: signedOut,
  },
  {
    title: 'an sso-session that nobody signed in to',
    given: (world) => {
      const { profile, session } = world.sso();
      return { config: `[profile work]\n${profile}${session}` };
    },
    profile: 'work',
    fails: 'auth.signedOut',
    facts: signedOut,
  },
  {
    title: 'an sso-session that ended elsewhere',
    given: withSso((world) => ({ token: madeUpToken(world) })),
    profile: 'work',
    fails: 'auth.signedOut',
    facts: signedOut,
  },
  {
    title: 'an sso-session whose token is no JSON',
    given: withSso((world) => ({ token: world.secret() })),
    profile: 'work',
    fails: 'auth.signedOut',
    facts: signedOut,
  },
  {
    title: 'an sso-session with a role that was not assigned',
    given: withSso(() => ({ role: 'Administrator' })),
    profile: 'work',
    fails: 'auth.refused',
    facts: { profile: 'work' },
  },
  {
    title: 'an sso-session that is missing',
    given: (world) => ({ config: `[profile work]\n${world.sso({ sessionName: 'gone' }).profile}` }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: { problem: { code: 'ssoSession.missing', profile: 'work', session: 'gone' } },
  },
  {
    title: 'an sso-session without a region, and a profile without an account',
    given: ({ emulator }) => ({
      config: [
        '[profile work]\nsso_session = half\nsso_role_name = Developer',
        `[sso-session half]\nsso_start_url = ${emulator.sso.startUrl}\n`,
      ].join('\n'),
    }),
    profile: 'work',
    fails: 'profile.unusable',
    facts: {
      problem: { code: 'settings.missing', profile: 'work', missing: ['sso_account_id', 'sso_region'] },
    },
  },
  {
    title: 'the older settings of a sign-in',
    given: withOlderSso((world) => world.ssoToken()),
    profile: 'work',
    becomes: developer,
  },
  {
    title: 'the older settings, and a token that is over',
    given: withOlderSso((world) => world.ssoToken(-60)),
    profile: 'work',
    fails: 'auth.signedOut',
    facts: signedOut,
  },
  {
    title: 'a role on top of a sign-in that ended',
    given: (world) => {
      const { profile, session, files } = world.sso({ token: madeUpToken(world) });
      const role = `[profile top]\nrole_arn = ${world.role('Deployer')}\nsource_profile = work\n`;
      return { config: `${role}[profile work]\n${profile}${session}`, files };
    },
    profile: 'top',
    fails: 'auth.signedOut',
    facts: { profile: 'top', signIn: { way: 'sso', profile: 'work' } },
  },
  {
    title: 'the session of aws login',
    given: withLogin((world) => world.loginSession()),
    profile: 'work',
    becomes: user('developer'),
    cli: loginIsNewer,
  },
  {
    title: 'the session of aws login, which is over and is renewed',
    given: withLogin((world) => world.loginSession(-60)),
    profile: 'work',
    becomes: user('developer'),
    sends: { operation: 'CreateOAuth2Token', input: {} },
    cli: loginIsNewer,
  },
  {
    title: 'the session of aws login, which ended elsewhere',
    given: withLogin((world) =>
      JSON.stringify({ ...(JSON.parse(world.loginSession(-60)) as object), refreshToken: world.secret() }),
    ),
    profile: 'work',
    fails: 'auth.signedOut',
    facts: loggedOut,
    cli: loginIsNewer,
  },
  {
    title: 'aws login, which nobody ran',
    given: (world) => ({ config: `[profile work]\nregion = us-east-1\n${world.login().profile}` }),
    profile: 'work',
    fails: 'auth.signedOut',
    facts: loggedOut,
    cli: loginIsNewer,
  },
  {
    title: 'the session of aws login, whose file is no JSON',
    given: withLogin((world) => world.secret('p4z-q9')),
    profile: 'work',
    fails: 'auth.signedOut',
    facts: loggedOut,
    cli: loginIsNewer,
  },
];
