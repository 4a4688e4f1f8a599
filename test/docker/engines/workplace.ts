import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatchGetImageCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { BuildOrder, ContainerEngine, EngineEvent } from '../../../src/core/build/engine.ts';
import { createEngines } from '../../../src/docker/engines.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { findExecutable } from '../../vscode/findExecutable.ts';
import { startRig, type Rig } from '../rig/rig.ts';

export interface Engine {
  readonly program: string;
  readonly isStudio?: boolean;
}

const never = new AbortController().signal;

/** A rig with a folder to build in, and the engines that speak to it. */
export class Workplace implements AsyncDisposable {
  readonly emulator: Emulator;
  readonly rig: Rig;
  /** Has a name that no shell would leave as it is. */
  readonly context: string;
  readonly #folder: string;
  #count = 0;

  private constructor(emulator: Emulator, rig: Rig, folder: string) {
    this.emulator = emulator;
    this.rig = rig;
    this.#folder = folder;
    this.context = join(folder, '-t $(id) "a,b"\n\'c\'');
  }

  static async open(): Promise<Workplace> {
    const emulator = await startEmulator();
    const rig = await startRig({ emulator });
    const folder = await mkdtemp(join(rig.environment['HOME'] ?? '', 'work-'));
    const workplace = new Workplace(emulator, rig, folder);
    await mkdir(workplace.context);
    return workplace;
  }

  get host(): string {
    return this.emulator.registryHost;
  }

  /** Where the engines keep what is theirs. */
  get state(): string {
    return join(this.#folder, 'state');
  }

  openEngine({ program, isStudio = false }: Engine): Promise<ContainerEngine> {
    const { environment } = this.rig;
    return createEngines({
      program: () => program,
      findExecutable: (name) => Promise.resolve(findExecutable([name], environment['PATH'])),
      isStudio: () => Promise.resolve(isStudio),
      folder: this.state,
      home: environment['HOME'] ?? '',
      environment,
    }).open(never);
  }

  /** @returns what to build a Dockerfile with; all of them are different to builders that remember. */
  async order(dockerfile: string, more: Partial<BuildOrder> = {}): Promise<BuildOrder> {
    const number = ++this.#count;
    const file = join(this.context, `Dockerfile,"${number}"`);
    await writeFile(file, `${dockerfile}\n`);
    return {
      dockerfile: file,
      context: this.context,
      target: undefined,
      buildArgs: {},
      platform: 'linux/amd64',
      labels: { number: String(number) },
      reference: `${this.host}/churn:${number}`,
      mediaTypes: 'any',
      ...more,
    };
  }

  /** The password for the registries of a region. */
  password(region = this.emulator.region): string {
    const { authorizationToken } = this.emulator.registryTokens.issue(region);
    return Buffer.from(authorizationToken, 'base64').toString().slice('AWS:'.length);
  }

  /** What the registry has under a digest. */
  async manifest(repository: string, digest: string): Promise<{ readonly mediaType?: string }> {
    const { url, region, credentials } = this.emulator;
    const client = new ECRClient({ endpoint: url, region, credentials });
    const command = new BatchGetImageCommand({
      repositoryName: repository,
      imageIds: [{ imageDigest: digest }],
    });
    const [image] = (await client.send(command)).images ?? [];
    return JSON.parse(image?.imageManifest ?? '{}') as { mediaType?: string };
  }

  /** All that the user has in files of configuration. */
  async userFiles(): Promise<Readonly<Record<string, string>>> {
    const home = this.rig.environment['HOME'] ?? '';
    const names = await readdir(home, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(this.#folder))
      .map(({ parentPath, name }) => join(parentPath, name));
    return Object.fromEntries(
      await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')])),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rig.stop();
    await this.emulator.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Collects events, and aborts when one of them is what is waited for. */
export function abortWhen(isIt: (event: EngineEvent) => boolean): {
  readonly report: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
  /** In milliseconds, since then. */
  readonly elapsed: () => number;
} {
  const abort = new AbortController();
  let at = 0;
  return {
    report: (event) => {
      if (at !== 0 || !isIt(event)) return;
      at = performance.now();
      abort.abort();
    },
    signal: abort.signal,
    elapsed: () => performance.now() - at,
  };
}
