/**
 * A real Docker engine and a real registry behind the names of Amazon ECR's hosts, for tests: its passwords are those that
 * the emulator gives out, its repositories those that the emulator has. Nothing of it is seen outside of a temporary
 * folder, and nothing in it reaches the internet.
 */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { busybox, pushBaseImage } from './baseImage.ts';
import { makeCertificates } from './certificates.ts';
import { ConnectProxy } from './connectProxy.ts';
import { DockerEngine } from './dockerEngine.ts';
import { podmanSettings } from './podmanSettings.ts';
import { findProcesses } from './processes.ts';
import type { RunningProcess } from './processes.ts';
import { isRegistryHost, RegistryHost, storedName } from './registryHost.ts';
import { RegistryStorage } from './registryStorage.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { manifestTypes } from '../../emulator/registryMirror.ts';
import { findExecutable } from '../../vscode/findExecutable.ts';
import { regions } from '../../../src/core/regions.generated.ts';

export interface RigOptions {
  readonly emulator: Emulator;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BaseImage {
  /** The emulator's own registry, if not given. */
  readonly host?: string;
  readonly repository?: string;
  readonly tag?: string;
}

/** Debian's, which has BuildKit in itself; whatever else is called so on PATH is not meant. */
const dockerCandidates = ['/usr/bin/docker', 'docker'];
const programs = [
  'dockerd',
  'containerd',
  'runc',
  'tini',
  'docker-registry',
  'busybox',
  'openssl',
  'tar',
  'setpriv',
  'unshare',
];
const systemPath = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** Whether there is Podman, which the rig does not need. */
export function hasPodman(): boolean {
  return findExecutable(['podman']) !== undefined;
}

/** @returns why the rig cannot run on this machine, in one sentence; undefined where it can */
export function whyNoRig(): string | undefined {
  if (process.platform !== 'linux') return 'A container engine for tests is started on Linux only.';
  if (process.getuid?.() !== 0) return 'Only root can start a container engine for tests.';
  const missing = programs.filter((program) => !findExecutable([program], systemPath));
  if (!findExecutable(dockerCandidates)) missing.push('docker');
  if (missing.length > 0) return `Not installed: ${missing.join(', ')}.`;
  if (!isStatic(busybox() ?? '')) return 'BusyBox needs libraries here, which base images do not have.';
  try {
    execFileSync('unshare', ['--mount', '--net', '--pid', '--fork', 'true'], { stdio: 'pipe' });
  } catch {
    return 'This machine lets nobody make namespaces, which a container engine for tests needs.';
  }
  return undefined;
}

/** Whether a program needs no other file to run. */
function isStatic(program: string): boolean {
  return !readFileSync(program).includes('/ld-linux');
}

/** Starts an engine and a registry without images. */
export async function startRig({ emulator }: RigOptions): Promise<Rig> {
  const folder = await mkdtemp(join(tmpdir(), 'rig-'));
  const removal = {
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
  };
  const started: AsyncDisposable[] = [removal];
  try {
    return new Rig(await startParts(folder, emulator, started), started);
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

async function startParts(folder: string, emulator: Emulator, started: AsyncDisposable[]): Promise<Parts> {
  const at = (name: string): string => join(folder, name);
  for (const name of ['bin', 'home', 'home/.docker', 'podman', 'runtime']) await mkdir(at(name));
  const docker = findExecutable(dockerCandidates) ?? 'docker';
  await symlink(docker, at('bin/docker'));
  const certificates = await makeCertificates(folder, certifiedHosts());
  const { authorityFile } = certificates;

  const storage = new RegistryStorage(folder);
  const registry = new RegistryHost(emulator, storage, certificates);
  started.push(registry);
  await registry.start();
  emulator.attachRegistry(storage.url, (name) => storedName(emulator.registryHost, name));

  const proxy = new ConnectProxy(isRegistryHost, () => registry.port);
  started.push(proxy);
  const port = await proxy.listen(0);
  await proxy.listen(at('proxy.sock'));

  const engine = new DockerEngine({ folder, proxy: { socket: at('proxy.sock'), port }, authorityFile });
  started.push(engine);
  await engine.start();

  const environment = {
    PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`,
    HOME: at('home'),
    DOCKER_HOST: engine.host,
    DOCKER_CONFIG: at('home/.docker'),
    HTTPS_PROXY: `http://127.0.0.1:${port}`,
    SSL_CERT_FILE: authorityFile,
    XDG_RUNTIME_DIR: at('runtime'),
    ...(await podmanSettings(at('podman'))),
  };
  return { folder, emulator, environment, docker, engine, registry, storage, proxy };
}

async function stopAll(started: readonly AsyncDisposable[]): Promise<void> {
  for (const part of started.toReversed()) await part[Symbol.asyncDispose]();
}

interface Parts {
  readonly folder: string;
  readonly emulator: Emulator;
  readonly environment: Readonly<Record<string, string>>;
  readonly docker: string;
  readonly engine: DockerEngine;
  readonly registry: RegistryHost;
  readonly storage: RegistryStorage;
  readonly proxy: ConnectProxy;
}

export class Rig implements AsyncDisposable {
  /** What a process needs to use this engine and this registry, and nothing of the user's. */
  readonly environment: Readonly<Record<string, string>>;
  /** What goes wrong in the registry, and what it was asked for. */
  readonly registry: RegistryHost;
  readonly engine: DockerEngine;
  readonly #parts: Parts;
  readonly #started: readonly AsyncDisposable[];

  /** Use `startRig`. */
  constructor(parts: Parts, started: readonly AsyncDisposable[]) {
    this.environment = parts.environment;
    this.registry = parts.registry;
    this.engine = parts.engine;
    this.#parts = parts;
    this.#started = started;
  }

  /** What runs on behalf of tests: the engines' programs, and what these run. */
  processes(): Promise<readonly RunningProcess[]> {
    return findProcesses(this.#parts.folder, this.engine.cgroup);
  }

  /** Waits until nothing of that runs any more. */
  async waitUntilIdle(): Promise<void> {
    // The kernel tells nobody when the last of them has ended.
    while ((await this.processes()).length > 0) await delay(20);
  }

  /** Hosts outside of ECR that somebody tried to reach. */
  get refusedHosts(): readonly string[] {
    return this.#parts.proxy.refused;
  }

  /** Runs the real CLI. It may fail. */
  docker(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.run(this.#parts.docker, args, options);
  }

  /**
   * Runs a program in the rig's environment, to its end. It may fail.
   * @throws the signal's reason when it was stopped, and has ended
   */
  async run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const { input = '', env, cwd, signal, onOutput = () => undefined } = options;
    const child = spawn(program, args, {
      env: { ...this.environment, ...env },
      ...(cwd !== undefined && { cwd }),
    });
    const stop = (): boolean => child.kill();
    signal?.addEventListener('abort', stop, { once: true });
    const ended = once(child, 'close') as Promise<[code: number | null]>;
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        onOutput(text);
      });
    }
    // Whoever does not read what it is given has closed its input.
    child.stdin.on('error', () => undefined).end(input);
    const [code] = await ended;
    signal?.removeEventListener('abort', stop);
    signal?.throwIfAborted();
    return { code: code ?? 1, ...output };
  }

  /** Tags of a repository of the emulator's account, with the digests that the registry really has for them. */
  async manifests(repository: string): Promise<Readonly<Record<string, string>>> {
    const { emulator, storage } = this.#parts;
    const base = `${storage.url}/v2/${storedName(emulator.registryHost, repository)}`;
    const { tags } = (await (await fetch(`${base}/tags/list`)).json()) as { tags?: string[] | null };
    const entries = (tags ?? []).map(async (tag) => {
      const { headers } = await fetch(`${base}/manifests/${tag}`, { headers: { accept: manifestTypes } });
      return [tag, headers.get('docker-content-digest') ?? ''] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /**
   * Puts an image into the registry that Dockerfiles can begin with: BusyBox for linux/amd64.
   * @returns its reference
   */
  async addBaseImage({ host, repository = 'base/busybox', tag = '1' }: BaseImage = {}): Promise<string> {
    const { emulator, storage, registry, folder } = this.#parts;
    const { registryHost } = emulator;
    if (host === undefined || host === registryHost) {
      if (!emulator.findRepository(repository)) emulator.addRepository({ name: repository });
    } else registry.addForeignRepository(host, repository);
    const root = await mkdtemp(join(folder, 'base-'));
    await pushBaseImage(storage.url, storedName(host ?? registryHost, repository), tag, root);
    return `${host ?? registryHost}/${repository}:${tag}`;
  }

  /** Ends everything; leaves no process, no mount and no file behind. */
  async stop(): Promise<void> {
    for (const { pid } of await this.processes()) kill(pid);
    await stopAll(this.#started);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Stops it. */
  readonly signal?: AbortSignal;
  /** Is told what it writes, as it comes. */
  readonly onOutput?: (text: string) => void;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Every account's registry in every region. */
function certifiedHosts(): readonly string[] {
  const names = regions.map(({ name }) => name);
  return ['public.ecr.aws', ...names.map((region) => `*.dkr.ecr.${region}.amazonaws.com`)];
}
