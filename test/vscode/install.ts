/**
 * Installs the server build of VS Code that tests and the demo use where the desktop one can't be had.
 *
 * It arrives through npm (package.json and package-lock.json beside this file pin it), takes most of a gigabyte and
 * contains native modules to compile. So it lives in a cache that survives `npm ci`, one folder per pinned version:
 *
 *     $XDG_CACHE_HOME/sagemaker-images/vscode-<version>-<key>/     ($SAGEMAKER_IMAGES_CACHE replaces the first two)
 *
 * A folder with that name is complete: the install happens beside it and is renamed into place at the end.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { findExecutable } from './findExecutable.ts';
import { SetupError } from './setupError.ts';

/** Where an installed server has its parts. */
export interface InstalledServer {
  /** The Node that the native modules were built for. */
  readonly node: string;
  /** `server-main.js`, the server's entry point. */
  readonly main: string;
}

type Say = (line: string) => void;

const NATIVE_MODULES = ['@vscode/spdlog', '@vscode/native-watchdog', 'node-pty', '@parcel/watcher'];
const BUILD_TOOLS = ['make', 'g++', 'python3'];

/** The server, installed first if this is its first use. Says what it does only when that takes time. */
export async function installServer(say: Say = console.log): Promise<InstalledServer> {
  const folder = await cacheFolder();
  if (!existsSync(folder)) {
    assertCanInstall();
    await mkdir(dirname(folder), { recursive: true });
    await withLock(`${folder}.lock`, say, async () => {
      if (!existsSync(folder)) {
        await removeDrafts(folder);
        await installInto(folder, say);
      }
    });
  }
  return partsIn(folder);
}

function assertCanInstall(): void {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new SetupError(
      "VS Code's server can be installed on Linux (x64 and arm64) only; elsewhere the desktop VS Code is used.",
    );
  }
  const missing = BUILD_TOOLS.filter((tool) => findExecutable([tool]) === undefined);
  if (missing.length > 0) {
    throw new SetupError(
      `VS Code's native modules can't be built without ${missing.join(', ')}. ` +
        `On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}`,
    );
  }
}

/** Removes what installs have left behind that were killed. */
async function removeDrafts(folder: string): Promise<void> {
  const names = await readdir(dirname(folder));
  const drafts = names.filter((name) => name.startsWith(`${basename(folder)}.draft-`));
  await Promise.all(drafts.map((name) => rm(join(dirname(folder), name), { recursive: true, force: true })));
}

async function installInto(folder: string, say: Say): Promise<void> {
  const draft = await mkdtemp(`${folder}.draft-`);
  try {
    say(`Installing VS Code's server into ${folder} (once; about a minute, 800 MB).`);
    await copyFile(join(import.meta.dirname, 'package.json'), join(draft, 'package.json'));
    await copyFile(join(import.meta.dirname, 'package-lock.json'), join(draft, 'package-lock.json'));

    say('  1/3 downloading the server');
    await npm(draft, ['ci', '--ignore-scripts']);

    // Its shrinkwrap is not in step with its package.json, which `npm ci` refuses.
    say('  2/3 downloading what the server needs');
    const serverRoot = serverRootIn(draft);
    await npm(serverRoot, ['install', '--omit=dev', '--ignore-scripts']);

    say('  3/3 compiling its native modules');
    await npm(serverRoot, ['rebuild', ...NATIVE_MODULES], { npm_config_nodedir: nodeRootIn(draft) });

    await rename(draft, folder);
    say('  done');
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Runs npm quietly; its last lines become part of the error when it fails. */
async function npm(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(new SetupError(`npm could not be started: ${error.message}`)));
    child.once('close', resolve);
  });
  if (code !== 0) {
    const lastLines = output.trimEnd().split('\n').slice(-20).join('\n');
    throw new SetupError(`VS Code's server could not be installed: "npm ${args[0]}" failed.\n${lastLines}`);
  }
}

/**
 * Lets one process at a time install. What makes an install whole is the rename at its end, not this lock: should two
 * ever get past it, one of them fails.
 */
async function withLock(lock: string, say: Say, install: () => Promise<void>): Promise<void> {
  let waiting = false;
  while (!(await takeLock(lock))) {
    if (!waiting) {
      say("Waiting for another process that is installing VS Code's server.");
      waiting = true;
    }
    await delay(500);
  }
  try {
    await install();
  } finally {
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!(await isOwnerAlive(lock))) {
      await rm(lock, { force: true });
    }
    return false;
  }
}

async function isOwnerAlive(lock: string): Promise<boolean> {
  try {
    process.kill(Number(await readFile(lock, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}

async function cacheFolder(): Promise<string> {
  const lockfile = await readFile(join(import.meta.dirname, 'package-lock.json'), 'utf8');
  const version = /"node_modules\/code-server": \{\s*"version": "([^"]+)"/.exec(lockfile)?.[1] ?? 'unknown';
  const key = createHash('sha256')
    .update([lockfile, process.platform, process.arch, ...NATIVE_MODULES].join('\n'))
    .digest('hex')
    .slice(0, 8);
  return join(cacheRoot(), `vscode-${version}-${key}`);
}

function cacheRoot(): string {
  const { SAGEMAKER_IMAGES_CACHE, XDG_CACHE_HOME } = process.env;
  return SAGEMAKER_IMAGES_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sagemaker-images');
}

function partsIn(folder: string): InstalledServer {
  return {
    node: join(nodeRootIn(folder), 'bin', 'node'),
    main: join(serverRootIn(folder), 'out', 'server-main.js'),
  };
}

function serverRootIn(folder: string): string {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

function nodeRootIn(folder: string): string {
  return join(folder, 'node_modules', `node-linux-${process.arch}`);
}

if (import.meta.main) {
  try {
    await installServer();
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
