import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BatchGetImageCommand, ECRClient, GetDownloadUrlForLayerCommand } from '@aws-sdk/client-ecr';
import { createCloud } from '../../../src/aws/cloud.ts';
import { emptyBuildDraft, type CompleteBuildDraft } from '../../../src/core/build/buildDraft.ts';
import type { EngineEvent } from '../../../src/core/build/engine.ts';
import type { BuildPlan } from '../../../src/core/build/plan.ts';
import { newRecord, type BuildPhase, type BuildRecord } from '../../../src/core/build/record.ts';
import { runBuild, type BuildOutcome, type RunContext } from '../../../src/core/build/runBuild.ts';
import { readOutline } from '../../../src/core/dockerfile.ts';
import type { VersionDetails, VersionRef } from '../../../src/core/model.ts';
import type { Session } from '../../../src/core/ports.ts';
import { Serial } from '../../../src/core/serial.ts';
import type { Verdict } from '../../../src/core/watch/verdict.ts';
import { createEngines } from '../../../src/docker/engines.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { AwsConfigFixture } from '../../support/awsConfig.ts';
import { aSource } from '../../support/buildBuilders.ts';
import { aUri } from '../../support/builders.ts';
import { InstantClock } from '../../support/clocks.ts';
import { cloudOptions } from '../../support/cloudOptions.ts';
import { rememberEnvironment } from '../../support/rememberEnvironment.ts';
import { findExecutable } from '../../vscode/findExecutable.ts';
import type { RegistryAction } from '../rig/registryActions.ts';
import { startRig, type Rig } from '../rig/rig.ts';
import { followVersion } from './followVersion.ts';

const never = new AbortController().signal;

/** What somebody wants: a Dockerfile of its own, an image without versions, and a plan from the one to the other. */
export interface Work {
  readonly imageName: string;
  /** What it is pushed to, which is there unless the plan says that it is to be created. */
  readonly repository: string;
  readonly tag: string;
  /** The whole path. */
  readonly dockerfile: string;
  readonly plan: BuildPlan;
}

export interface StartOptions {
  /** What an earlier run has left on disk; undefined to begin. */
  readonly disk?: string;
  /** The name or the path of the container CLI, and whether this is an app of SageMaker Studio. */
  readonly program?: string;
  readonly isStudio?: boolean;
  readonly plan?: BuildPlan;
  readonly createsAnyway?: boolean;
  readonly onPhase?: (phase: BuildPhase) => void;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Nobody does, if not given. */
  readonly follow?: RunContext['follow'];
}

/** A run in a window of its own: its AWS clients and its engine are new ones, and what is on disk is text. */
export interface Run {
  readonly outcome: Promise<BuildOutcome>;
  readonly phases: readonly BuildPhase[];
  readonly events: readonly EngineEvent[];
  /** What is on disk now. */
  readonly disk: () => string;
  readonly stop: () => void;
}

/** A rig and an AWS account, with what a whole run needs but VS Code. This process is in its environment. */
export class RunPlace implements AsyncDisposable {
  readonly emulator: Emulator;
  readonly rig: Rig;
  /** BusyBox from a private registry of another account, in another region. */
  readonly base: string;
  readonly #folder: string;
  readonly #config = new AwsConfigFixture();
  readonly #restoreEnvironment = rememberEnvironment();
  #count = 0;

  private constructor(emulator: Emulator, rig: Rig, folder: string, base: string) {
    this.emulator = emulator;
    this.rig = rig;
    this.base = base;
    this.#folder = folder;
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, this.#config.environment);
    const { region, url, credentials } = emulator;
    this.#config.write({ default: { region, endpointUrl: url, keys: credentials } });
  }

  static async open(): Promise<RunPlace> {
    const emulator = await startEmulator();
    const rig = await startRig({ emulator });
    const folder = await mkdtemp(join(rig.environment['HOME'] ?? '', 'work-'));
    const base = await rig.addBaseImage({ host: '210987654321.dkr.ecr.eu-west-1.amazonaws.com' });
    return new RunPlace(emulator, rig, folder, base);
  }

