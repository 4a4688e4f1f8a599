import { AppError } from './errors.ts';
import type { SectionHeader } from './sectionHeaders.ts';

/** What one section of the AWS configuration sets, by the setting's name. */
export type Settings = Readonly<Record<string, string | undefined>>;
type Sections = Readonly<Record<string, Settings>>;

/** One of the two configuration files, as far as it is there. */
export interface ConfigurationFile {
  readonly kind: 'config' | 'credentials';
  readonly path: string;
  readonly headers: readonly SectionHeader[];
}

/** The AWS configuration: profiles merged from both files as the SDK merges them. */
export interface Configuration {
  readonly profiles: Sections;
  readonly ssoSessions: Sections;
  readonly services: Sections;
  readonly files: readonly ConfigurationFile[];
}

export interface FileLocation {
  readonly path: string;
  /** From 0. */
  readonly line: number;
}

/** How a profile signs. `machine` names no way of its own: environment, container or instance have their turn. */
type ProfileKind = 'keys' | 'role' | 'sso' | 'webIdentity' | 'process' | 'login' | 'machine';

/** Why a profile can not be used. `profile` is the one at fault, which may be further down the chain of sources. */
export type ProfileProblem =
  | { readonly code: 'source.cycle'; readonly path: readonly string[] }
  | { readonly code: 'source.missing'; readonly profile: string; readonly source: string }
  | { readonly code: 'source.empty'; readonly profile: string; readonly source: string }
  | { readonly code: 'source.none' | 'source.conflict'; readonly profile: string }
  | { readonly code: 'credentialSource.unknown'; readonly profile: string; readonly value: string }
  | { readonly code: 'settings.missing'; readonly profile: string; readonly missing: readonly string[] }
  | { readonly code: 'ssoSession.missing'; readonly profile: string; readonly session: string }
  | { readonly code: 'name.unsupported' | 'name.prefixed' | 'name.unprefixed' }
  | { readonly code: 'header.unclosed'; readonly line: number };

/** Where one signs in for a profile: the session that a browser confirms. */
export interface SignIn {
  readonly way: 'sso' | 'login';
  /** The profile with the sign-in settings: the profile itself, or the last source of its role. */
  readonly profile: string;
}

export interface Profile {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region?: string;
  readonly accountId?: string;
  readonly roleName?: string;
  /** The profile or the `credential_source` that a role is assumed from. */
  readonly source?: string;
  readonly needsMfa?: boolean;
  /** Whether using it runs a program that the configuration names. */
  readonly runsProgram?: boolean;
  readonly signIn?: SignIn;
  /** Whether the session that `signIn` stands for is good. */
  readonly isSignedIn?: boolean;
  readonly problem?: ProfileProblem;
  readonly location?: FileLocation;
}

const byName = new Intl.Collator().compare;

const credentialSources = new Set(['Environment', 'EcsContainer', 'Ec2InstanceMetadata']);

/** Sections of the configuration file that are none of ours, nor profiles. */
const otherSections = new Set(['plugins', 'preview']);

/** Every profile that the files name, those that can not be used included, in the order of their names. */
export function describeProfiles(configuration: Configuration): readonly Profile[] {
  const locations = locationsOf(configuration);
  const names = new Set([...Object.keys(configuration.profiles), ...emptySections(configuration, locations)]);
  const spoilt = spoiltProfiles(configuration);
  const readable = [...names].map((name): Profile => {
    const location = locations.get(name);
    const problem = sourcesOf(name, configuration)
      .map((source) => spoilt.get(source))
      .find((found) => found !== undefined);
    return {
      ...describe(name, configuration, [name]),
      ...(location && { location }),
      ...(problem && { problem }),
    };
  });
  return [...readable, ...unreadProfiles(configuration, names)].sort((one, other) =>
    byName(one.name, other.name),
  );
}

/** @throws AppError when the files name no such profile, or it can not be used. */
export function usableProfile(name: string, configuration: Configuration): Profile {
  const profile = describeProfiles(configuration).find((candidate) => candidate.name === name);
  if (!profile) throw new AppError('profile.unknown', { profile: name });
  const { problem, location } = profile;
  if (problem) throw new AppError('profile.unusable', { profile: name, problem, location });
  return profile;
}

/** The profile and all that its credentials come from, by name. A cycle ends where it began. */
export function sourcesOf(name: string, { profiles }: Configuration): readonly string[] {
  const names = [name];
  for (let source = profiles[name]?.['source_profile']; source !== undefined;) {
    if (names.includes(source)) break;
    names.push(source);
    source = profiles[source]?.['source_profile'];
  }
  return names;
}

/**
 * How one profile signs, by the order in which the SDK looks at its settings.
 * @param name of a profile that may have no settings, as an empty section has none.
 */
