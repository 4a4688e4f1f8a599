/** Starts and stops VS Code's server. A browser at one of its URLs is a VS Code window with a real extension host. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import { installServer } from './install.ts';
import { workbenchSettings } from './workbenchSettings.ts';

/** How long the server may take to end by itself before it is made to. */
const SECONDS_TO_END = 3;

export interface ServerOptions {
  /** VS Code's folder for settings, state and logs. */
  readonly userDataDir: string;
  /** The folder of installed extensions. */
  readonly extensionsDir: string;
  /** Folders of extensions to install by linking to them. Only a new, empty `extensionsDir` takes them in. */
  readonly linkedExtensions?: readonly string[];
  /** User settings, on top of those that make for a quiet workbench and of those already in `userDataDir`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The environment of the server, and so of the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether windows ask for trust, and start in Restricted Mode. */
  readonly workspaceTrust?: boolean;
  /**
   * Whether windows obey `extensionDevelopmentPaths` and `extensionTestsPath`. VS Code shows no notifications in such
   * windows, so what a person is to see must come from an installed extension instead.
   */
  readonly automation?: boolean;
  /** How much VS Code and extensions log, like `trace`. */
  readonly logLevel?: string;
  /** A free one when left out. */
  readonly port?: number;
}

export interface WindowOptions {
  /** The folder to open; an empty window when left out. */
  readonly folder?: string | undefined;
  /** Folders of extensions to load from source. */
  readonly extensionDevelopmentPaths?: readonly string[];
  /** The module whose `run()` the extension host is to execute. */
  readonly extensionTestsPath?: string | undefined;
}

/** Disposing of it ends the server and everything it started. */
export interface Server extends AsyncDisposable {
  readonly port: number;
  /** What the server printed. The logs of windows and extension hosts are in `logs` of the user data folder. */
  readonly logFile: string;
  /** Settles when the server ends, for whatever reason. */
  readonly ended: Promise<void>;
}

/** Resolves once the server takes connections. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const installed = await installServer();
  await writeSettings(options);
  await linkExtensions(options);
  const logFile = join(options.userDataDir, 'server.log');
  const child = spawn(
    installed.node,
    [join(import.meta.dirname, 'endWithParent.mjs'), installed.main, ...serverArguments(options)],
    // Its own process group, so that its extension hosts and terminals can be ended with it.
    {
      env: options.env ?? process.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    signalGroup(child, 'SIGTERM');
    await Promise.race([ended, delay(SECONDS_TO_END * 1000, undefined, { ref: false })]);
    signalGroup(child, 'SIGKILL');
    await ended;
  };
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const port = await portOf(child, ended, logFile).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { port, logFile, ended, [Symbol.asyncDispose]: stop };
}

/** Installs a packaged extension, as a person does with a file. */
export async function installVsix(file: string, extensionsDir: string): Promise<void> {
  const { node, main } = await installServer();
  const child = spawn(node, [main, `--install-extension=${file}`, `--extensions-dir=${extensionsDir}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) throw new Error(`VS Code did not install ${file}:\n${said}`);
}

/** The address of a window: what the browser shows there is VS Code with that folder and those extensions. */
export function windowUrl(port: number, options: WindowOptions): string {
  const payload = [
    ...(options.extensionDevelopmentPaths ?? []).map((path) => ['extensionDevelopmentPath', onServer(path)]),
    ...(options.extensionTestsPath === undefined
      ? []
      : [['extensionTestsPath', onServer(options.extensionTestsPath)]]),
  ];
  const url = new URL(`http://localhost:${port}/`);
  if (options.folder === undefined) {
    // Without it the workbench opens the folder of the last window.
    url.searchParams.set('ew', 'true');
  } else {
    url.searchParams.set('folder', options.folder);
  }
  if (payload.length > 0) {
    url.searchParams.set('payload', JSON.stringify(payload));
  }
  return url.href;
}

/** How the payload of a URL refers to a path on the server: the authority is literally "remote". */
function onServer(path: string): string {
  return `vscode-remote://remote${path}`;
}

function serverArguments(options: ServerOptions): string[] {
  const values = {
    host: '127.0.0.1',
    port: options.port ?? 0,
    'telemetry-level': 'off',
    'server-data-dir': options.userDataDir,
    'user-data-dir': options.userDataDir,
    'extensions-dir': options.extensionsDir,
  };
  return [
    ...Object.entries(values).map(([name, value]) => `--${name}=${value}`),
    '--without-connection-token',
    '--accept-server-license-terms',
    // The environment is the one that is given, whatever a login shell would make of it.
    '--force-disable-user-env',
    // Without this, the workbench ignores the payload of its URL.
    ...(options.automation === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.logLevel === undefined ? [] : [`--log=${options.logLevel}`]),
    ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
  ];
}

/** When VS Code finds a folder of extensions without an inventory, it takes stock of what is there. */
async function linkExtensions(options: ServerOptions): Promise<void> {
  await mkdir(options.extensionsDir, { recursive: true });
  for (const extension of options.linkedExtensions ?? []) {
    const { publisher, name, version } = JSON.parse(
      await readFile(join(extension, 'package.json'), 'utf8'),
    ) as Record<string, string>;
    await symlink(extension, join(options.extensionsDir, `${publisher}.${name}-${version}`));
  }
}

async function writeSettings(options: ServerOptions): Promise<void> {
  const folder = join(options.userDataDir, 'User');
  const file = join(folder, 'settings.json');
  await mkdir(folder, { recursive: true });
  const existing = await readFile(file, 'utf8').catch(() => '{}');
  const settings = {
    ...workbenchSettings,
    ...(JSON.parse(existing) as Record<string, unknown>),
    ...options.settings,
  };
  await writeFile(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

async function portOf(child: ChildProcess, ended: Promise<void>, logFile: string): Promise<number> {
  const ready = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    if (child.stdout !== null) {
      createInterface(child.stdout).on('line', (line) => {
        const port = /^Extension host agent listening on (\d+)/.exec(line)?.[1];
        if (port !== undefined) {
          resolve(Number(port));
        }
      });
    }
  });
  const died = ended.then(() => {
    throw new Error(`VS Code's server ended before it was ready. Its output is in ${logFile}`);
  });
  return Promise.race([ready, died]);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  }
}
