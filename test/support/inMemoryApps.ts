import type { App, AppDetails, AppOwner, AppRef, Apps } from '../../src/core/explain/apps.ts';
import type { Logs, LogTail } from '../../src/core/explain/logs.ts';
import type { AppImageConfig, Domain, Space, Studio, StudioSettings } from '../../src/core/explain/studio.ts';
import { AppError } from '../../src/core/errors.ts';
import type { Pages } from '../../src/core/ports.ts';
import { account, region } from './builders.ts';
import { Calls } from './calls.ts';

/** An app that has failed. */
export function anApp(has: Partial<AppDetails> = {}): AppDetails {
  const { domainId = 'd-abc', type = 'JupyterLab', name = 'default' } = has;
  return {
    domainId,
    space: 'team',
    type,
    name,
    status: 'Failed',
    arn: `arn:aws:sagemaker:${region}:${account}:app/${domainId}/team/${type.toLowerCase()}/${name}`,
    ...has,
  };
}

/** Apps that a test adds. */
export class InMemoryApps implements Apps {
  readonly calls = new Calls<keyof Apps>();
  apps: readonly AppDetails[] = [];

  async *listApps(owner: AppOwner, signal: AbortSignal): Pages<App> {
    yield await this.calls.make('listApps', [owner], signal, () =>
      this.apps.filter((app) => app.domainId === (owner.domainId ?? app.domainId)),
    );
  }

  findApp(ref: AppRef, signal: AbortSignal): Promise<AppDetails | undefined> {
    return this.calls.make('findApp', [ref], signal, () =>
      this.apps.find(({ type, name }) => type === ref.type && name === ref.name),
    );
  }
}

/** Domains, user profiles, spaces and app image configs by their names; what a test has not put in is not there. */
export class InMemoryStudio implements Studio {
  readonly calls = new Calls<keyof Studio>();
  readonly domains = new Map<string, Domain>();
  readonly userProfiles = new Map<string, StudioSettings>();
  readonly spaces = new Map<string, Space>();
  readonly configs = new Map<string, AppImageConfig>();

  describeDomain(domainId: string, signal: AbortSignal): Promise<Domain> {
    return this.calls.make('describeDomain', [domainId], signal, () => found(this.domains.get(domainId)));
  }

  describeUserProfile(domainId: string, name: string, signal: AbortSignal): Promise<StudioSettings> {
    return this.calls.make('describeUserProfile', [domainId, name], signal, () =>
      found(this.userProfiles.get(name)),
    );
  }

  describeSpace(domainId: string, name: string, signal: AbortSignal): Promise<Space> {
    return this.calls.make('describeSpace', [domainId, name], signal, () => found(this.spaces.get(name)));
  }

  describeAppImageConfig(name: string, signal: AbortSignal): Promise<AppImageConfig> {
    return this.calls.make('describeAppImageConfig', [name], signal, () => found(this.configs.get(name)));
  }
}

/** As the adapter has it of whatever is not there. */
function found<T>(value: T | undefined): T {
  if (value === undefined) throw new AppError('image.notFound', { name: '', region });
  return value;
}

/** Log streams that a test fills, by their names. */
export class InMemoryLogs implements Logs {
  readonly calls = new Calls<keyof Logs>();
  readonly streams = new Map<string, readonly string[]>();

  readTail(group: string, stream: string, count: number, signal: AbortSignal): Promise<LogTail> {
    return this.calls.make('readTail', [group, stream, count], signal, () => {
      const texts = this.streams.get(stream);
      if (!texts) return { kind: 'noStream' };
      return { kind: 'lines', lines: texts.slice(-count).map((text) => ({ at: new Date(0), text })) };
    });
  }
}
