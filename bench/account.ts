import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Credentials } from '../test/emulator/emulator.ts';
import { AwsConfigFixture } from '../test/support/awsConfig.ts';
import { isolatedEnvironment } from '../test/vscode/isolatedEnvironment.ts';

export interface AccountOptions {
  /** How many images it has: at least the one that versions are created of. */
  readonly images: number;
  /** Milliseconds by which every answer is delayed. */
  readonly latencyMs: number;
  /** The first images by name that have versions, and how many each has; without it none has. */
  readonly versions?: { readonly images: number; readonly each: number };
  /** How many of SageMaker's calls are answered in a second. */
  readonly requestsPerSecond?: number;
}

/** What the emulator's process tells of itself. */
export interface AccountAddress {
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** An image without versions, and the URI of a container image that they can be created from. */
  readonly imageName: string;
  readonly baseImage: string;
}

export interface Account extends AccountAddress, AsyncDisposable {
  /** The environment in which a program finds the account through a profile, as the extension does. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Starts an emulated AWS account in a process of its own: what it costs is not ours. */
export async function startAccount(options: AccountOptions): Promise<Account> {
  const child = fork(join(import.meta.dirname, 'programs', 'emulator.ts'), [JSON.stringify(options)]);
  const ended = once(child, 'exit').then(() => {
    throw new Error('The emulator ended too early.');
  });
  ended.catch(() => undefined);
  const [address] = (await Promise.race([once(child, 'message'), ended])) as [AccountAddress];
  const { region, url: endpointUrl, credentials: keys } = address;
  const config = new AwsConfigFixture();
  config.write({ default: { region, endpointUrl, keys } });
  return {
    ...address,
    environment: { ...process.env, ...isolatedEnvironment(import.meta.dirname), ...config.environment },
    async [Symbol.asyncDispose]() {
      config.dispose();
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}
