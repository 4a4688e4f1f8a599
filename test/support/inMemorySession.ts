import type { Role } from '../../src/core/model.ts';
import type { Cloud, Pages, Roles, Session } from '../../src/core/ports.ts';
import type { Profile } from '../../src/core/profiles.ts';
import { account, region } from './builders.ts';
import { Calls } from './calls.ts';
import { InMemoryImageStore } from './inMemoryImageStore.ts';
import { InMemoryRegistry } from './inMemoryRegistry.ts';

export interface InMemorySession extends Session {
  readonly images: InMemoryImageStore;
  readonly registry: InMemoryRegistry;
  readonly roles: InMemoryRoles;
}

export function aSession(
  has: Partial<Pick<InMemorySession, 'profile' | 'region' | 'images' | 'registry' | 'identify'>> = {},
): InMemorySession {
  return {
    profile: 'default',
    region,
    choice: { profile: has.profile ?? 'default', region: has.region ?? region },
    images: new InMemoryImageStore(has.region),
    registry: new InMemoryRegistry(has.region),
    identify: () => Promise.resolve({ accountId: account, arn: `arn:aws:iam::${account}:user/somebody` }),
    roles: new InMemoryRoles(),
    findAccountAlias: () => Promise.resolve(undefined),
    ...has,
  };
}

/** The roles of the account; a test adds some. */
class InMemoryRoles implements Roles {
  readonly calls = new Calls<keyof Roles>();
  roles: readonly Role[] = [];

  async *listForSageMaker(signal: AbortSignal): Pages<Role> {
    yield await this.calls.make('listForSageMaker', [], signal, () => this.roles);
  }
}

/** An AWS configuration with these profiles. */
export function aCloud(...profiles: readonly Profile[]): Cloud {
  return {
    openSession: (choice) => Promise.resolve(aSession(choice)),
    listProfiles: () => Promise.resolve(profiles),
    findAmbient: () => Promise.resolve(undefined),
    forget: () => undefined,
    paths: () => ({ config: '/home/me/.aws/config', credentials: '/home/me/.aws/credentials', signIns: [] }),
    signIn: () => Promise.resolve(),
  };
}
