/** From a Dockerfile to a registered version, against the commands that one would type; and builds that print much. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { findAwsCli, versionOf } from './awsCli.ts';
import { inMs, medianOf, ratioOf, spreadOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';
import type { FollowCosts } from './programs/followBuild.ts';
import { programFile, runProgram, timeProcess } from './runProgram.ts';
import { startWharf } from './wharf.ts';
import type { Wharf } from './wharf.ts';

const execute = promisify(execFile);

const PAIRS = 9;
const FOLLOWED = 5;
const LINES = 100_000;
const MEMORY_LIMIT_MB = 10;
/** A hundredth of a processor for what prints 1,000 lines a second. */
const CPU_LIMIT_MS = 1_000;

/** A fresh build each time: what is new is copied before everything else. Two layers of some MB, and a moment's work. */
const DOCKERFILE = [
  'COPY new /new',
  'RUN head -c 4000000 /dev/urandom > /four',
  'RUN head -c 8000000 /dev/urandom > /eight && sleep 2',
  'RUN sha256sum /four /eight > /sums',
];

const SENTENCE = 'Collecting a-package-of-some-length==1.2.3 (from -r requirements.txt, line 17)';

export async function measureBuilds(workshop: Workshop): Promise<readonly Measurement[]> {
  const aws = findAwsCli();
  await using wharf = await startWharf();
  return [...(await buildAndRegister(aws, wharf, workshop)), ...(await followOutput(wharf, workshop))];
}

/**
 * Whole processes in turns, each from nothing to a version that SageMaker has: the extension's run without a window, and
 * the same by the programs that one would type. Both build with BuildKit and without a cache.
 */
async function buildAndRegister(
  aws: string,
  wharf: Wharf,
  workshop: Workshop,
): Promise<readonly Measurement[]> {
  const folder = await BuildFolder.make(workshop, wharf, DOCKERFILE);
  const times = { ours: [] as number[], typed: [] as number[], docker: [] as number[] };
  for (let round = 0; round <= PAIRS; round++) {
    const ours = await folder.time(process.execPath, [
      programFile(workshop.extension, 'buildOnce'),
      `ours-${round}`,
    ]);
    const typed = await folder.time('sh', ['-ec', typedCommands(aws, wharf, `typed-${round}`)]);
    const docker = await folder.time('sh', ['-ec', dockerCommands(wharf, `docker-${round}`)]);
    // The first round is not counted: the engine and the file cache are cold.
    if (round === 0) continue;
    times.ours.push(ours);
    times.typed.push(typed);
    times.docker.push(docker);
  }
  const note = (theirs: readonly number[]): string =>
    `${inMs(medianOf(times.ours))} : ${inMs(medianOf(theirs))}`;
  return [
    {
      what: 'build, push and create a version',
      against: 'aws ecr … | docker login, docker build, docker push, aws sagemaker …',
      ratio: ratioOf(times.ours, times.typed),
      goal: 1.05,
      note: `${note(times.typed)} (${versionOf(aws)})`,
    },
    {
      what: 'build, push and create a version',
      against: 'docker login, docker build, docker push alone',
      ratio: ratioOf(times.ours, times.docker),
      goal: 1.2,
      note: note(times.docker),
    },
  ];
}

/** What the extension host pays for a build that prints 100,000 lines, into a terminal that is open. */
async function followOutput(wharf: Wharf, workshop: Workshop): Promise<readonly Measurement[]> {
  const folder = await BuildFolder.make(workshop, wharf, [
    'COPY new /new',
    `RUN yes '${SENTENCE}' | head -n ${LINES} | cat -n`,
  ]);
  const plain = { BENCH_STUDIO: 'yes' };
  const raw = {
    BENCH_STUDIO: '',
    PATH: await replayingDocker(workshop, wharf.engineEnvironment['PATH'] ?? ''),
  };
  const costs = { plain: [] as FollowCosts[], raw: [] as FollowCosts[] };
  const dockersOwn: number[] = [];
  for (let round = 0; round < FOLLOWED; round++) {
    costs.plain.push(await folder.follow(plain));
    dockersOwn.push(await folder.cpuOf('DOCKER_BUILDKIT=0 docker build --network=sagemaker .'));
    costs.raw.push(await folder.follow(raw));
  }
  const heldOfPlain = await folder.follow(plain, ['held']);
  const heldOfRaw = await folder.follow(raw, ['held']);
  const cpuOfPlain = costs.plain.map(({ cpuMs }) => cpuMs);
  const cpuOfRaw = costs.raw.map(({ cpuMs }) => cpuMs);
  return [
    {
      what: 'CPU to follow a build of 100,000 lines',
      against: 'docker build > /dev/null, its own CPU',
      ratio: ratioOf(cpuOfPlain, dockersOwn),
      goal: 2,
      note: `${inMs(medianOf(cpuOfPlain))} : ${inMs(medianOf(dockersOwn))}; ${describe(costs.plain)}`,
    },
    {
      what: 'CPU to follow 100,000 lines of rawjson',
      against: `${CPU_LIMIT_MS} ms`,
      ratio: spreadOf(cpuOfRaw.map((milliseconds) => milliseconds / CPU_LIMIT_MS)),
      goal: 1,
      note: `${inMs(medianOf(cpuOfRaw))}; ${describe(costs.raw)}`,
    },
    memoryOf('memory held meanwhile', heldOfPlain, costs.plain),
    memoryOf('memory held meanwhile, rawjson', heldOfRaw, costs.raw),
  ];
}

