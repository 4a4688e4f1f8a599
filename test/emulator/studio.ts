/** SageMaker's behaviour for what apps are started with: domains, user profiles, spaces and app image configs. */

import { notFound } from './imageStore.ts';
import type { Handlers } from './service.ts';
import type { ValueOf } from './shapes.ts';
import type { studioOperations } from './studioConstraints.ts';

type Table = typeof studioOperations;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;

type UserSettings = NonNullable<Output<'DescribeDomain'>['DefaultUserSettings']>;
type SpaceSettings = NonNullable<Output<'DescribeDomain'>['DefaultSpaceSettings']>;

export interface SeededDomain {
  readonly domainId: string;
  /** As the service has them. */
  readonly userSettings?: UserSettings;
  readonly spaceSettings?: SpaceSettings;
}

export interface SeededUserProfile {
  readonly domainId: string;
  readonly name: string;
  readonly settings?: UserSettings;
}

export interface SeededSpace {
  readonly domainId: string;
  readonly name: string;
  readonly owner?: string;
  /** There is none in those of earlier years. */
  readonly sharing?: 'Private' | 'Shared';
  readonly settings?: NonNullable<Output<'DescribeSpace'>['SpaceSettings']>;
}

export type SeededAppImageConfig = Omit<Output<'DescribeAppImageConfig'>, 'AppImageConfigName'> & {
  readonly name: string;
};

export class Studio {
  readonly handlers: Handlers<Table> = {
    DescribeDomain: ({ DomainId }) => found(this.#domains.get(DomainId), 'Domain', DomainId),
    DescribeUserProfile: ({ DomainId, UserProfileName }) =>
      found(this.#profiles.get(`${DomainId}/${UserProfileName}`), 'UserProfile', UserProfileName),
    DescribeSpace: ({ DomainId, SpaceName }) =>
      found(this.#spaces.get(`${DomainId}/${SpaceName}`), 'Space', SpaceName),
    DescribeAppImageConfig: ({ AppImageConfigName: name }) =>
      found(this.#configs.get(name), 'AppImageConfig', name),
  };
  readonly #domains = new Map<string, Output<'DescribeDomain'>>();
  readonly #profiles = new Map<string, Output<'DescribeUserProfile'>>();
  readonly #spaces = new Map<string, Output<'DescribeSpace'>>();
  readonly #configs = new Map<string, Output<'DescribeAppImageConfig'>>();

  addDomain({ domainId, userSettings, spaceSettings }: SeededDomain): void {
    this.#domains.set(domainId, {
      DomainId: domainId,
      DefaultUserSettings: userSettings,
      DefaultSpaceSettings: spaceSettings,
    });
  }

  addUserProfile({ domainId, name, settings }: SeededUserProfile): void {
    this.#profiles.set(`${domainId}/${name}`, {
      DomainId: domainId,
      UserProfileName: name,
      UserSettings: settings,
    });
  }

  addSpace({ domainId, name, owner, sharing, settings }: SeededSpace): void {
    this.#spaces.set(`${domainId}/${name}`, {
      DomainId: domainId,
      SpaceName: name,
      OwnershipSettings: owner === undefined ? undefined : { OwnerUserProfileName: owner },
      SpaceSharingSettings: sharing && { SharingType: sharing },
      SpaceSettings: settings,
    });
  }

  addAppImageConfig({ name, ...config }: SeededAppImageConfig): void {
    this.#configs.set(name, { AppImageConfigName: name, ...config });
  }
}

function found<T>(value: T | undefined, kind: string, name: string): T {
  if (value === undefined) throw notFound(`${kind} ${name} does not exist.`);
  return value;
}
