import { registryHost, repositoryUri, type ContainerUri } from '../containerUri.ts';
import { createVersion } from '../create/createVersion.ts';
import { isSameVersion, type CompleteDraft } from '../create/draft.ts';
import { withTokenOfItsOwn } from '../create/review.ts';
import type { SourceHashes } from '../drift/sources.ts';
import { publicRegistry, registriesOf } from '../dockerfile/registries.ts';
import { AppError, hasCode, isCancellation } from '../errors.ts';
import type { VersionDetails, VersionRef } from '../model.ts';
import type { PollTiming } from '../poll.ts';
import type { Clock, Session } from '../ports.ts';
import type { Serial } from '../serial.ts';
import { keptDraft, unanswered, type CompleteBuildDraft } from './buildDraft.ts';
import { checkMediaType, confirmPush, type ConfirmedImage } from './confirmPush.ts';
import type { BuildOrder, ContainerEngine, EngineName, Engines, Report } from './engine.ts';
import { ensureRepository } from './ensureRepository.ts';
import { findRegistered } from './findRegistered.ts';
import { fingerprintOf, mediaTypesFor, orderOf, type BuildPlan } from './plan.ts';
import { isOutdated, type BuildPhase, type BuildRecord, type BuiltImage } from './record.ts';
import { findTagState } from './tagLookup.ts';

export interface RunContext {
  readonly session: Pick<Session, 'images' | 'region' | 'registry'>;
  readonly engines: Engines;
  readonly clock: Clock;
  readonly writes: Serial;
  /** Makes a path of the draft an absolute one. */
  readonly resolve: (path: string) => string;
  readonly newToken: () => string;
  readonly timing?: PollTiming;
  /** Whether a version is wanted also when one was made of this very image before. */
  readonly createsAnyway?: boolean;
  /** Is given the engine as soon as it is found, before anything is done with it. */
  readonly onEngine: (engine: Pick<ContainerEngine, 'name' | 'passedOver'>) => void;
  /** Reads what an image is about to be built of, to find out later whether it is something else by then. */
  readonly readSources?: (
    order: BuildOrder,
    engine: EngineName,
    signal: AbortSignal,
  ) => Promise<SourceHashes | undefined>;
  readonly onPhase: (phase: BuildPhase) => void;
  readonly report: Report;
  /** Has the version followed when it resolves, whatever becomes of this run. */
  readonly follow: (ref: VersionRef, record: BuildRecord) => Promise<void>;
  /** Has the record on disk when it resolves: whatever happens then, this is not done again. */
  readonly keep: (record: BuildRecord) => Promise<void>;
}

export type BuildOutcome =
  | { readonly kind: 'created'; readonly ref: VersionRef; readonly record: BuildRecord }
  /** The image has a version of this very digest: nothing was created. */
  | { readonly kind: 'registered'; readonly version: VersionDetails; readonly record: BuildRecord };

/**
 * Builds, signs in, pushes and registers, and goes on where the record ends. What was done of something else (another
 * Dockerfile, other answers) is done again, and what has been lost since as well.
 * @throws AppError: what was done by then is in the record that was kept last.
 */
export async function runBuild(
  plan: BuildPlan,
  record: BuildRecord,
  context: RunContext,
  signal: AbortSignal,
): Promise<BuildOutcome> {
  const run = new BuildRun(plan, record, context, signal);
  try {
    return await run.register((await run.findPushed()) ?? (await run.push()));
  } finally {
    // What is done is done, whatever becomes of the engine.
    await run.close().catch(() => undefined);
  }
}

type PushUri = ContainerUri & { readonly tag: string };
type PushedUri = PushUri & { readonly digest: string };

class BuildRun {
  readonly #plan: BuildPlan;
  readonly #context: RunContext;
  readonly #signal: AbortSignal;
  readonly #signedIn = new Set<string>();
  #record: BuildRecord;
  #engine: ContainerEngine | undefined;

