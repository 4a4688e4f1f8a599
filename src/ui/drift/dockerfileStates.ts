import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { DriftFact } from '../../core/drift/driftOf.ts';
import { DriftState, type DriftSubject } from '../../core/drift/driftState.ts';
import { FileHashes } from '../../core/drift/fileHashes.ts';
import { isOfTools } from '../../core/drift/hashContext.ts';
import { readIgnoreRules } from '../../core/drift/ignoreRules.ts';
import type { RemoteState } from '../../core/drift/lookRemotely.ts';
import {
  readSources,
  rememberedSources,
  type SourceHashes,
  type SourcePlace,
  type SourcesContext,
} from '../../core/drift/sources.ts';
import { isCancellation } from '../../core/errors.ts';
import type { ChangedVersion } from '../../core/explorer/rowUpdates.ts';
import type { Clock, Session } from '../../core/ports.ts';
import type { ActiveSession } from '../activeSession.ts';
import type { BuildMemory } from '../build/buildMemory.ts';
import { isOnDisk, withSlashes } from '../build/dockerfilePlace.ts';
import type { RunningBuilds } from '../build/runningBuilds.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { Funnel } from '../funnel.ts';
import { onSettingChange, readSetting } from '../settings.ts';
import type { QuietSessions } from '../watcher/quietSessions.ts';
import { contextFiles, newHash } from './contextFiles.ts';
import { seenDockerfiles, type StateTitles } from './stateLenses.ts';
import { stateTitle } from './stateTexts.ts';

export interface DockerfileStatesContext {
  readonly activeSession: ActiveSession;
  readonly builds: BuildMemory;
  readonly running: Pick<RunningBuilds, 'has' | 'onDidChange'>;
  readonly explorer: Pick<Explorer, 'onDidChangeVersion'>;
  readonly funnel: Pick<Funnel, 'logFailure'>;
  readonly clock: Clock;
  /** @returns undefined where a Dockerfile is tied to no image. */
  readonly tieOf: (dockerfile: vscode.Uri) => DriftSubject | undefined;
  /** Sessions that ask nobody for anything. */
  readonly quiet: Pick<QuietSessions, 'open'>;
}

/** What is known of one Dockerfile. */
export interface KnownState {
  readonly subject: DriftSubject;
  /** Undefined before anything was looked at. */
  readonly facts: readonly DriftFact[] | undefined;
  readonly remote: RemoteState | undefined;
  readonly session: Session | undefined;
}

/** What is written in one go is read in one go. */
const quietMs = 500;
/** What takes long to read is read the less often: of the time that passes, no more than a twentieth. */
const pauseFactor = 20;

/**
 * What has become of what was built of the Dockerfiles that somebody looks at. Files are read when they have changed on
 * disk; SageMaker and ECR are asked once per session and when versions change, with a session that is open anyway and
 * only where that asks nobody for anything.
 */
export class DockerfileStates implements StateTitles, vscode.Disposable {
  readonly #context: DockerfileStatesContext;
  readonly #sources: SourcesContext;
  readonly #state: DriftState;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  readonly #stopped = new AbortController();
  /** By their folders. */
  readonly #watchers = new Map<string, vscode.Disposable>();
  /** What was looked at last, by the Dockerfile. */
  readonly #subjects = new Map<string, DriftSubject>();
  /** What the lenses say, by the Dockerfile. */
  readonly #titles = new Map<string, string | undefined>();
  #ofSession = new AbortController();
  #isWaiting = false;
  #pauseMs = quietMs;

  readonly onDidChange = this.#changed.event;