function describe(name: string, configuration: Configuration, visited: readonly string[]): Profile {
  const settings = configuration.profiles[name] ?? {};
  const region = settings['region'];
  return { name, ...(region && { region }), ...signingOf(name, settings, configuration, visited) };
}

type Signing = Omit<Profile, 'name' | 'region' | 'location'>;

function signingOf(
  name: string,
  settings: Settings,
  configuration: Configuration,
  visited: readonly string[],
): Signing {
  const isSource = visited.length > 1;
  // The SDK does not assume the role of a source that has keys.
  if (isSource && hasKeys(settings)) return keysOf(settings);
  if (isSet(settings, 'role_arn')) return roleOf(name, settings, configuration, visited);
  if (hasKeys(settings)) return keysOf(settings);
  if (isSet(settings, 'credential_process')) return { kind: 'process', runsProgram: true };
  if (ssoSettings.some((setting) => isSet(settings, setting))) return ssoOf(name, settings, configuration);
  if (isSet(settings, 'login_session')) return { kind: 'login', signIn: { way: 'login', profile: name } };
  return incomplete(name, settings) ?? { kind: 'machine' };
}

function hasKeys(settings: Settings): boolean {
  return isSet(settings, 'aws_access_key_id') && isSet(settings, 'aws_secret_access_key');
}

function keysOf(settings: Settings): Signing {
  const accountId = settings['aws_account_id'];
  return { kind: 'keys', ...(accountId && { accountId }) };
}

/** Half of a way to sign is a mistake: to go on with the machine's own identity would be somebody else's. */
function incomplete(name: string, settings: Settings): Signing | undefined {
  const halves: readonly (readonly [ProfileKind, string, string])[] = [
    ['keys', 'aws_access_key_id', 'aws_secret_access_key'],
    ['keys', 'aws_secret_access_key', 'aws_access_key_id'],
    ['webIdentity', 'web_identity_token_file', 'role_arn'],
    ['role', 'source_profile', 'role_arn'],
  ];
  const half = halves.find(([, present]) => isSet(settings, present));
  if (!half) return undefined;
  const [kind, , absent] = half;
  return { kind, problem: { code: 'settings.missing', profile: name, missing: [absent] } };
}

function roleOf(
  name: string,
  settings: Settings,
  configuration: Configuration,
  visited: readonly string[],
): Signing {
  const role = { ...roleFacts(settings['role_arn']), ...(settings['mfa_serial'] && { needsMfa: true }) };
  const { source_profile: source, credential_source: credentialSource } = settings;
  const broken = (problem: ProfileProblem): Signing => ({ kind: 'role', ...role, problem });

  if (source && credentialSource) return broken({ code: 'source.conflict', profile: name });
  if (credentialSource) {
    return credentialSources.has(credentialSource)
      ? { kind: 'role', ...role, source: credentialSource }
      : broken({ code: 'credentialSource.unknown', profile: name, value: credentialSource });
  }
  if (source) return assumedRole(name, source, role, configuration, visited);
  return isSet(settings, 'web_identity_token_file')
    ? { kind: 'webIdentity', ...role }
    : broken({ code: 'source.none', profile: name });
}

function assumedRole(
  name: string,
  source: string,
  role: Pick<Profile, 'accountId' | 'roleName' | 'needsMfa'>,
  configuration: Configuration,
  visited: readonly string[],
): Signing {
  const assumed: Signing = { kind: 'role', ...role, source };
  const sourceSettings = configuration.profiles[source];
  if (!sourceSettings) {
    return { ...assumed, problem: { code: 'source.missing', profile: name, source } };
  }
  // A profile may be its own source when it has keys: they assume its role.
  if (visited.includes(source) && !hasKeys(sourceSettings)) {
    return { ...assumed, problem: { code: 'source.cycle', path: [...visited, source] } };
  }
  const described = describe(source, configuration, [...visited, source]);
  const isEmpty = described.kind === 'machine' && !isSet(sourceSettings, 'credential_source');
  const problem: ProfileProblem | undefined = isEmpty
    ? { code: 'source.empty', profile: name, source }
    : described.problem;
  const { signIn, runsProgram } = described;
  return {
    ...assumed,
    ...(signIn && { signIn }),
    ...(runsProgram && { runsProgram }),
    ...(problem && { problem }),
  };
}

const ssoSettings = ['sso_session', 'sso_start_url', 'sso_account_id', 'sso_region', 'sso_role_name'];

