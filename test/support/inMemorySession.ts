import type { Role } from '../../src/core/model.ts';
import type { ActionDecision, Cloud, Pages, Roles, RoleTrust, Session } from '../../src/core/ports.ts';
import type { Profile } from '../../src/core/profiles.ts';
import { account, region } from './builders.ts';
import { Calls } from './calls.ts';
import { InMemoryApps, InMemoryLogs, InMemoryStudio } from './inMemoryApps.ts';
import { InMemoryImageStore } from './inMemoryImageStore.ts';
import { InMemoryRegistry } from './inMemoryRegistry.ts';

export interface InMemorySession extends Session {
  readonly images: InMemoryImageStore;
  readonly registry: InMemoryRegistry;
  readonly roles: InMemoryRoles;
  readonly apps: InMemoryApps;
  readonly studioSettings: InMemoryStudio;
  readonly logs: InMemoryLogs;
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
    apps: new InMemoryApps(),
    studioSettings: new InMemoryStudio(),
    logs: new InMemoryLogs(),
    findAccountAlias: () => Promise.resolve(undefined),
    ...has,
  };
}

/** The roles of the account; a test adds some. */
class InMemoryRoles implements Roles {
  readonly calls = new Calls<keyof Roles>();
  roles: readonly Role[] = [];
  /** By ARN; a role that is not in it is not there. */
  readonly trusts = new Map<string, RoleTrust>();
  /** What a role's policies decide, by ARN and action: they allow the actions that are not in it. */
  readonly decisions = new Map<string, Readonly<Record<string, ActionDecision['decision']>>>();

  async *listForSageMaker(signal: AbortSignal): Pages<Role> {
    yield await this.calls.make('listForSageMaker', [], signal, () => this.roles);
  }

  findTrust(roleArn: string, signal: AbortSignal): Promise<RoleTrust | undefined> {
    return this.calls.make('findTrust', [roleArn], signal, () => this.trusts.get(roleArn));
  }

  simulate(
    roleArn: string,
    actions: readonly string[],
    resource: string,
    signal: AbortSignal,
  ): Promise<readonly ActionDecision[] | undefined> {
    return this.calls.make('simulate', [roleArn, actions, resource], signal, () => {
      const decisions = this.decisions.get(roleArn);
      return decisions && actions.map((action) => ({ action, decision: decisions[action] ?? 'allowed' }));
    });
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
