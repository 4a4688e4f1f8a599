import type { Cloud, Profile, Session } from '../../src/core/ports.ts';
import { account, region } from './builders.ts';
import { InMemoryImageStore } from './inMemoryImageStore.ts';
import { InMemoryRegistry } from './inMemoryRegistry.ts';

export interface InMemorySession extends Session {
  readonly images: InMemoryImageStore;
  readonly registry: InMemoryRegistry;
}

export function aSession(
  has: Partial<Pick<InMemorySession, 'profile' | 'region' | 'images' | 'registry'>> = {},
): InMemorySession {
  return {
    profile: 'default',
    region,
    images: new InMemoryImageStore(has.region),
    registry: new InMemoryRegistry(has.region),
    identify: () => Promise.resolve({ accountId: account, arn: `arn:aws:iam::${account}:user/somebody` }),
    ...has,
  };
}

/** An AWS configuration with these profiles. */
export function aCloud(...profiles: readonly Profile[]): Cloud {
  return {
    openSession: (choice) => Promise.resolve(aSession(choice)),
    listProfiles: () => Promise.resolve(profiles),
    forget: () => undefined,
  };
}
