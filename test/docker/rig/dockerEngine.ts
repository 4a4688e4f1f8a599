import { readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from './child.ts';

export interface DockerEngineOptions {
  /** Where it keeps everything. */
  readonly folder: string;
  readonly proxy: { readonly socket: string; readonly port: number };
  /** The certificates that it trusts, in PEM. */
  readonly authorityFile: string;
}

const isolation = ['--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child'];
const cgroups = '/sys/fs/cgroup';
const maxTries = 100;

/** A Docker engine of its own, in namespaces of its own. */
export class DockerEngine implements AsyncDisposable {
  /** As `DOCKER_HOST` has it. */
  readonly host: string;
  readonly #options: DockerEngineOptions;
  readonly #socket: string;
  /** Under which it runs its containers. */
  readonly cgroup: string;
  #child: Child | undefined;

  constructor(options: DockerEngineOptions) {
    this.#options = options;
    this.#socket = join(options.folder, 'docker.sock');
    this.cgroup = basename(options.folder);
    this.host = `unix://${this.#socket}`;
  }

  /** Starts it, or starts it again after `kill`, with what it holds. */
  async start(): Promise<void> {
    const { folder, proxy, authorityFile } = this.#options;
    // What it says of the processes that were killed, whose numbers others have now.
    for (const left of ['docker.pid', 'exec']) {
      await rm(join(folder, left), { recursive: true, force: true });
    }
    // In place of the machine's own.
    const configuration = join(folder, 'daemon.json');
    await writeFile(configuration, '{}');
    const namespace = join(import.meta.dirname, 'engineNamespace.mjs');
    const settings = {
      'config-file': configuration,
      'data-root': join(folder, 'data'),
      'exec-root': join(folder, 'exec'),
      host: this.host,
      pidfile: join(folder, 'docker.pid'),
      'cgroup-parent': `/${this.cgroup}`,
      // Also where systemd would be asked for them.
      'exec-opt': 'native.cgroupdriver=cgroupfs',
      // Nothing in there has to be reached, but for the proxy.
      iptables: 'false',
      ip6tables: 'false',
      'ip-forward': 'false',
      'userland-proxy': 'false',
    };
    const dockerd = ['dockerd', ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`)];
    const proxyUrl = `http://127.0.0.1:${proxy.port}`;
    this.#child = new Child(
      'unshare',
      // The first process there has to take in those whose parents have ended; `tini` does, Node does not.
      [...isolation, 'tini', '--', process.execPath, namespace, proxy.socket, String(proxy.port), ...dockerd],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          HTTPS_PROXY: proxyUrl,
          HTTP_PROXY: proxyUrl,
          SSL_CERT_FILE: authorityFile,
        },
      },
    );
    await this.#child.waitFor(/API listen on/);
  }

  /** What it has logged. */
  get output(): string {
    return this.#child?.output ?? '';
  }

  /** Ends it at once, with everything that it runs; what it holds stays. */
  async kill(): Promise<void> {
    await this.#child?.kill();
    this.#child = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    const hierarchies = (await readdir(cgroups)).map((name) => join(cgroups, name));
    await Promise.all([cgroups, ...hierarchies].map((folder) => removeCgroup(join(folder, this.cgroup))));
  }
}

/** Removes a control group and those below it. They have files that nobody can remove, and go by themselves. */
async function removeCgroup(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeCgroup(join(folder, entry.name));
  for (let tries = 1; ; tries += 1) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return;
      // Its last process is still ending.
      if (code !== 'EBUSY' || tries === maxTries) throw error;
      await delay(50);
    }
  }
}
