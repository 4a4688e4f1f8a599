import type { AppDetails } from './apps.ts';
import type { AppImageConfigEvidence } from './evidence.ts';
import type { Looks } from './looks.ts';
import { ownImageOf } from './ownImage.ts';
import type { AttachedImage, Studio, StudioSettings } from './studio.ts';

/** What an app is started with. */
export interface AppSettings {
  /** The ARN of the role that it runs with. */
  readonly executionRole?: string;
  /** Whether its image is among those of the domain, user profile or space. */
  readonly isAttached?: boolean;
  /** What its image is attached with. */
  readonly config?: AppImageConfigEvidence;
}

/** Undefined where they could not be read. */
type Layer = StudioSettings | undefined;

/**
 * Finds an app's role and how its image is attached: by its user profile, else by the domain's settings for users; in a
 * shared space, by those for spaces.
 */
export async function findAppSettings(
  app: AppDetails,
  studio: Studio,
  looks: Looks,
  signal: AbortSignal,
): Promise<AppSettings> {
  const layers = await layersOf(app, studio, looks, signal);
  const executionRole = roleOf(layers);
  return {
    ...(executionRole !== undefined && { executionRole }),
    ...(await attachmentOf(app, layers, studio, looks, signal)),
  };
}

/** The one that counts first, first. */
async function layersOf(
  { domainId, userProfile, space: spaceName }: AppDetails,
  studio: Studio,
  looks: Looks,
  signal: AbortSignal,
): Promise<readonly Layer[]> {
  const findDomain = looks.at('settings', studio.describeDomain(domainId, signal));
  const findProfile = async (name: string): Promise<Layer> =>
    looks.at('settings', studio.describeUserProfile(domainId, name, signal));

  if (spaceName === undefined) {
    if (userProfile === undefined) return [(await findDomain)?.ofUsers];
    return Promise.all([findProfile(userProfile), findDomain.then((domain) => domain?.ofUsers)]);
  }
  const space = await looks.at('settings', studio.describeSpace(domainId, spaceName, signal));
  if (!space) {
    await findDomain;
    return [undefined];
  }
  const { isPrivate, owner, settings } = space;
  if (!isPrivate) return [settings, (await findDomain)?.ofSpaces];
  const ofOwner = owner === undefined ? [] : [await findProfile(owner)];
  return [settings, ...ofOwner, (await findDomain)?.ofUsers];
}

/** What could not be read may name another one. */
function roleOf(layers: readonly Layer[]): string | undefined {
  const first = layers.find((layer) => layer === undefined || layer.executionRole !== undefined);
  return first?.executionRole;
}

async function attachmentOf(
  app: AppDetails,
  layers: readonly Layer[],
  studio: Studio,
  looks: Looks,
  signal: AbortSignal,
): Promise<Pick<AppSettings, 'isAttached' | 'config'>> {
  const image = ownImageOf(app);
  if (!image) return {};
  const attached = findAttached(layers, app.type, image.name);
  if (!attached) return layers.every((layer) => layer !== undefined) ? { isAttached: false } : {};
  const config = await looks.at('appImageConfig', studio.describeAppImageConfig(attached.configName, signal));
  if (!config) return { isAttached: true };
  const { user, command = [] } = config.apps[app.type] ?? {};
  const { name, apps } = config;
  return {
    isAttached: true,
    config: { name, appTypes: Object.keys(apps), command, ...(user && { user }) },
  };
}

function findAttached(
  layers: readonly Layer[],
  appType: string,
  imageName: string,
): AttachedImage | undefined {
  return layers
    .flatMap((layer) => layer?.images[appType] ?? [])
    .find((attached) => attached.imageName === imageName);
}
