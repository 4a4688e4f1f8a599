import assert from 'node:assert/strict';
import {
  describeProfiles,
  sourcesOf,
  usableProfile,
  type Configuration,
  type Profile,
  type Settings,
} from '../../../src/core/profiles.ts';
import { hasCode } from '../../../src/core/errors.ts';
import { findSectionHeaders } from '../../../src/core/sectionHeaders.ts';

const keys = { aws_access_key_id: 'AKIAEXAMPLE', aws_secret_access_key: 'secret' };
const roleArn = 'arn:aws:iam::222222222222:role/teams/Builder';
const sso = { sso_account_id: '333333333333', sso_role_name: 'Scientist' };

function configured(
  profiles: Readonly<Record<string, Settings>>,
  more: Partial<Configuration> = {},
): Configuration {
  return { profiles, ssoSessions: {}, services: {}, files: [], ...more };
}

function only(settings: Settings, others: Readonly<Record<string, Settings>> = {}): Profile {
  const profiles = describeProfiles(configured({ ...others, it: settings }));
  return profiles.find(({ name }) => name === 'it') ?? assert.fail('it is not listed');
}

describe('a profile', () => {
  describe('is described by how it signs', () => {
    const cases: readonly (readonly [string, Settings, Partial<Profile>])[] = [
      ['keys', keys, { kind: 'keys' }],
      ['keys of a known account', { ...keys, aws_account_id: '111111111111' }, { accountId: '111111111111' }],
      ['a region', { ...keys, region: 'eu-west-1' }, { region: 'eu-west-1' }],
      ['a program', { credential_process: 'get-keys' }, { kind: 'process', runsProgram: true }],
      [
        'a console sign-in',
        { login_session: 'arn:aws:iam::111111111111:user/me' },
        { kind: 'login', signIn: { way: 'login', profile: 'it' } },
      ],
      [
        'the older form of IAM Identity Center',
        { ...sso, sso_start_url: 'https://example.awsapps.com/start', sso_region: 'eu-west-1' },
        {
          kind: 'sso',
          accountId: '333333333333',
          roleName: 'Scientist',
          signIn: { way: 'sso', profile: 'it' },
        },
      ],
      [
        'a web identity',
        { role_arn: roleArn, web_identity_token_file: '/token' },
        { kind: 'webIdentity', accountId: '222222222222', roleName: 'Builder' },
      ],
      [
        'the role of the machine',
        { role_arn: roleArn, credential_source: 'Ec2InstanceMetadata' },
        { kind: 'role', source: 'Ec2InstanceMetadata' },
      ],
      ['nothing', { region: 'eu-west-1' }, { kind: 'machine' }],
      ['a source without a role to assume', { credential_source: 'EcsContainer' }, { kind: 'machine' }],
      ['keys before a program', { ...keys, credential_process: 'get-keys' }, { kind: 'keys' }],
    ];
    for (const [title, settings, expected] of cases) {
      it(title, () => {
        const { problem, ...profile } = only(settings);
        assert.equal(problem, undefined);
        assert.deepEqual(profile, { ...profile, ...expected });
      });
    }
  });

  describe('with a role', () => {
    it('has what its source needs: MFA, a sign-in, a program', () => {
      const profile = only(
        { role_arn: roleArn, source_profile: 'middle', mfa_serial: 'device' },
        {
          middle: { role_arn: roleArn, source_profile: 'base' },
          base: { ...sso, sso_start_url: 'https://example.awsapps.com/start', sso_region: 'eu-west-1' },
        },
      );
      assert.equal(profile.needsMfa, true);
      assert.deepEqual(profile.signIn, { way: 'sso', profile: 'base' });
      assert.equal(profile.problem, undefined);

      const program = only({ role_arn: roleArn, source_profile: 'p' }, { p: { credential_process: 'x' } });
      assert.equal(program.runsProgram, true);
    });

    it('may be its own source when it has keys', () => {
      assert.equal(only({ ...keys, role_arn: roleArn, source_profile: 'it' }).problem, undefined);
    });

    it('assumes it with the keys of a source that has a role itself', () => {
      const { problem } = only(
        { role_arn: roleArn, source_profile: 'base' },
        { base: { ...keys, role_arn: roleArn, source_profile: 'it' } },
      );
      assert.equal(problem, undefined);
    });

    it('may have a source that names the environment', () => {
      const { problem } = only(
        { role_arn: roleArn, source_profile: 'base' },
        { base: { credential_source: 'Environment' } },
      );
      assert.equal(problem, undefined);
    });
  });

  describe('that cannot be used says why', () => {
    const cases: readonly (readonly [string, Settings, Readonly<Record<string, Settings>>, unknown])[] = [
      [
        'a source that is not there',
        { role_arn: roleArn, source_profile: 'gone' },
        {},
        { code: 'source.missing', profile: 'it', source: 'gone' },
      ],
      [
        'a source whose own source is not there',
        { role_arn: roleArn, source_profile: 'base' },
        { base: { role_arn: roleArn, source_profile: 'gone' } },
        { code: 'source.missing', profile: 'base', source: 'gone' },
      ],
      [
        'a source without credentials',
        { role_arn: roleArn, source_profile: 'base' },
        { base: { region: 'eu-west-1' } },
        { code: 'source.empty', profile: 'it', source: 'base' },
      ],
      [
        'a circle of two',
        { role_arn: roleArn, source_profile: 'base' },
        { base: { role_arn: roleArn, source_profile: 'it' } },
        { code: 'source.cycle', path: ['it', 'base', 'it'] },
      ],
      [
        'a circle of one',
        { role_arn: roleArn, source_profile: 'it' },
        {},
        { code: 'source.cycle', path: ['it', 'it'] },
      ],
      [
        'a circle further down',
        { role_arn: roleArn, source_profile: 'a' },
        {
          a: { role_arn: roleArn, source_profile: 'b' },
          b: { role_arn: roleArn, source_profile: 'a' },
        },
        { code: 'source.cycle', path: ['it', 'a', 'b', 'a'] },
      ],
      [
        'an unknown credential_source',
        { role_arn: roleArn, credential_source: 'Ec2' },
        {},
        { code: 'credentialSource.unknown', profile: 'it', value: 'Ec2' },
      ],
      [
        'two kinds of source',
        { role_arn: roleArn, credential_source: 'Environment', source_profile: 'base' },
        { base: keys },
        { code: 'source.conflict', profile: 'it' },
      ],
      ['a role without a source', { ...keys, role_arn: roleArn }, {}, { code: 'source.none', profile: 'it' }],
      [
        'half a key',
        { aws_access_key_id: 'AKIAEXAMPLE' },
        {},
        { code: 'settings.missing', profile: 'it', missing: ['aws_secret_access_key'] },
      ],
      [
        'a token file without a role',
        { web_identity_token_file: '/token' },
        {},
        { code: 'settings.missing', profile: 'it', missing: ['role_arn'] },
      ],
      [
        'a source without a role',
        { source_profile: 'base' },
        { base: keys },
        { code: 'settings.missing', profile: 'it', missing: ['role_arn'] },
      ],
      [
        'an sso-session that is not there',
        { ...sso, sso_session: 'corp' },
        {},
        { code: 'ssoSession.missing', profile: 'it', session: 'corp' },
      ],
      [
        'an incomplete sign-in',
        { sso_start_url: 'https://example.awsapps.com/start', sso_role_name: 'Scientist' },
        {},
        { code: 'settings.missing', profile: 'it', missing: ['sso_account_id', 'sso_region'] },
      ],
    ];
    for (const [title, settings, others, problem] of cases) {
      it(title, () => assert.deepEqual(only(settings, others).problem, problem));
    }
  });

  it('takes its sign-in from an sso-session', () => {
    const configuration = configured(
      { it: { ...sso, sso_session: 'corp' } },
      { ssoSessions: { corp: { sso_start_url: 'https://example.awsapps.com/start' } } },
    );
    const [profile] = describeProfiles(configuration);
    assert.deepEqual(profile?.problem, {
      code: 'settings.missing',
      profile: 'it',
      missing: ['sso_region'],
    });
  });
});

