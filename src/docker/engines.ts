import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import {
  engineNames,
  type ContainerEngine,
  type EngineName,
  type Engines,
  type PassedOver,
} from '../core/build/engine.ts';
import { AppError, hasCode } from '../core/errors.ts';
import { createAuthFile } from './signIn/authFile.ts';
import { CliEngine, type AskHelper, type RunCommand } from './cliEngine.ts';
import type { Command } from './dialects/command.ts';
import type { Dialect } from './dialects/dialect.ts';
import { createDockerConfig } from './signIn/dockerConfig.ts';
import { dockerDialect } from './dialects/dockerDialect.ts';
import { finchDialect } from './dialects/finchDialect.ts';
import { dockerFolder, type Environment, type Home } from './signIn/home.ts';
import { podmanDialect } from './dialects/podmanDialect.ts';
import { makePrivateFolder, removeFolder } from './privateFolder.ts';
import {
  buildxVersion,
  checkFinch,
  checkPodman,
  dockerVersion,
  finchInfo,
  podmanVersion,
  readDocker,
  readProgram,
  whichProgram,
  type Answer,
} from './probe.ts';
import { isNoProgram, run } from './run.ts';
import { createSharedSignIns } from './signIn/sharedSignIns.ts';
import type { SignIns } from './signIn/signIns.ts';

export interface EnginesOptions {
  /**
   * The user's choice, a name or an absolute path. Empty takes the first of docker, finch and podman that works: who has
   * one of them only as a leftover is not kept from building, and is told.
   */
  readonly program: () => string;
  /** @returns the absolute path of a program by its name. */
  readonly findExecutable: (name: string) => Promise<string | undefined>;
  /** Whether this is a SageMaker Studio app, whose Docker takes no other network and no BuildKit. */
  readonly isStudio: () => Promise<boolean>;
  /** Where the folders are made that hold what was signed in to: of the user alone. */
  readonly folder: string;
  readonly home?: string;
  readonly environment?: Environment;
}

type Options = Required<EnginesOptions>;

const builderFolder = 'sagemaker-images-buildx';

/** The user's own engines, through their programs. */
export function createEngines(given: EnginesOptions): Engines {
  const options: Options = { home: homedir(), environment: process.env, ...given };
  return {
    async open(signal) {
      const wanted = options.program().trim();
      const names = wanted ? [wanted] : engineNames;
      let problem: unknown;
      const passedOver: PassedOver[] = [];
      for (const name of names) {
        const file = await pathOf(name, options);
        if (!file) continue;
        try {
          return await openProgram({ file, passedOver }, options, signal);
        } catch (error) {
          if (!hasCode(error, 'engine.missing', 'engine.notRunning', 'engine.unusable')) throw error;
          // The first that is there is what the user means, if none of the others works.
          problem ??= error;
          passedOver.push({ program: name, reason: reasonOf(error) });
        }
      }
      throw problem ?? new AppError('engine.missing', { tried: names });
    },
  };
}

/** A relative path is none: it would be a file of whatever folder one is in. */
async function pathOf(name: string, { findExecutable, home }: Options): Promise<string | undefined> {
  const path = name.replace(/^~(?=[\\/])/, () => home);
  if (isAbsolute(path)) return path;
  return /[\\/]/.test(path) ? undefined : findExecutable(path);
}

function reasonOf({ facts }: AppError<'engine.missing' | 'engine.notRunning' | 'engine.unusable'>): string {
  return 'reason' in facts ? facts.reason : 'it cannot be run';
}

async function openProgram(
  { file, passedOver }: { readonly file: string; readonly passedOver: readonly PassedOver[] },
  options: Options,
  signal: AbortSignal,
): Promise<ContainerEngine> {
  const folder = await makePrivateFolder(options.folder);
  const runCommand = runnerOf(file, folder, options.environment);
  const ask = (command: Command): Promise<Answer> => answerTo(runCommand, command, signal);
  try {
    const name = readProgram(file, await ask(whichProgram));
    const home = { folder: options.home, environment: options.environment };
    const found = await find(name, { ask, folder, home, isStudio: options.isStudio });
    const askHelper = helperAsker(folder, options);
    return new CliEngine({ ...found, runCommand, askHelper, folder, passedOver });
  } catch (error) {
    await removeFolder(folder);
    if (isNoProgram(error)) throw new AppError('engine.missing', { tried: [file] }, error);
    throw error;
  }
}

interface Place {
  readonly ask: (command: Command) => Promise<Answer>;
  readonly folder: string;
  readonly home: Home;
  readonly isStudio: () => Promise<boolean>;
}

async function find(
  name: EngineName,
  { ask, folder, home, isStudio }: Place,
): Promise<{ dialect: Dialect; signIns: SignIns }> {
  const dockerSignIns = (): Promise<SignIns> =>
    createDockerConfig(join(folder, 'docker'), dockerFolder(home), join(dirname(folder), builderFolder));
  switch (name) {
    case 'docker': {
      const [version, buildx, studio] = await Promise.all([
        ask(dockerVersion),
        ask(buildxVersion),
        isStudio(),
      ]);
      return { dialect: dockerDialect(readDocker(version, buildx, studio)), signIns: await dockerSignIns() };
    }
    case 'podman': {
      checkPodman(await ask(podmanVersion));
      const { file, signIns } = await createAuthFile(folder, home);
      return { dialect: podmanDialect(file), signIns };
    }
    case 'finch': {
      checkFinch(await ask(finchInfo));
      const isVirtual = process.platform !== 'linux';
      const signIns = isVirtual ? createSharedSignIns(home) : dockerSignIns();
      return { dialect: finchDialect(isVirtual), signIns: await signIns };
    }
  }
}

/** Programs run in a folder of ours: not in the workspace, whose files they could take for their own. */
function runnerOf(file: string, folder: string, environment: Environment): RunCommand {
  return ({ args, environment: added, input }, onLine, signal) =>
    run(
      {
        file,
        args,
        folder,
        environment: { ...environment, ...quiet, ...added },
        ...(input !== undefined && { input }),
      },
      onLine,
      signal,
    );
}

/** No colours, and no hints about other products. */
const quiet = { NO_COLOR: '1', DOCKER_CLI_HINTS: 'false', DOCKER_SCAN_SUGGEST: 'false' } as const;

async function answerTo(runCommand: RunCommand, command: Command, signal: AbortSignal): Promise<Answer> {
  const output: string[] = [];
  const { code, errors } = await runCommand(
    command,
    (line, stream) => {
      if (stream === 'stdout') output.push(line);
    },
    signal,
  );
  return { succeeded: code === 0, output, errors };
}

/** @see https://github.com/docker/docker-credential-helpers: the host goes in, user and password come out. */
function helperAsker(folder: string, { findExecutable, environment }: Options): AskHelper {
  return async (name, host, signal) => {
    const file = await findExecutable(`docker-credential-${name}`);
    if (!file) return false;
    try {
      // What it answers is a secret, and nobody else's: not even looked at.
      const { code } = await run(
        { file, args: ['get'], folder, environment, input: host },
        () => undefined,
        signal,
      );
      return code === 0;
    } catch (error) {
      if (isNoProgram(error)) return false;
      throw error;
    }
  };
}