  constructor(plan: BuildPlan, record: BuildRecord, context: RunContext, signal: AbortSignal) {
    const draft = withCreatedRepository(plan.draft, record.draft);
    const { built: _built, pushed: _pushed, ...unbuilt } = record;
    this.#plan = { ...plan, draft };
    this.#context = context;
    this.#signal = signal;
    this.#record = {
      ...(isOutdated(record, plan) ? unbuilt : record),
      draft: keptDraft(draft),
      fingerprint: fingerprintOf(draft, plan.source),
    };
  }

  async close(): Promise<void> {
    await this.#engine?.[Symbol.asyncDispose]();
  }

  /** @returns what an earlier run has pushed to the same place, if the registry still has it. */
  async findPushed(): Promise<PushedUri | undefined> {
    const { pushed } = this.#record;
    const { repository, tag } = this.#plan.draft;
    if (!pushed || repository.kind === 'new') return undefined;
    const { uri } = repository;
    const { digest } = pushed;
    if (pushed.repository !== repositoryUri(uri) || pushed.tag !== tag.text) return undefined;
    const { registry } = this.#context.session;
    const reference = { accountId: uri.accountId, repository: uri.repository, digest };
    const found = await orDenied(registry.findContainerImage(reference, this.#signal), pushed);
    return found && { ...uri, tag: tag.text, digest };
  }

  async push(): Promise<PushedUri> {
    this.#engine = await this.#context.engines.open(this.#signal);
    const engine = this.#engine;
    this.#context.onEngine(engine);
    const uri = { ...(await this.#ensureRepository()), tag: this.#plan.draft.tag.text };
    const built = (await this.#findBuilt(engine)) ?? (await this.#build(engine, uri));
    try {
      return await this.#pushImage(built, engine, uri);
    } catch (error) {
      if (!hasCode(error, 'build.gone')) throw error;
      return this.#pushImage(await this.#build(engine, uri), engine, uri);
    }
  }

  async register(uri: PushedUri): Promise<BuildOutcome> {
    const { session, clock, writes, newToken, timing, onPhase, createsAnyway } = this.#context;
    const { images } = session;
    onPhase('register');
    const { asked: earlier } = this.#record;
    const wanted: CompleteDraft = { ...this.#plan.draft.version, container: { uri, isTyped: false } };
    const asked = withTokenOfItsOwn(wanted, { earlier, newToken });
    const { name, isNew } = asked.image;
    // What was asked for once may be there, and is then this very version: its token finds it.
    const isAskedAgain = earlier?.clientToken === asked.clientToken && isSameVersion(asked, earlier);
    if (!createsAnyway && !isAskedAgain && !isNew) {
      const version = await findRegistered(name, uri.digest, images, this.#signal);
      if (version) return { kind: 'registered', version, record: this.#record };
    }
    await this.#keep({ ...this.#record, asked });
    const ref = await createVersion(
      asked,
      { images, clock, writes, pinDigest: true, onStage: nothing, ...(timing && { timing }) },
      this.#signal,
    );
    // Not kept before it is followed: whoever goes on from here is given the same version for its token.
    await this.#context.follow(ref, this.#record);
    await this.#keep({ ...this.#record, version: ref });
    return { kind: 'created', ref, record: this.#record };
  }

  async #ensureRepository(): Promise<ContainerUri> {
    const { draft } = this.#plan;
    if (draft.repository.kind === 'existing') return draft.repository.uri;
    const repository = await ensureRepository(draft.repository, this.#context.session, this.#signal);
    await this.#keep({ ...this.#record, draft: { ...this.#record.draft, repository } });
    return repository.uri;
  }

  async #findBuilt(engine: ContainerEngine): Promise<BuiltImage | undefined> {
    const { built } = this.#record;
    if (built?.engine !== engine.name) return undefined;
    return (await engine.hasImage(built.imageId, this.#signal)) ? built : undefined;
  }

  async #build(engine: ContainerEngine, uri: PushUri): Promise<BuiltImage> {
    const { draft, outline } = this.#plan;
    const { clock, resolve, onPhase, report, readSources } = this.#context;
    onPhase('build');
    const names = unanswered(draft, outline);
    if (names.length > 0) throw new AppError('build.unanswered', { names });
    await this.#checkTargets(draft, uri);
    for (const host of registriesOf(outline, draft.target, draft.buildArgs)) await this.#signIn(host, engine);
    const order = orderOf(this.#plan, referenceOf(uri), clock.now(), resolve);
    // Before the build: what is written while it goes on may be in the image or not.
    const sources = await readSources?.(order, engine.name, this.#signal);
    const imageId = await engine.build(order, report, this.#signal);
    const built = { imageId, engine: engine.name, ...(sources && { sources }) };
    const { pushed: _, ...record } = this.#record;
    await this.#keep({ ...record, built });
    return built;
  }

  /** What would fail in the end is found before the minutes that a build takes. */
  async #checkTargets({ version, repository }: CompleteBuildDraft, uri: PushUri): Promise<void> {
    const { images, registry } = this.#context.session;
    const { name, isNew } = version.image;
    if (!isNew) await orDenied(images.describeImage(name, this.#signal), undefined);
    const state = await orDenied(findTagState(repository, uri.tag, registry, this.#signal), undefined);
    if (state === 'kept') throw new AppError('push.tagTaken', { reference: referenceOf(uri) });
  }

  async #pushImage({ imageId }: BuiltImage, engine: ContainerEngine, uri: PushUri): Promise<PushedUri> {
    const { session, clock, onPhase, report } = this.#context;
    const reference = referenceOf(uri);
    onPhase('signIn');
    await this.#signIn(registryHost(uri), engine);
    onPhase('push');
    const pushed = await engine.push(imageId, reference, report, this.#signal);
    const found = await confirmPush(pushed, uri, session.registry, clock, this.#signal);
    await this.#checkMediaType(found, reference);
    const { digest } = found;
    await this.#keep({ ...this.#record, pushed: { repository: repositoryUri(uri), tag: uri.tag, digest } });
    return { ...uri, digest };
  }

  /** An image of a media type that is refused has to be built again: pushed again, it would be the same. */
  async #checkMediaType(found: ConfirmedImage, reference: string): Promise<void> {
    try {
      checkMediaType(found, mediaTypesFor(this.#plan.draft.version.jobType), reference);
    } catch (error) {
      const { built: _, ...record } = this.#record;
      await this.#keep(record);
      throw error;
    }
  }

  /** Who has a credential helper for a registry needs no token of ours. */
  async #signIn(host: string, engine: ContainerEngine): Promise<void> {
    if (this.#signedIn.has(host) || (await engine.isSignedIn(host, this.#signal))) return;
    try {
      await engine.signIn(
        host,
        await this.#context.session.registry.signIn(host, this.#signal),
        this.#signal,
      );
    } catch (error) {
      // The public registry serves everybody, those who sign in only more often.
      if (host !== publicRegistry || isCancellation(error)) throw error;
    }
    this.#signedIn.add(host);
  }

  /** Nothing begins before what was done is kept. */
  async #keep(record: BuildRecord): Promise<void> {
    this.#record = record;
    await this.#context.keep(record);
  }
}

/** The answers of now, but for a repository that an earlier run has created. */
function withCreatedRepository(draft: CompleteBuildDraft, before: CompleteBuildDraft): CompleteBuildDraft {
  const isCreated =
    draft.repository.kind === 'new' &&
    before.repository.kind === 'existing' &&
    before.repository.uri.repository === draft.repository.name;
  return isCreated ? { ...draft, repository: before.repository } : draft;
}

/** A new image is created and waited for in the same phase. */
function nothing(): void {}

/** What may not be looked at is left for the write itself to show. */
async function orDenied<T, D>(looked: Promise<T>, denied: D): Promise<T | D> {
  try {
    return await looked;
  } catch (error) {
    if (!hasCode(error, 'auth.denied')) throw error;
    return denied;
  }
}

function referenceOf(uri: PushUri): string {
  return `${repositoryUri(uri)}:${uri.tag}`;
}
