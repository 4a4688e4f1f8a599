/**
 * One run of the end-to-end tests: VS Code's server with our extension installed, and a browser. Starting them takes
 * seconds, so all test files share them; each has a window, a workspace and a browser profile of its own.
 */
import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import type { Browser, Page, Route } from 'playwright-core';

import { AwsConfigFixture } from '../support/awsConfig.ts';
import { launchBrowser } from '../vscode/browser.ts';
import { isolatedEnvironment } from '../vscode/isolatedEnvironment.ts';
import { installVsix, startServer, windowUrl } from '../vscode/server.ts';
import type { Server } from '../vscode/server.ts';
import { SCREENSHOTS, Workbench } from './workbench.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

/** What runs leave behind, until the next ones start. Git ignores it. */
const OUT = join(PROJECT, 'out');

const EXTENSION = 'sagemaker-images.sagemaker-images';

/** How long a window usually waits for anything before the test fails. */
const PATIENCE_MS = 15_000;

export interface WindowSetup {
  /** Names the folder of screenshots. */
  readonly suite: string;
  /** The folder to copy and open, relative to the project; an empty one when left out. */
  readonly workspace?: string;
  /** Puts more into that folder, before it is opened. */
  readonly fill?: (folder: string) => Promise<void>;
  /** How long it waits for anything, where that takes more than usual. */
  readonly patienceMs?: number;
  /** What the window needs to find, like AWS profiles. What it returns undoes that when the window is closed. */
  readonly prepare?: (session: Session) => Promise<() => Promise<void>>;
}

export interface SessionOptions {
  /** Names the folder of what it leaves behind. */
  readonly name: string;
  /** A package to install; without one, the extension as it is built in the project. */
  readonly vsix?: string;
  /** Whether windows ask for trust, and start in Restricted Mode. */
  readonly workspaceTrust?: boolean;
  /** User settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What the extension finds in its environment, beside what every session gives it. */
  readonly env?: Readonly<Record<string, string>>;
  /** How much VS Code and extensions log, like `trace`. */
  readonly logLevel?: string;
  /** Folders of other extensions. */
  readonly neighbours?: readonly string[];
}

export class Session implements AsyncDisposable {
  /** The AWS configuration that the extension finds, without a profile at first. */
  readonly aws: AwsConfigFixture;
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #remains: string;

  private constructor(remains: string, aws: AwsConfigFixture, server: Server, browser: Browser) {
    this.#remains = remains;
    this.aws = aws;
    this.#server = server;
    this.#browser = browser;
  }

  static async start({
    name,
    vsix,
    env = {},
    neighbours = [],
    ...serverOptions
  }: SessionOptions): Promise<Session> {
    const remains = join(OUT, name);
    await rm(remains, { recursive: true, force: true });
    await Promise.all(
      [homeIn(remains), programsIn(remains)].map((folder) => mkdir(folder, { recursive: true })),
    );
    const aws = new AwsConfigFixture();
    aws.write({});
    const browser = await launchBrowser();
    const extensionsDir = join(remains, 'extensions');
    if (vsix !== undefined) await installVsix(vsix, extensionsDir);
    const server = await startServer({
      ...serverOptions,
      userDataDir: join(remains, 'user-data'),
      extensionsDir,
      linkedExtensions: [...(vsix === undefined ? [PROJECT] : []), ...neighbours],
      env: {
        ...process.env,
        ...isolatedEnvironment(homeIn(remains)),
        ...aws.environment,
        PATH: programsIn(remains),
        ...env,
      },
    }).catch(async (error: unknown) => {
      await browser.close();
      throw error;
    });
    return new Session(remains, aws, server, browser);
  }

  /** Everything that the session leaves behind: logs, settings, storage, workspaces, the home. */
  get remains(): string {
    return this.#remains;
  }

  /** The user's home folder, empty at first. */
  get home(): string {
    return homeIn(this.#remains);
  }

  /** The only folder on the PATH, empty at first: whichever programs the machine has, none is found. */
  get programs(): string {
    return programsIn(this.#remains);
  }

  /** Changes user settings, in every window at once. */
  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const file = join(this.#remains, 'user-data', 'User', 'settings.json');
    const before = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...before, ...settings }, undefined, 2));
  }

  /** Forgets what windows were still following: the account that it was in ends with them. */
  async forgetPendingChanges(): Promise<void> {
    const storage = join(this.#remains, 'user-data', 'User', 'globalStorage', EXTENSION);
    await rm(join(storage, 'pending'), { recursive: true, force: true });
  }

  /** Where the logs of the server, of extension hosts and of browser windows are. */
  get logs(): string {
    return relative(process.cwd(), this.#remains);
  }

  async openWindow({ suite, workspace, fill, patienceMs = PATIENCE_MS }: WindowSetup): Promise<Workbench> {
    await rm(join(SCREENSHOTS, suite), { recursive: true, force: true });
    const folder = await copyWorkspace(this.#remains, suite, workspace);
    await fill?.(folder);
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(patienceMs);
    await context.route(proxied, answerForProxy);
    const page = await context.newPage();
    logConsole(page, join(this.#remains, `console-${suite}.log`));
    await page.goto(windowUrl(this.#server.port, { folder }));
    const workbench = new Workbench(page, suite, folder);
    await workbench.waitUntilReady();
    return workbench;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    await this.#server[Symbol.asyncDispose]();
    this.aws.dispose();
  }
}

function homeIn(remains: string): string {
  return join(remains, 'home');
}

function programsIn(remains: string): string {
  return join(remains, 'programs');
}

/** `http://localhost:33417/proxy/44803/device` for `http://127.0.0.1:44803/device` */
const proxied = /^http:\/\/localhost:\d+\/proxy\/(?<port>\d+)(?<rest>\/.*)$/;

/** This distribution of the server has pages on the same machine opened through a proxy that comes with its other half. */
async function answerForProxy(route: Route): Promise<void> {
  const { port = '', rest = '' } = proxied.exec(route.request().url())?.groups ?? {};
  await route.fulfill({ response: await route.fetch({ url: `http://127.0.0.1:${port}${rest}` }) });
}

/** A copy of its own for every window: `workspace` as the last part, because the title bar shows that. */
async function copyWorkspace(remains: string, suite: string, original: string | undefined): Promise<string> {
  await mkdir(remains, { recursive: true });
  const folder = join(await mkdtemp(join(remains, `${suite}-`)), 'workspace');
  await (original === undefined ? mkdir(folder) : cp(join(PROJECT, original), folder, { recursive: true }));
  return folder;
}

function logConsole(page: Page, file: string): void {
  const log = createWriteStream(file, { flags: 'a' });
  page.on('console', (message) => log.write(`${message.type()} ${message.text()}\n`));
  page.on('close', () => log.end());
}
