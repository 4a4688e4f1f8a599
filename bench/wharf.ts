import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Credentials } from '../test/emulator/emulator.ts';
import { whyNoRig } from '../test/docker/rig/rig.ts';
import { AwsConfigFixture } from '../test/support/awsConfig.ts';
import { MissingToolError } from './measurement.ts';

/** What the rig's process tells of itself. */
export interface WharfAddress {
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** In which programs find the engine, and nothing of the user's. */
  readonly engineEnvironment: Readonly<Record<string, string>>;
  readonly registryHost: string;
  /** What the user `AWS` signs in to it with. */
  readonly password: string;
  /** `host/repository` */
  readonly repository: string;
  /** What Dockerfiles can begin with: of the same registry. */
  readonly baseImage: string;
}

/** Where container images are built and shipped: a real engine, a real registry, an emulated account. */
export interface Wharf extends WharfAddress, AsyncDisposable {
  /** The environment in which a program finds all of it. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Starts it in a process of its own: what it costs is not ours. */
export async function startWharf(): Promise<Wharf> {
  const reason = whyNoRig();
  if (reason !== undefined) throw new MissingToolError(reason);
  const child = fork(join(import.meta.dirname, 'programs', 'rig.ts'));
  const ended = once(child, 'exit').then(() => {
    throw new Error('The rig ended too early.');
  });
  ended.catch(() => undefined);
  const [address] = (await Promise.race([once(child, 'message'), ended])) as [WharfAddress];
  const { region, url: endpointUrl, credentials: keys, engineEnvironment } = address;
  const config = new AwsConfigFixture();
  config.write({ default: { region, endpointUrl, keys } });
  return {
    ...address,
    environment: { ...engineEnvironment, ...config.environment },
    async [Symbol.asyncDispose]() {
      config.dispose();
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}