  /** @param has what of the draft is not as usual; `new` creates the repository. */
  async begin(
    dockerfile: string,
    has: Partial<CompleteBuildDraft> & { readonly settings?: { readonly immutableTags: boolean } } = {},
  ): Promise<Work> {
    const { settings, ...answers } = has;
    const number = (this.#count += 1);
    const imageName = `image-${number}`;
    const repository = `sagemaker-image-${number}`;
    const tag = `main-${number}`;
    this.emulator.addImage({ name: imageName });
    if (!settings) this.emulator.addRepository({ name: repository });
    const path = `${number}/Dockerfile`;
    await mkdir(dirname(this.#resolve(path)));
    await writeFile(this.#resolve(path), `${dockerfile}\n`);
    const empty = emptyBuildDraft(path, `token-${number}`);
    const draft: CompleteBuildDraft = {
      ...empty,
      // What inference takes is the least.
      version: { ...empty.version, image: { name: imageName, isNew: false }, jobType: 'INFERENCE' },
      repository: settings
        ? { kind: 'new', name: repository, settings: { scanOnPush: true, ...settings } }
        : { kind: 'existing', uri: aUri(this.referenceOf(repository)), immutableTags: false },
      tag: { scheme: '{branch}-{commit}', text: tag },
      target: null,
      ...answers,
    };
    const plan = { draft, outline: readOutline(`${dockerfile}\n`), source: aSource() };
    return { imageName, repository, tag, dockerfile: this.#resolve(path), plan };
  }

  async start(work: Work, options: StartOptions = {}): Promise<Run> {
    const { disk, plan = work.plan, createsAnyway = false, onPhase, onEvent } = options;
    const { follow = () => Promise.resolve() } = options;
    const session = await this.#openSession();
    const record = disk === undefined ? newRecord(plan, session.choice) : (JSON.parse(disk) as BuildRecord);
    const stopping = new AbortController();
    const phases: BuildPhase[] = [];
    const events: EngineEvent[] = [];
    let kept = JSON.stringify(record);
    const outcome = runBuild(
      plan,
      record,
      {
        session,
        engines: this.#engines(options),
        clock: new InstantClock(),
        writes: new Serial(),
        resolve: (path) => this.#resolve(path),
        newToken: () => crypto.randomUUID(),
        createsAnyway,
        onEngine: () => undefined,
        onPhase: (phase) => {
          phases.push(phase);
          onPhase?.(phase);
        },
        report: (event) => {
          events.push(event);
          onEvent?.(event);
        },
        follow,
        keep: async (now) => {
          await Promise.resolve();
          kept = JSON.stringify(now);
        },
      },
      stopping.signal,
    );
    // Whoever starts it looks at it later.
    outcome.catch(() => undefined);
    return { outcome, phases, events, disk: () => kept, stop: () => stopping.abort() };
  }

  /** `host/repository` */
  referenceOf(repository: string): string {
    return `${this.emulator.registryHost}/${repository}`;
  }

  /** What SageMaker has of an image. */
  async versionsOf({ imageName }: Work): Promise<readonly VersionDetails[]> {
    this.emulator.settle();
    const { images } = await this.#openSession();
    const versions: VersionDetails[] = [];
    for await (const page of images.listVersions(imageName, never)) {
      for (const { number } of page) versions.push(await images.describeVersion(imageName, number, never));
    }
    return versions;
  }

  /** Follows a version to its end, in a window of its own. */
  async follow(ref: VersionRef, record: BuildRecord): Promise<Verdict> {
    return followVersion(ref, record, await this.#openSession(), new InstantClock());
  }

  async aliasesOf({ imageName, number }: VersionRef): Promise<readonly string[]> {
    const { images } = await this.#openSession();
    return images.listAliases(imageName, number, never);
  }

  /** The digest that the registry itself has for what a run was to push; undefined when it has none. */
  async pushedDigest({ repository, tag }: Work): Promise<string | undefined> {
    return this.emulator.findRepository(repository) && (await this.rig.manifests(repository))[tag];
  }

  /** What the registry has under a tag. */
  async pushedImage({
    repository,
    tag,
  }: Work): Promise<{ readonly mediaType: string; readonly labels: object }> {
    const { url, region, credentials } = this.emulator;
    const ecr = new ECRClient({ endpoint: url, region, credentials });
    const command = new BatchGetImageCommand({ repositoryName: repository, imageIds: [{ imageTag: tag }] });
    const [image] = (await ecr.send(command)).images ?? [];
    const { mediaType, config } = JSON.parse(image?.imageManifest ?? '') as {
      readonly mediaType: string;
      readonly config: { readonly digest: string };
    };
    const layer = new GetDownloadUrlForLayerCommand({
      repositoryName: repository,
      layerDigest: config.digest,
    });
    const { downloadUrl = '' } = await ecr.send(layer);
    const blob = (await (await fetch(downloadUrl)).json()) as {
      readonly config: { readonly Labels?: object };
    };
    return { mediaType, labels: blob.config.Labels ?? {} };
  }

  /** Lets the registry answer nothing of that kind. @returns once it was asked */
  async hang(at: RegistryAction): Promise<void> {
    const { registry } = this.rig;
    const before = registry.requests.filter(({ action }) => action === at).length;
    registry.fail({ kind: 'hang', at });
    await registry.waitFor(at, before + 1);
  }

  /** What engines have left where runs keep what is theirs. */
  async leftovers(): Promise<readonly string[]> {
    const names = await readdir(this.#state).catch(() => []);
    return names.filter((name) => name !== 'sagemaker-images-buildx');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#restoreEnvironment();
    this.#config.dispose();
    await this.rig.stop();
    await this.emulator.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #state(): string {
    return join(this.#folder, 'state');
  }

  #resolve(path: string): string {
    return join(this.#folder, path);
  }

  #openSession(): Promise<Session> {
    return createCloud(cloudOptions()).openSession({});
  }

  #engines({ program = 'docker', isStudio = false }: StartOptions): ReturnType<typeof createEngines> {
    const { environment } = this.rig;
    return createEngines({
      program: () => program,
      findExecutable: (name) => Promise.resolve(findExecutable([name], environment['PATH'])),
      isStudio: () => Promise.resolve(isStudio),
      folder: this.#state,
      home: environment['HOME'] ?? '',
      environment,
    });
  }
}
