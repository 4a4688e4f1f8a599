import { readFile } from 'node:fs/promises';
import { describeProfiles, type Configuration } from '../core/profiles.ts';
import type { Ambient, StudioApp } from '../core/ports.ts';
import type { Environment } from './configuration.ts';

/** Where SageMaker Studio tells its apps whose they are (the developer guide's "App metadata"). */
export const studioMetadataFile = '/opt/ml/metadata/resource-metadata.json';

/** What the SDK's chain finds where nobody chose a profile, in its order; undefined when that is a profile. */
export function findAmbientKind(
  environment: Environment,
  configuration: Configuration,
): Ambient['kind'] | undefined {
  if (environment['AWS_PROFILE']) return undefined;
  if (environment['AWS_ACCESS_KEY_ID'] && environment['AWS_SECRET_ACCESS_KEY']) return 'environment';
  const byDefault = describeProfiles(configuration).find(({ name }) => name === 'default');
  if (byDefault && (byDefault.kind !== 'machine' || byDefault.problem)) return undefined;
  if (environment['AWS_WEB_IDENTITY_TOKEN_FILE'] && environment['AWS_ROLE_ARN']) return 'webIdentity';
  const isInContainer =
    environment['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ??
    environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  return isInContainer ? 'container' : 'machine';
}

/** @returns undefined outside of SageMaker Studio. */
export async function readStudioApp(file: string): Promise<StudioApp | undefined> {
  try {
    const metadata: unknown = JSON.parse(await readFile(file, 'utf8'));
    const member = (name: string): string | undefined => textOf(metadata, name);
    const domainId = member('DomainId');
    const userProfile = member('UserProfileName');
    const space = member('SpaceName');
    return domainId ? { domainId, ...(userProfile && { userProfile }), ...(space && { space }) } : undefined;
  } catch {
    return undefined;
  }
}

function textOf(metadata: unknown, name: string): string | undefined {
  const value: unknown = typeof metadata === 'object' && metadata && Reflect.get(metadata, name);
  return typeof value === 'string' ? value : undefined;
}
