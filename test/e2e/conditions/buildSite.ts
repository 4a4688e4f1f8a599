import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
} from '@aws-sdk/client-ecr';

import { startRig, type Rig } from '../../docker/rig/rig.ts';
import { Account } from '../account.ts';
import { Session } from '../session.ts';
import { pictureFailure } from '../useWorkbench.ts';
import type { Workbench } from '../workbench.ts';

const run = promisify(execFile);

/** What a window waits for here is the work of an engine, which takes its time on a busy machine. */
const patienceMs = 60_000;

type Action = Parameters<Rig['registry']['waitFor']>[0];

/** What all windows with a container engine share: starting that takes seconds. */
interface Machine {
  readonly account: Account;
  readonly rig: Rig;
  readonly session: Session;
  /** What the Dockerfiles begin with. */
  readonly base: string;
  /** The engine's, which is first on the PATH. */
  readonly program: string;
  /** Has a line for everything that the engine's program was asked to do. */
  readonly calls: string;
  readonly close: () => Promise<void>;
}

const shared: { machine?: Promise<Machine> } = {};

// At the level of the file: Mocha runs it once, after every suite of every file.
after(async () => {
  await (await shared.machine)?.close();
});

export interface BuildSetup {
  /** Names the folder of screenshots. */
  readonly suite: string;
  /**
   * The files of the workspace, by their paths; all of them are committed, but for those of VS Code. What is written once
   * the window is open is not seen there before VS Code watches its files.
   */
  readonly files: (machine: Pick<Machine, 'base' | 'program'>) => Readonly<Record<string, string>>;
  /** ECR repositories that are there. */
  readonly repositories?: readonly string[];
}

/**
 * Gives the surrounding `describe` a window with a real container engine and a real registry, and a workspace of git.
 * What it returns can be called in tests and hooks.
 */
export function useBuildSite(setup: BuildSetup): () => BuildSite {
  let site: BuildSite | undefined;

  before(async () => {
    const machine = await (shared.machine ??= startMachine());
    const { session, account } = machine;
    for (const name of setup.repositories ?? []) account.emulator.addRepository({ name });
    const files = Object.entries(setup.files(machine));
    const workbench = await session.openWindow({
      suite: setup.suite,
      patienceMs,
      fill: async (folder) => {
        for (const [path, text] of files) await writeIn(folder, path, text);
        await makeRepository(folder);
      },
    });
    site = new BuildSite(machine, workbench);
  });

  afterEach(async function () {
    if (!site) return;
    await pictureFailure(this.currentTest, site);
    site.rig.registry.recover();
    await site.restoreProgram();
  });

  after(async () => {
    await site?.workbench.page.context().close();
    await site?.rig.waitUntilIdle();
  });

  return () => {
    if (!site)
      throw new Error('The window opens in a "before" hook: it can be used in tests and hooks only.');
    return site;
  };
}

/** A window with a workspace of git, and what is around it: an AWS account, a container engine, a registry. */
export class BuildSite {
  readonly account: Account;
  readonly rig: Rig;
  readonly session: Session;
  readonly base: string;
  readonly program: string;
  readonly workbench: Workbench;
  readonly #calls: string;

  constructor({ account, rig, session, base, program, calls }: Machine, workbench: Workbench) {
    this.account = account;
    this.rig = rig;
    this.session = session;
    this.base = base;
    this.program = program;
    this.workbench = workbench;
    this.#calls = calls;
  }

  get host(): string {
    return this.account.emulator.registryHost;
  }

  /** Writes a file of the workspace, as another program does. */
  write(path: string, text: string): Promise<void> {
    return writeIn(this.workbench.workspace, path, text);
  }

  /** Commits everything. @returns the commit's id */
  async commit(): Promise<string> {
    await git(this.workbench.workspace, 'commit', '--quiet', '--all', '--allow-empty', '--message=Change');
    return this.head();
  }

  head(): Promise<string> {
    return git(this.workbench.workspace, 'rev-parse', 'HEAD');
  }

  /** What the workspace's settings remember of its Dockerfiles. */
  async remembered(): Promise<unknown> {
    const text = await readFile(join(this.workbench.workspace, '.vscode/settings.json'), 'utf8');
    return (JSON.parse(text) as Record<string, unknown>)['sagemakerImages.dockerfiles'];
  }

  /** Takes the engine's program away, until the test is over. */
  async removeProgram(): Promise<void> {
    await rename(this.program, removed(this.program));
  }

  /** Brings it back, if it was taken away. */
  async restoreProgram(): Promise<void> {
    await rename(removed(this.program), this.program).catch(() => undefined);
  }

