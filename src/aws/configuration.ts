import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getHomeDir, loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { AppError, hasCode } from '../core/errors.ts';
import type { Configuration, ConfigurationFile, Settings } from '../core/profiles.ts';
import { findSectionHeaders } from '../core/sectionHeaders.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Sections = Readonly<Record<string, Settings>>;

/** The reader lists the other kinds of sections among the profiles, under names that begin so. */
const ssoSessionPrefix = 'sso-session.';
const servicesPrefix = 'services.';
const otherPrefixes = [ssoSessionPrefix, servicesPrefix, 'profile.'];

/** The reader takes a file with such a section for an empty one. */
const refusedNames = new Set(['__proto__', 'profile __proto__']);

/**
 * Reads the AWS configuration anew, also for the SDK, which keeps what it once read.
 * @throws AppError `config.unreadable`: the SDK would take such a file for an empty one.
 */
export async function loadConfiguration(): Promise<Configuration> {
  const files = await Promise.all([
    readHeaders('config', configurationPaths().config),
    readHeaders('credentials', configurationPaths().credentials),
  ]);
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  return {
    profiles: merge(profilesIn(configFile), profilesIn(credentialsFile)),
    ssoSessions: sectionsWith(ssoSessionPrefix, configFile),
    services: sectionsWith(servicesPrefix, configFile),
    files,
  };
}

/** Where the SDK looks for the two files. */
export function configurationPaths(): { readonly config: string; readonly credentials: string } {
  return {
    config: expand(process.env['AWS_CONFIG_FILE'] || '~/.aws/config'),
    credentials: expand(process.env['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials'),
  };
}

function expand(path: string): string {
  return path.startsWith('~/') ? join(getHomeDir(), path.slice(2)) : path;
}

async function readHeaders(kind: ConfigurationFile['kind'], path: string): Promise<ConfigurationFile> {
  const headers = findSectionHeaders(await readIfThere(path));
  const refused = headers.find(({ text }) => refusedNames.has(text));
  if (refused) throw new AppError('config.unreadable', { file: path, reason: `[${refused.text}]` });
  return { kind, path, headers };
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readConfigurationFile(path);
  } catch (error) {
    if (hasCode(error, 'config.unreadable') && error.facts.reason === 'ENOENT') return '';
    throw error;
  }
}

/** @throws AppError `config.unreadable` also when the file is not there. */
export async function readConfigurationFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new AppError('config.unreadable', { file: path, reason }, error);
  }
}

function profilesIn(file: Sections): Sections {
  const names = Object.keys(file).filter((name) => !otherPrefixes.some((prefix) => name.startsWith(prefix)));
  return Object.fromEntries(names.map((name) => [name, file[name] ?? {}]));
}

function sectionsWith(prefix: string, file: Sections): Sections {
  const names = Object.keys(file).filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), file[name] ?? {}]));
}

function merge(config: Sections, credentials: Sections): Sections {
  const names = new Set([...Object.keys(config), ...Object.keys(credentials)]);
  return Object.fromEntries([...names].map((name) => [name, { ...config[name], ...credentials[name] }]));
}
