import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The sections of the AWS configuration by name, those of both files merged as the SDK merges them. */
export type Profiles = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

/** The loader lists other sections of the configuration file as if they were profiles. */
const otherSections = /^(sso-session|services)\./;

/** Reads the AWS configuration anew, also for the SDK, which keeps what it once read. */
export async function loadProfiles(): Promise<Profiles> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  return Object.fromEntries(
    [...names].map((name) => [name, { ...configFile[name], ...credentialsFile[name] }]),
  );
}

export function isProfile(sectionName: string): boolean {
  return !otherSections.test(sectionName);
}