  /** How often the engine's program was asked to build. */
  async builds(): Promise<number> {
    const calls = await readFile(this.#calls, 'utf8');
    return calls.split('\n').filter((call) => /^(?:buildx )?build\b/.test(call)).length;
  }

  /** Waits until the registry is asked for that once more. */
  async whenAsked(action: Action): Promise<void> {
    const { registry } = this.rig;
    const before = registry.requests.filter((request) => request.action === action).length;
    await registry.waitFor(action, before + 1);
  }

  /** Waits until a container of the build runs that. */
  async whenRuns(command: string): Promise<void> {
    // The kernel tells nobody when a process begins.
    while (!(await this.rig.processes()).some((process) => process.command === command)) await nextTurn();
  }

  /** Does something, and waits until neither the engine's programs nor what they run are left. @returns how long that took */
  async msUntilIdle(act: () => Promise<void>): Promise<number> {
    const start = performance.now();
    await act();
    await this.rig.waitUntilIdle();
    return Math.round(performance.now() - start);
  }

  /** What ECR says that it has under a tag. */
  async describeTag(repository: string, tag: string): Promise<PushedImage> {
    const { url: endpoint, region, credentials } = this.account.emulator;
    const ecr = new ECRClient({ endpoint, region, credentials });
    try {
      const repositoryName = repository;
      const imageIds = [{ imageTag: tag }];
      const described = await ecr.send(new DescribeImagesCommand({ repositoryName, imageIds }));
      const { images } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
      const { config } = JSON.parse(images?.[0]?.imageManifest ?? '') as { config: { digest: string } };
      const { downloadUrl = '' } = await ecr.send(
        new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: config.digest }),
      );
      const content = (await (await fetch(downloadUrl)).json()) as {
        readonly config: { readonly Labels?: Readonly<Record<string, string>> };
      };
      const digest = described.imageDetails?.[0]?.imageDigest ?? '';
      return { digest, labels: content.config.Labels ?? {} };
    } finally {
      ecr.destroy();
    }
  }
}

export interface PushedImage {
  readonly digest: string;
  readonly labels: Readonly<Record<string, string>>;
}

async function startMachine(): Promise<Machine> {
  const account = new Account();
  const closeAccount = await account.start();
  const { emulator } = account;
  const rig = await startRig({ emulator });
  const base = await rig.addBaseImage();
  const { program, calls } = await recordCalls(rig);
  const session = await Session.start({
    name: 'e2e-build',
    env: { ...rig.environment, PATH: `${dirname(program)}:${rig.environment['PATH']}` },
    settings: { 'git.enabled': true, 'git.autofetch': false },
  });
  session.aws.write({ default: account.withKeys });
  const close = async (): Promise<void> => {
    await session[Symbol.asyncDispose]();
    await rig.stop();
    await closeAccount();
  };
  return { account, rig, session, base, program, calls, close };
}

/** Puts a program before the engine's own that writes down what it is asked to do, then becomes it. */
async function recordCalls({ environment }: Rig): Promise<{ program: string; calls: string }> {
  const folder = await mkdtemp(join(environment['HOME'] ?? '', 'calls-'));
  const calls = join(folder, 'calls.txt');
  const program = join(folder, 'bin', 'docker');
  const [real = ''] = (environment['PATH'] ?? '').split(':');
  const script = `#!/bin/sh\necho "$1 $2" >> '${calls}'\nexec '${real}/docker' "$@"\n`;
  await writeIn(dirname(program), basename(program), script);
  await chmod(program, 0o755);
  await writeFile(calls, '');
  return { program, calls };
}

function removed(program: string): string {
  return `${program}.removed`;
}

async function makeRepository(folder: string): Promise<void> {
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await git(folder, 'remote', 'add', 'origin', 'https://github.com/example/churn-notebook.git');
  await git(folder, 'add', '--all', '--', ':!.vscode');
  await git(folder, 'commit', '--quiet', '--message=Begin');
}

/** The user's own settings and hooks are nobody's business. */
async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const person = { NAME: 'Developer', EMAIL: 'developer@example.com', DATE: '2026-01-02T03:04:05Z' };
  const people = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(person).map(([name, value]) => [`GIT_${role}_${name}`, value]),
  );
  const env = {
    PATH: process.env['PATH'],
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...(Object.fromEntries(people) as Record<string, string>),
  };
  const { stdout } = await run('git', args, { cwd: folder, env });
  return stdout.trim();
}

async function writeIn(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 20));
}
