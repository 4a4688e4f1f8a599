import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getHomeDir, getSSOTokenFilepath } from '@smithy/shared-ini-file-loader';
import type { Configuration, Profile, Settings, SignIn } from '../core/profiles.ts';

/** What a profile says about its sign-in, from its `sso-session` or, the older way, from itself. */
export interface SsoSignIn {
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: readonly string[];
  /** The text whose hash names the file of the token: the name of the session, or the older profiles' start URL. */
  readonly cacheKey: string;
}

/** Without this scope a token of an `sso-session` gives no credentials. */
const accountScope = 'sso:account:access';

/** @returns undefined when the settings are not those of IAM Identity Center, or not complete. */
export function ssoSignInOf(profile: Settings, { ssoSessions }: Configuration): SsoSignIn | undefined {
  const sessionName = profile['sso_session'];
  const settings = sessionName ? ssoSessions[sessionName] : profile;
  const startUrl = settings?.['sso_start_url'];
  const region = settings?.['sso_region'];
  if (!startUrl || !region) return undefined;
  const scopes = (settings['sso_registration_scopes'] ?? '').split(',').map((scope) => scope.trim());
  return {
    startUrl,
    region,
    scopes: sessionName ? [...new Set([...scopes.filter(Boolean), accountScope])] : [],
    cacheKey: sessionName ?? startUrl,
  };
}

/** The folders in which sign-ins are kept, for all who use the AWS configuration. */
export function signInFolders(): readonly string[] {
  return [join(getHomeDir(), '.aws', 'sso', 'cache'), loginFolder()];
}

/** Says of each profile that needs a sign-in whether there is one. A file that many profiles share is read once. */
export async function withSignIns(
  profiles: readonly Profile[],
  configuration: Configuration,
): Promise<readonly Profile[]> {
  const files = profiles.map(({ signIn, problem }) =>
    signIn && !problem ? tokenFile(signIn, configuration) : undefined,
  );
  const distinct = [...new Set(files)].filter((file) => file !== undefined);
  const good = await Promise.all(distinct.map(hasGoodToken));
  const signedIn = new Map(distinct.map((file, index) => [file, good[index] ?? false]));
  return profiles.map((profile, index) => {
    const file = files[index];
    return file === undefined ? profile : { ...profile, isSignedIn: signedIn.get(file) ?? false };
  });
}

function tokenFile({ way, profile }: SignIn, configuration: Configuration): string | undefined {
  const settings = configuration.profiles[profile] ?? {};
  if (way === 'login') return join(loginFolder(), `${sha256(settings['login_session'] ?? '')}.json`);
  const signIn = ssoSignInOf(settings, configuration);
  return signIn && getSSOTokenFilepath(signIn.cacheKey);
}

function loginFolder(): string {
  return process.env['AWS_LOGIN_CACHE_DIRECTORY'] || join(getHomeDir(), '.aws', 'login', 'cache');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

interface CachedToken {
  /** A token of `aws login` has its end one level further down. */
  readonly accessToken?: string | { readonly expiresAt?: string };
  readonly expiresAt?: string;
  readonly refreshToken?: string;
  readonly registrationExpiresAt?: string;
}

/** @returns whether a token is good, or can be renewed without anybody's help. */
async function hasGoodToken(file: string): Promise<boolean> {
  try {
    const token = JSON.parse(await readFile(file, 'utf8')) as CachedToken;
    const { accessToken, expiresAt, refreshToken, registrationExpiresAt } = token;
    if (typeof accessToken === 'object') return refreshToken !== undefined || isAhead(accessToken.expiresAt);
    return isAhead(expiresAt) || (refreshToken !== undefined && isAhead(registrationExpiresAt));
  } catch {
    return false;
  }
}

function isAhead(time: string | undefined): boolean {
  return time !== undefined && Date.parse(time) > Date.now();
}