function fromFiles(config: string, credentials: string, profiles: Configuration['profiles']): Profile[] {
  const configuration = configured(profiles, {
    files: [
      { kind: 'config', path: '/config', headers: findSectionHeaders(config) },
      { kind: 'credentials', path: '/credentials', headers: findSectionHeaders(credentials) },
    ],
  });
  return [...describeProfiles(configuration)];
}

function problems(profiles: readonly Profile[]): Record<string, unknown> {
  return Object.fromEntries(profiles.map(({ name, problem }) => [name, problem?.code]));
}

describe('the list of profiles', () => {
  it('has those that the reader left out, with the reason', () => {
    const config =
      '[default]\n[profile with space]\n[profile größe]\n[forgotten]\n[sso-session x]\n[plugins]\n';
    const credentials = '[größe]\n[profile typo]\n[two words]\n';
    assert.deepEqual(problems(fromFiles(config, credentials, { default: {}, größe: keys })), {
      default: undefined,
      forgotten: 'name.unprefixed',
      größe: undefined,
      'two words': 'name.unsupported',
      typo: 'name.prefixed',
      'with space': 'name.unsupported',
    });
  });

  it('has empty sections: they stand for the credentials of the machine', () => {
    assert.deepEqual(problems(fromFiles('[profile empty]\n', '', {})), { empty: undefined });
  });

  it('spoils the profile that gets the settings of a section without its bracket, and that section', () => {
    const profiles = fromFiles('[profile a]\nregion = x\n[profile b\nrole_arn = y\n[profile c]\n', '', {
      a: { region: 'x', role_arn: 'y' },
      c: {},
    });
    assert.deepEqual(problems(profiles), { a: 'header.unclosed', b: 'header.unclosed', c: undefined });
    assert.deepEqual(profiles.find(({ name }) => name === 'b')?.location, { path: '/config', line: 2 });
  });

  it('says where each is, in the credentials file before the other', () => {
    const profiles = fromFiles('# mine\n[profile a]\n[profile "b"]\n', '\n[a]\n', { a: keys, b: keys });
    assert.deepEqual(
      profiles.map(({ location }) => location),
      [
        { path: '/credentials', line: 1 },
        { path: '/config', line: 2 },
      ],
    );
  });

  it('is in order', () => {
    const names = describeProfiles(configured({ b: keys, A: keys, a1: keys })).map(({ name }) => name);
    assert.deepEqual(names, ['A', 'a1', 'b']);
  });
});

describe('the profile to be used', () => {
  it('has to be there, and to be usable', () => {
    const configuration = configured({ ok: keys, half: { aws_access_key_id: 'x' } });
    assert.equal(usableProfile('ok', configuration).kind, 'keys');
    assert.throws(
      () => usableProfile('gone', configuration),
      (error) => hasCode(error, 'profile.unknown'),
    );
    assert.throws(
      () => usableProfile('half', configuration),
      (error) => hasCode(error, 'profile.unusable'),
    );
  });

  it('knows its sources, also in a circle', () => {
    const configuration = configured({ a: { source_profile: 'b' }, b: { source_profile: 'a' } });
    assert.deepEqual(sourcesOf('a', configuration), ['a', 'b']);
  });
});

describe('section headers', () => {
  it('are found with Windows line ends, white space, comments and a byte order mark', () => {
    const headers = findSectionHeaders(
      '\uFEFF[default]\r\nregion = x\r\n  [profile a] # mine\r\n[profile b ; no\r\n',
    );
    assert.deepEqual(headers, [
      { line: 0, text: 'default', isClosed: true },
      { line: 2, text: 'profile a', isClosed: true },
      { line: 3, text: 'profile b', isClosed: false },
    ]);
  });
});