/** What the collector has left to be collected is not held, but resident. */
function memoryOf(what: string, { heldBytes }: FollowCosts, costs: readonly FollowCosts[]): Measurement {
  const held = heldBytes / 1_000_000;
  const resident = medianOf(costs.map(({ residentBytes }) => residentBytes / 1_000_000));
  return {
    what,
    against: `${MEMORY_LIMIT_MB} MB`,
    ratio: spreadOf([held / MEMORY_LIMIT_MB]),
    goal: 1,
    note: `${held.toFixed(1)} MB; resident at most ${resident.toFixed(0)} MB more than before`,
  };
}

function describe(costs: readonly FollowCosts[]): string {
  const { lines, messages, characters } = costs[0] ?? {};
  const wall = inMs(medianOf(costs.map(({ wallMs }) => wallMs)));
  return `in ${wall}; ${lines} lines, ${characters} characters in ${messages} messages to the terminal`;
}

/** One folder with a Dockerfile, in which something is new each time. */
class BuildFolder {
  readonly #workshop: Workshop;
  readonly #folder: string;
  readonly #environment: NodeJS.ProcessEnv;

  private constructor(workshop: Workshop, folder: string, environment: NodeJS.ProcessEnv) {
    this.#workshop = workshop;
    this.#folder = folder;
    this.#environment = environment;
  }

  static async make(
    workshop: Workshop,
    { environment, baseImage, repository }: Wharf,
    dockerfile: readonly string[],
  ): Promise<BuildFolder> {
    const folder = await mkdtemp(join(workshop.scratch, 'build-'));
    const file = join(folder, 'Dockerfile');
    await writeFile(file, `${[`FROM ${baseImage}`, ...dockerfile].join('\n')}\n`);
    return new BuildFolder(workshop, folder, {
      ...environment,
      BENCH_DOCKERFILE: file,
      BENCH_STATE: join(workshop.scratch, 'state'),
      BENCH_IMAGE: 'notebook',
      BENCH_REPOSITORY: repository,
      BENCH_FOLDER: folder,
    });
  }

  async time(command: string, args: readonly string[]): Promise<number> {
    await this.#renew();
    return timeProcess(command, args, this.#environment);
  }

  async follow(more: NodeJS.ProcessEnv, args: readonly string[] = []): Promise<FollowCosts> {
    await this.#renew();
    return runProgram<FollowCosts>(this.#workshop, 'followBuild', { ...this.#environment, ...more }, args);
  }

  /** Milliseconds of the processor that a command and those it starts use. What it prints goes nowhere. */
  async cpuOf(command: string): Promise<number> {
    await this.#renew();
    const script = `cd '${this.#folder}' && ${command} > /dev/null && times`;
    const { stdout } = await execute('sh', ['-c', script], { env: this.#environment });
    // Those of the shell, and those of its children: `0m0.42s 0m0.07s`.
    const [, children = ''] = stdout.split('\n');
    const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
      ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
    );
    return seconds.reduce((sum, value) => sum + value, 0) * 1000;
  }

  #renew(): Promise<void> {
    return writeFile(join(this.#folder, 'new'), randomUUID());
  }
}

/** What one would type, with the AWS CLI. */
function typedCommands(aws: string, wharf: Wharf, tag: string): string {
  const { url, region, repository } = wharf;
  const options = `--endpoint-url ${url} --region ${region}`;
  return [
    signInWith(`${aws} ecr get-login-password ${options}`, wharf),
    ...buildAndPush(wharf, tag),
    `${aws} sagemaker create-image-version ${options} --image-name other-notebook --base-image ${repository}:${tag}`,
  ].join('\n');
}

/** The same without what is asked of AWS. */
function dockerCommands(wharf: Wharf, tag: string): string {
  return [signInWith(`echo ${wharf.password}`, wharf), ...buildAndPush(wharf, tag)].join('\n');
}

function signInWith(password: string, { registryHost }: Wharf): string {
  return `${password} | docker login --username AWS --password-stdin ${registryHost}`;
}

function buildAndPush({ repository }: Wharf, tag: string): readonly string[] {
  return [
    'cd "$BENCH_FOLDER"',
    `DOCKER_BUILDKIT=1 docker build --tag ${repository}:${tag} .`,
    `docker push ${repository}:${tag}`,
  ];
}

/**
 * Makes a `docker` that answers as one of today, and writes what BuildKit would say of a command that prints many lines:
 * at once, and each line in a message of its own, which is the worst of cases.
 * @returns a PATH on which it is first
 */
async function replayingDocker({ scratch }: Workshop, path: string): Promise<string> {
  const bin = join(scratch, 'replay');
  await mkdir(bin);
  const vertex = `sha256:${'a'.repeat(64)}`;
  const started = '2026-01-01T00:00:00.000000000Z';
  const step = { digest: vertex, name: `[2/2] RUN pip install`, started };
  const logs = Array.from({ length: LINES }, (_, index) => {
    const data = Buffer.from(`${index + 1} ${SENTENCE}\n`).toString('base64');
    return { logs: [{ vertex, stream: 1, data, timestamp: started }] };
  });
  const messages = [{ vertexes: [step] }, ...logs, { vertexes: [{ ...step, completed: started }] }];
  const recorded = join(scratch, 'recorded');
  await writeFile(recorded, messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  const docker = join(bin, 'docker');
  await writeFile(
    docker,
    [
      '#!/bin/sh',
      'case "$1 $2" in',
      "  '--version '*) echo 'Docker version 28.2.2, build e6534b4' ;;",
      `  'version '*) echo '{"Client":{"Version":"28.2.2"},"Server":{"Os":"linux"}}' ;;`,
      "  'buildx version') echo 'github.com/docker/buildx v0.24.0 d0e5e86' ;;",
      `  'buildx build') cat '${recorded}' >&2 ;;`,
      `  'image inspect') echo ${vertex} ;;`,
      'esac',
      '',
    ].join('\n'),
  );
  await chmod(docker, 0o755);
  return `${bin}:${path}`;
}