  constructor(context: DockerfileStatesContext) {
    this.#context = context;
    const { activeSession, builds, clock, explorer, running } = context;
    const fileHashes = new FileHashes({ files: contextFiles, newHash, clock });
    this.#sources = { files: contextFiles, fileHashes, newHash, readRules: readIgnoreRules };
    this.#state = new DriftState(this.#sources, () => this.#tell());
    const look = (): void => this.#lookAtSeen();
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.window.onDidChangeVisibleTextEditors(() => this.#onShow()),
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#onSave(uri)),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      onSettingChange(['dockerfiles', 'codeLens.enabled'], look),
      builds.onDidChange(look),
      running.onDidChange(look),
      explorer.onDidChangeVersion((changed) => this.#onVersionChange(changed)),
      activeSession.onDidReset(() => this.#onReset()),
      activeSession.onDidIdentify(look),
      activeSession.onDidRenew(() => this.#onRenew()),
    );
    void this.#forgetGone();
    look();
  }

  titleOf(dockerfile: vscode.Uri): string | undefined {
    const title = this.#titleNow(dockerfile);
    this.#titles.set(dockerfile.toString(), title);
    return title;
  }

  /** What is known, without looking; undefined where a Dockerfile is tied to no image. */
  known(dockerfile: vscode.Uri): KnownState | undefined {
    const subject = this.#context.tieOf(dockerfile);
    if (!subject) return undefined;
    const session = this.#context.activeSession.current;
    const facts = this.#state.get(subject, session);
    return { subject, facts, remote: this.#state.remoteOf(subject, session), session };
  }

  /** Looks at what is not known yet, or has changed. */
  async look(dockerfile: vscode.Uri): Promise<void> {
    const subject = this.#context.tieOf(dockerfile);
    if (!subject) return;
    this.#watch(subject.place);
    const { signal } = this.#ofSession;
    const session = await this.#openQuietly();
    if (!signal.aborted) await this.#refresh(dockerfile, subject, session, signal);
  }

  /** Looks at everything again, because somebody asks for it: opens the session, which may ask them for something. */
  async lookAgain(dockerfile: vscode.Uri): Promise<void> {
    const session = await this.#context.activeSession.open();
    const subject = this.#context.tieOf(dockerfile);
    if (!subject) return;
    if (subject.place) this.#state.filesChanged(subject.place);
    this.#state.versionsChanged(subject, session);
    await this.#refresh(dockerfile, subject, session, this.#ofSession.signal);
  }

  /** Reads what an image is about to be built of. */
  async readSources(place: SourcePlace, signal: AbortSignal): Promise<SourceHashes | undefined> {
    const { dockerfile, context, ...engine } = place;
    const found = { dockerfile: withSlashes(dockerfile), context: withSlashes(context), ...engine };
    return rememberedSources(await readSources(found, this.#sources, signal));
  }

  dispose(): void {
    this.#stopped.abort();
    this.#ofSession.abort();
    vscode.Disposable.from(this.#subscriptions, ...this.#watchers.values()).dispose();
  }

  #titleNow(dockerfile: vscode.Uri): string | undefined {
    const known = this.known(dockerfile);
    return known && stateTitle(known.subject.built, known.facts, this.#context.clock.now());
  }

  /** VS Code takes all lenses away and back when they are asked for again: only where they say something else. */
  #tell(): void {
    const isOther = (dockerfile: vscode.Uri): boolean =>
      this.#titles.get(dockerfile.toString()) !== this.#titleNow(dockerfile);
    if (seenDockerfiles().some(isOther)) this.#changed.fire();
  }

  /** The session in use, where its calls ask nobody for anything; undefined also where none is open. */
  async #openQuietly(): Promise<Session | undefined> {
    const { activeSession, quiet } = this.#context;
    const { current } = activeSession;
    if (!current) return undefined;
    const opened = await quiet.open(current.choice).catch(() => undefined);
    return opened === activeSession.current ? opened : undefined;
  }

  #lookAtSeen(): void {
    if (!readSetting('codeLens.enabled')) return;
    this.#tell();
    for (const dockerfile of seenDockerfiles()) {
      // What is being built is read for that, and is another thing in a moment.
      if (this.#context.running.has(dockerfile.toString())) continue;
      void this.look(dockerfile).catch((error: unknown) => this.#onFailure(error));
    }
  }

  async #refresh(
    dockerfile: vscode.Uri,
    subject: DriftSubject,
    session: Session | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    this.#subjects.set(dockerfile.toString(), subject);
    await this.#state.refresh(subject, session, signal);
  }

  #onShow(): void {
    // Of folders that nobody watches, anything may have been written.
    for (const { place } of this.#subjects.values()) {
      if (place && !this.#watchers.has(place.context)) this.#state.filesChanged(place);
    }
    this.#lookAtSeen();
  }

  #onReset(): void {
    this.#ofSession.abort();
    this.#ofSession = new AbortController();
    this.#state.sessionChanged();
    this.#lookAtSeen();
  }

  /** What could not be found out for want of credentials can be now. */
  #onRenew(): void {
    const { current } = this.#context.activeSession;
    for (const subject of this.#subjects.values()) {
      if (current && hasFailed(this.#state.remoteOf(subject, current))) {
        this.#state.versionsChanged(subject, current);
      }
    }
    this.#lookAtSeen();
  }

  #onVersionChange({ imageName }: ChangedVersion): void {
    const { current } = this.#context.activeSession;
    const changed = [...this.#subjects.values()].filter(({ built }) => built.imageName === imageName);
    if (!current || changed.length === 0) return;
    for (const subject of changed) this.#state.versionsChanged(subject, current);
    this.#lookAtSeen();
  }

  #onSave(file: vscode.Uri): void {
    if (this.#noteWritten(file)) void this.#lookAtFiles();
  }

  /** @returns whether it is one that an image is made of. */
  #noteWritten(file: vscode.Uri): boolean {
    if (!isOnDisk(file)) return false;
    const path = withSlashes(file.fsPath);
    let isMeant = false;
    for (const { place } of this.#subjects.values()) {
      if (!place || !isOf(path, place)) continue;
      this.#state.filesChanged(place);
      isMeant = true;
    }
    return isMeant;
  }

  /** VS Code watches the folders of a workspace anyway; others can be anything, such as a home folder. */
  #watch(place: SourcePlace | undefined): void {
    if (!place || this.#watchers.has(place.context)) return;
    const folder = vscode.Uri.file(place.context);
    if (!vscode.workspace.getWorkspaceFolder(folder)) return;
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**'));
    const onWritten = (file: vscode.Uri): void => {
      if (this.#noteWritten(file)) void this.#lookAtFilesSoon();
    };
    const subscriptions = [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete].map((event) =>
      event(onWritten),
    );
    this.#watchers.set(place.context, vscode.Disposable.from(watcher, ...subscriptions));
  }

  async #lookAtFilesSoon(): Promise<void> {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const { clock } = this.#context;
    await clock.delay(this.#pauseMs, this.#stopped.signal).catch(() => undefined);
    this.#isWaiting = false;
    if (!this.#stopped.signal.aborted) await this.#lookAtFiles();
  }

  /** SageMaker and ECR have nothing to do with it. */
  async #lookAtFiles(): Promise<void> {
    const { running, clock } = this.#context;
    if (!readSetting('codeLens.enabled')) return;
    const beganMs = clock.now().getTime();
    const seen = seenDockerfiles().filter((dockerfile) => !running.has(dockerfile.toString()));
    const reads = seen.map(async (dockerfile) => {
      const subject = this.#context.tieOf(dockerfile);
      if (subject) await this.#refresh(dockerfile, subject, undefined, this.#stopped.signal);
    });
    try {
      await Promise.all(reads);
    } catch (error) {
      this.#onFailure(error);
    }
    this.#pauseMs = Math.max(quietMs, (clock.now().getTime() - beganMs) * pauseFactor);
  }

  /** What belongs to a Dockerfile that is gone, or was written by nobody knows whom, is not kept for ever. */
  async #forgetGone(): Promise<void> {
    const { builds } = this.#context;
    for (const dockerfile of builds.builtDockerfiles()) {
      const isReadable = builds.built(dockerfile) !== undefined;
      if (isReadable && !(await isGone(dockerfile))) continue;
      await builds.keepBuilt(dockerfile, undefined);
    }
  }

  #onFailure(error: unknown): void {
    if (!isCancellation(error)) this.#context.funnel.logFailure(error);
  }
}

function hasFailed(remote: RemoteState | undefined): boolean {
  return [remote?.versions, remote?.tag].some(
    (looked) => looked?.isKnown === false && looked.problem.reason === 'error',
  );
}

function isOf(path: string, { dockerfile, context }: SourcePlace): boolean {
  if (path === dockerfile || path.startsWith(`${dockerfile}.`)) return true;
  return path.startsWith(`${context}/`) && !isOfTools(path.slice(context.length + 1));
}

/** Only what is surely not there: a disk can be away for a while. */
async function isGone(file: vscode.Uri): Promise<boolean> {
  if (!isOnDisk(file)) return false;
  try {
    await stat(file.fsPath);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
