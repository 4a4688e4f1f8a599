/**
 * `npm start`: the extension in a real VS Code, on a sample workspace and an emulated AWS account.
 *
 *     npm start                      desktop VS Code if there is one, else VS Code's server, to open in a browser
 *     npm start -- --server          VS Code's server in any case
 *     npm start -- --port 8000       VS Code's server at this port
 *
 * Everything is kept in `.demo` (delete it to start afresh), and ends with Ctrl+C.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startEmulator } from '../test/emulator/emulator.ts';
import { addSamples } from '../test/emulator/samples.ts';
import { AwsConfigFixture } from '../test/support/awsConfig.ts';
import { findExecutable } from '../test/vscode/findExecutable.ts';
import { isolatedEnvironment } from '../test/vscode/isolatedEnvironment.ts';
import { startServer, windowUrl } from '../test/vscode/server.ts';

const PROJECT = join(import.meta.dirname, '..');
const DEMO = join(PROJECT, '.demo');
const WORKSPACE = join(DEMO, 'workspace');

/** As long as it takes to look at the version that is being created. */
const TRANSITION_MS = 6000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { server: { type: 'boolean' }, port: { type: 'string' } } });
  const ended = endRequest();
  await build();
  await prepareWorkspace();
  await using account = await startAccount();
  const env = { ...process.env, ...isolatedEnvironment(DEMO), ...account.environment };
  const desktop = values.server === true || values.port !== undefined ? undefined : findDesktop();
  if (desktop !== undefined) {
    console.log(`Opening ${WORKSPACE} in VS Code. Close its window or press Ctrl+C here to end.`);
    await openDesktop(desktop, env, ended);
    return;
  }
  // VS Code takes stock of linked extensions in a new folder only.
  await rm(join(DEMO, 'extensions'), { recursive: true, force: true });
  await using server = await startServer({
    userDataDir: join(DEMO, 'server'),
    extensionsDir: join(DEMO, 'extensions'),
    linkedExtensions: [PROJECT],
    env,
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
  });
  console.log(`\nVS Code is ready: open this address in a browser. Press Ctrl+C here to end.\n`);
  console.log(`    ${windowUrl(server.port, { folder: WORKSPACE })}\n`);
  await Promise.race([server.ended, ended]);
}

/** Settles when somebody asks for the end. */
async function endRequest(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

async function build(): Promise<void> {
  console.log('Building the extension.');
  const child = spawn(process.execPath, ['esbuild.mjs'], { cwd: PROJECT, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error('The extension could not be built.');
  }
}

/** Copies the sample files that are not there yet, and so keeps what was changed in an earlier demo. */
async function prepareWorkspace(): Promise<void> {
  await mkdir(DEMO, { recursive: true });
  await cp(join(PROJECT, 'test/fixtures/demo-workspace'), WORKSPACE, { recursive: true, force: false });
}

interface Account extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
}

/** An account with sample images, one without any, and a profile whose session has ended. */
async function startAccount(): Promise<Account> {
  const full = await startEmulator({ transitionDelay: TRANSITION_MS });
  const empty = await startEmulator({ transitionDelay: TRANSITION_MS, region: 'eu-west-1' });
  addSamples(full);
  full.expireSession();
  const config = new AwsConfigFixture();
  config.write({
    default: { region: full.region, endpointUrl: full.url, keys: full.credentials },
    empty: { region: empty.region, endpointUrl: empty.url, keys: empty.credentials },
    expired: { region: full.region, endpointUrl: full.url, keys: full.sessionCredentials },
  });
  console.log(`AWS is emulated at ${full.url} (profiles: default, empty, expired).`);
  return {
    environment: config.environment,
    async [Symbol.asyncDispose]() {
      await Promise.all([full.close(), empty.close()]);
      config.dispose();
    },
  };
}

/** The command that opens VS Code on the desktop, if there is a desktop. */
function findDesktop(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const canShowWindows = process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
  return canShowWindows ? findExecutable(['code', 'code.cmd', 'code-insiders']) : undefined;
}

/** Opens a window with a profile of its own, and resolves when it is closed. */
async function openDesktop(command: string, env: NodeJS.ProcessEnv, ended: Promise<void>): Promise<void> {
  const args = [
    '--wait',
    '--new-window',
    `--extensionDevelopmentPath=${PROJECT}`,
    `--user-data-dir=${join(DEMO, 'desktop')}`,
    `--extensions-dir=${join(DEMO, 'desktop-extensions')}`,
    '--disable-workspace-trust',
    WORKSPACE,
  ];
  const child = spawn(command, args, { env, stdio: 'inherit', shell: process.platform === 'win32' });
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  await Promise.race([closed, ended]);
  child.kill();
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