function ssoOf(name: string, settings: Settings, { ssoSessions }: Configuration): Signing {
  const { sso_session: sessionName, sso_account_id: accountId, sso_role_name: roleName } = settings;
  const signing: Signing = {
    kind: 'sso',
    ...(accountId && { accountId }),
    ...(roleName && { roleName }),
    signIn: { way: 'sso', profile: name },
  };
  const session = sessionName ? ssoSessions[sessionName] : settings;
  if (!session) {
    return {
      ...signing,
      problem: { code: 'ssoSession.missing', profile: name, session: sessionName ?? '' },
    };
  }
  const missing = [
    ...['sso_account_id', 'sso_role_name'].filter((setting) => !isSet(settings, setting)),
    ...['sso_start_url', 'sso_region'].filter((setting) => !isSet(session, setting)),
  ];
  if (missing.length === 0) return signing;
  return { ...signing, problem: { code: 'settings.missing', profile: name, missing } };
}

/** `arn:aws:iam::123456789012:role/path/Name` */
function roleFacts(roleArn = ''): Pick<Profile, 'accountId' | 'roleName'> {
  const { accountId, roleName } =
    /^arn:[^:]+:iam::(?<accountId>\d{12}):role\/(?:.*\/)?(?<roleName>[^/]+)$/.exec(roleArn)?.groups ?? {};
  return { ...(accountId && { accountId }), ...(roleName && { roleName }) };
}

function isSet(settings: Settings, name: string): boolean {
  return settings[name] !== undefined && settings[name] !== '';
}

interface NamedHeader {
  readonly name: string;
  readonly problem: 'name.unsupported' | 'name.prefixed' | 'name.unprefixed' | undefined;
}

/** How the SDK's reader takes a header of two words apart. It leaves out those whose first word it does not know. */
const twoWords = /^[\w-]+\s(?<quote>["'])?[\w\-@+.%:/]+\k<quote>$/;

/** What a header names, when it names a profile: also where the SDK's reader sees none. */
function profileOfHeader(kind: ConfigurationFile['kind'], text: string): NamedHeader | undefined {
  const { prefix, name = '' } =
    /^\s*(?:(?<prefix>profile|sso-session|services)\s+)?(?<quote>["']?)(?<name>.*?)\k<quote>\s*$/.exec(text)
      ?.groups ?? {};
  if (prefix === 'sso-session' || prefix === 'services') return undefined;
  if (kind === 'credentials') {
    if (prefix === 'profile') return { name, problem: 'name.prefixed' };
    return { name: text, problem: twoWords.test(text) ? 'name.unsupported' : undefined };
  }
  if (prefix === undefined && name !== 'default') {
    return otherSections.has(name) ? undefined : { name, problem: 'name.unprefixed' };
  }
  return { name, problem: text === 'default' || twoWords.test(text) ? undefined : 'name.unsupported' };
}

/** Where each profile is first named: in the credentials file when it is in both, as what is said there wins. */
function locationsOf({ files }: Configuration): ReadonlyMap<string, FileLocation> {
  const locations = new Map<string, FileLocation>();
  for (const { kind, path, headers } of files) {
    for (const { text, line, isClosed } of headers) {
      const named = isClosed ? profileOfHeader(kind, text) : undefined;
      if (named && named.problem === undefined) locations.set(named.name, { path, line });
    }
  }
  return locations;
}

/** The SDK's reader does not list a section without settings, but one can sign with it: with the machine's identity. */
function emptySections(
  { profiles }: Configuration,
  locations: ReadonlyMap<string, FileLocation>,
): readonly string[] {
  return [...locations.keys()].filter((name) => profiles[name] === undefined);
}

/** Profiles that the SDK's reader leaves out. */
function unreadProfiles({ files }: Configuration, read: ReadonlySet<string>): readonly Profile[] {
  return files.flatMap(({ kind, path, headers }) =>
    headers.flatMap(({ text, line, isClosed }): Profile[] => {
      const named = profileOfHeader(kind, text);
      if (!named || read.has(named.name)) return [];
      const problem: ProfileProblem | undefined = isClosed
        ? named.problem && { code: named.problem }
        : { code: 'header.unclosed', line };
      if (!problem) return [];
      return [{ name: named.name, kind: 'machine', problem, location: { path, line } }];
    }),
  );
}

/** What follows a header without its bracket is read as settings of the profile before it: somebody else's. */
function spoiltProfiles({ files }: Configuration): ReadonlyMap<string, ProfileProblem> {
  const spoilt = new Map<string, ProfileProblem>();
  for (const { kind, headers } of files) {
    for (const [index, { isClosed, line }] of headers.entries()) {
      const before = headers[index - 1];
      const named = !isClosed && before ? profileOfHeader(kind, before.text) : undefined;
      if (named) spoilt.set(named.name, { code: 'header.unclosed', line });
    }
  }
  return spoilt;
}
