/** Windows of a real VS Code with the extension, an empty one to compare it with, and a probe in the extension host. */
import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import * as esbuild from 'esbuild';
import type { Browser } from 'playwright-core';

import { Workbench } from '../../test/e2e/workbench.ts';
import { launchBrowser } from '../../test/vscode/browser.ts';
import { startServer, windowUrl } from '../../test/vscode/server.ts';
import type { Server } from '../../test/vscode/server.ts';
import type { Workshop } from '../measurement.ts';
import { PROJECT } from '../workshop.ts';
import type { Questions } from './probe.ts';

export const EMPTY_EXTENSION = 'bench.empty';

/** Milliseconds that a window may take for one step. */
const PATIENCE_MS = 30_000;

export interface HostWindow extends AsyncDisposable {
  readonly workbench: Workbench;
  /** Asks the probe in this window's extension host. */
  ask<Question extends keyof Questions>(question: Question): Promise<Questions[Question]>;
}

export interface HostWindows extends AsyncDisposable {
  open(): Promise<HostWindow>;
}

/** @param env the environment of the extension host */
export async function startHost(workshop: Workshop, env: NodeJS.ProcessEnv): Promise<HostWindows> {
  // It need not be closed when something below fails: it does not keep this process alive.
  const probes = createServer().listen(0, '127.0.0.1').unref();
  await once(probes, 'listening');
  const { port } = probes.address() as AddressInfo;
  const folder = join(workshop.scratch, `host-${port}`);
  const workspace = join(folder, 'workspace');
  await cp(join(PROJECT, 'test/fixtures/demo-workspace'), workspace, { recursive: true });
  const browser = await launchBrowser();
  const server = await startServer({
    userDataDir: join(folder, 'user'),
    extensionsDir: join(folder, 'extensions'),
    linkedExtensions: [workshop.extension, ...(await helperExtensions(folder))],
    env: { ...env, BENCH_PROBE_PORT: String(port) },
  }).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  return {
    open: () => openWindow(browser, server, probes, workspace),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
      probes.close();
    },
  };
}

async function openWindow(
  browser: Browser,
  server: Server,
  probes: NetServer,
  workspace: string,
): Promise<HostWindow> {
  const connected = once(probes, 'connection') as Promise<[Socket]>;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto(windowUrl(server.port, { folder: workspace }));
  const workbench = new Workbench(page, 'bench', workspace);
  await workbench.waitUntilReady();
  const [socket] = await connected;
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  return {
    workbench,
    async ask(question) {
      socket.write(`${question}\n`);
      const { value } = (await lines.next()) as IteratorResult<string, undefined>;
      if (value === undefined) throw new Error('The extension host ended too early.');
      return JSON.parse(value) as Questions[typeof question];
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      socket.destroy();
    },
  };
}

/** Makes the extension that does nothing and the one that answers questions. */
async function helperExtensions(folder: string): Promise<readonly string[]> {
  const empty = await writeExtension(folder, 'empty', 'onLanguage:dockerfile');
  await writeFile(join(empty, 'main.cjs'), 'exports.activate = () => undefined;\n');
  const probe = await writeExtension(folder, 'probe', '*');
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, 'probe.ts')],
    outfile: join(probe, 'main.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    logLevel: 'warning',
  });
  return [empty, probe];
}

async function writeExtension(parent: string, name: string, activationEvent: string): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder, { recursive: true });
  const manifest = {
    name,
    publisher: 'bench',
    version: '1.0.0',
    engines: { vscode: '^1.101.0' },
    main: './main.cjs',
    activationEvents: [activationEvent],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}
