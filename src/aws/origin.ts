import { createHash } from 'node:crypto';
import { sourcesOf, usableProfile } from '../core/profiles.ts';
import type { Configuration, Profile, Settings } from '../core/profiles.ts';
import { AppError } from '../core/errors.ts';
import type { Ambient, SessionChoice } from '../core/ports.ts';
import { findAmbientKind } from './ambient.ts';
import type { Environment } from './configuration.ts';

/** What a session is made of: who signs, and where. */
export interface Origin {
  /** Undefined when nobody chose one: the SDK's chain decides, environment keys first. */
  readonly profile: Profile | undefined;
  /** What sentences call it. */
  readonly label: string;
  /** The profile whose other settings count. */
  readonly settingsName: string;
  readonly region: string;
}

/** @throws AppError when the profile is not there or not usable, or no region is named. */
export function originOf(
  choice: SessionChoice,
  configuration: Configuration,
  environment: Environment,
): Origin {
  const chosen = choice.profile || environment['AWS_PROFILE'];
  const ambient = chosen ? undefined : findAmbientKind(environment, configuration);
  // What the default profile says how to sign has to be right, or the machine's identity would take its place.
  const profile = ambient ? undefined : usableProfile(chosen || 'default', configuration);
  const label = profile?.name ?? ambientLabel(ambient);
  const settingsName = profile?.name ?? 'default';
  const region = regionOf(choice, configuration.profiles[settingsName], environment);
  if (!region) throw new AppError('region.missing', { profile: label });
  return { profile, label, settingsName, region };
}

/** Nothing is known of the machine's own credentials before they are asked for. */
function ambientLabel(kind: Ambient['kind'] | undefined): string {
  return kind === undefined || kind === 'machine' ? 'default' : kind;
}

function regionOf(
  choice: SessionChoice,
  settings: Settings | undefined,
  environment: Environment,
): string | undefined {
  return (
    choice.region ||
    settings?.['region'] ||
    environment['AWS_REGION'] ||
    environment['AWS_DEFAULT_REGION'] ||
    undefined
  );
}

const keySettings = new Set(['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token']);

export interface Fingerprints {
  /** Changes with every setting but the keys: what was shown may belong to somebody else. */
  readonly settings: string;
  /** Changes when keys are rotated: it is still the same profile. */
  readonly keys: string;
}

/** What tells that a profile is no longer what it was, without keeping any of its secrets. */
export function fingerprintsOf(name: string, configuration: Configuration): Fingerprints {
  const all = sourcesOf(name, configuration).flatMap((source) => {
    const settings = configuration.profiles[source] ?? {};
    return [
      source,
      ...Object.entries(settings),
      ...Object.entries(configuration.ssoSessions[settings['sso_session'] ?? ''] ?? {}),
      ...Object.entries(configuration.services[settings['services'] ?? ''] ?? {}),
    ];
  });
  const isKey = (entry: (typeof all)[number]): boolean => keySettings.has(entry[0] ?? '');
  return {
    settings: hash(all.filter((entry) => !isKey(entry))),
    keys: hash(all.filter(isKey)),
  };
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
