import * as vscode from 'vscode';
import { orAborted } from '../../core/abort.ts';
import { hasCode, isPassing } from '../../core/errors.ts';
import type { ImageDetails, VersionDetails } from '../../core/model.ts';
import type { Clock, Session, SessionChoice } from '../../core/ports.ts';
import type { Serial } from '../../core/serial.ts';
import { versionNode } from '../../core/tree.ts';
import { addAliases } from '../../core/watch/addAliases.ts';
import { ageOf, type PendingChange } from '../../core/watch/change.ts';
import { isForWantOfSession, lookUp } from '../../core/watch/lookUp.ts';
import { delayBeforeLook, isHopeless, isLate } from '../../core/watch/pace.ts';
import { judge, type Verdict } from '../../core/watch/verdict.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { Action, Funnel } from '../funnel.ts';
import type { CommandId } from '../ids.ts';
import { aliasText, elsewhereText, outcomeTexts, type OutcomeTexts } from './outcomeTexts.ts';
import type { PendingChanges } from './pendingChanges.ts';
import type { QuietSessions } from './quietSessions.ts';

export interface FollowerContext {
  readonly sessions: QuietSessions;
  readonly funnel: Pick<Funnel, 'report' | 'inform' | 'warn' | 'inPlace' | 'logFailure'>;
  readonly changes: PendingChanges;
  readonly clock: Clock;
  readonly writes: Serial;
  readonly explorer: Pick<Explorer, 'update' | 'reloadVersions' | 'show'>;
  /** Resolves when what failed for want of credentials from now on may succeed. */
  readonly renewed: () => Promise<void>;
  /** Reads the AWS configuration again, and lets those go on who wait for it. */
  readonly retry: () => void;
}

/** What a window does about one change. */
export interface Task {
  readonly pending: PendingChange;
  /** Whether the change was made in this window: then somebody waits for it here. */
  readonly isMaker: boolean;
  /** Resolves when following may begin. */
  readonly ready?: Promise<void>;
  /** Begins once more what failed. */
  readonly again?: (() => Promise<void>) | undefined;
  /** Follows the change from the beginning. */
  readonly restart: () => Promise<void>;
}

/** What was seen, and with which session. */
interface Look {
  readonly session: Session;
  readonly described: VersionDetails | ImageDetails | undefined;
  readonly verdict: Verdict;
}

/** Follows one change until it is over, and says so, unless another window has. */
export class Follower {
  readonly #task: Task;
  readonly #context: FollowerContext;
  readonly #signal: AbortSignal;
  #isSaidToBeLate = false;
  #isFailureReported = false;

  constructor(task: Task, context: FollowerContext, signal: AbortSignal) {
    this.#task = task;
    this.#context = context;
    this.#signal = signal;
  }

  /** Resolves when there is nothing left to follow, or the signal aborts. */
  async run(): Promise<void> {
    try {
      await this.#task.ready;
      await this.#follow();
    } catch (error) {
      if (!this.#signal.aborted) this.#context.funnel.logFailure(error);
    }
  }

  async #follow(): Promise<void> {
    let looks = 0;
    // What an earlier window began may be over since long.
    let isDelayed = this.#task.isMaker;
    for (;;) {
      if (isDelayed) await this.#context.clock.delay(delayBeforeLook(looks, this.#ageMs), this.#signal);
      this.#signal.throwIfAborted();
      const renewed = this.#context.renewed();
      try {
        if (await this.#lookAndTell()) return;
        looks += 1;
        isDelayed = true;
      } catch (error) {
        this.#signal.throwIfAborted();
        looks = isPassing(error) ? looks + 1 : 0;
        isDelayed = isPassing(error);
        if (isPassing(error)) continue;
        this.#reportOnce(error);
        await orAborted(renewed, this.#signal);
      }
    }
  }

  /** @returns whether there is nothing left to do here. */
  async #lookAndTell(): Promise<boolean> {
    const look = await this.#look();
    if (look.verdict.kind !== 'pending') {
      await this.#end(look);
      return true;
    }
    if (!(await this.#context.changes.has(this.#task.pending))) return true;
    if (isHopeless(this.#ageMs)) {
      if (await this.#take()) this.#warn(this.#texts.hopeless, this.#show);
      return true;
    }
    if (isLate(this.#ageMs) && this.#task.isMaker && !this.#isSaidToBeLate) {
      this.#isSaidToBeLate = true;
      this.#inform(this.#texts.late, this.#show);
    }
    return false;
  }

  async #look(): Promise<Look> {
    const { pending } = this.#task;
    let failure: unknown;
    for (const choice of this.#context.sessions.choicesFor(pending)) {
      try {
        return await this.#lookWith(choice);
      } catch (error) {
        if (!isForWantOfSession(error)) throw error;
        failure ??= error;
      }
    }
    throw failure;
  }

  async #lookWith(choice: SessionChoice): Promise<Look> {
    const { pending, isMaker } = this.#task;
    const session = await this.#context.sessions.open(choice);
    const described = await lookUp(pending, { session, isMaker }, this.#signal);
    return { session, described, verdict: judge(pending.change, new Date(pending.began), described) };
  }

  /** Whoever takes the change away is the one who says how it went. */
  async #end({ session, described, verdict }: Look): Promise<void> {
    this.#showChanged(described);
    const aliasProblem = verdict.kind === 'done' ? await this.#addAliases(session) : undefined;
    if (this.#hasAliases) this.#showChanged(described);
    if (!(await this.#take())) return;
    if (aliasProblem !== undefined) this.#tellAliasProblem(aliasProblem);
    else this.#tell(verdict, described);
  }

  /** @returns why they could not be added, where waiting for other credentials would not change that. */
  async #addAliases({ images }: Session): Promise<unknown> {
    const { pending } = this.#task;
    const { changes, clock, writes } = this.#context;
    if (pending.change.kind !== 'createVersion' || !this.#hasAliases) return undefined;
    // Another window may have brought it to an end long ago, and the aliases may be elsewhere by now.
    if (!(await changes.has(pending))) return undefined;
    try {
      await addAliases(pending.change.ref, pending.change.aliases, { images, clock, writes }, this.#signal);
      return undefined;
    } catch (error) {
      this.#signal.throwIfAborted();
      if (isForWantOfSession(error) && !hasCode(error, 'auth.denied')) throw error;
      return error;
    }
  }

  #tell(verdict: Verdict, described: Look['described']): void {
    const texts = this.#texts;
    switch (verdict.kind) {
      case 'done':
        return this.#inform(texts.done, this.#onward);
      case 'failed':
        return this.#warn(texts.failed(verdict.reason), [
          ...this.#explain(described),
          ...this.#again,
          ...this.#show,
        ]);
      case 'gone':
        return this.#warn(texts.gone, []);
      case 'pending':
        return;
    }
  }

  #tellAliasProblem(problem: unknown): void {
    const { change } = this.#task.pending;
    if (change.kind !== 'createVersion') return;
    const { t } = vscode.l10n;
    // An alias that another version has is refused in SageMaker's own words, which name that version.
    const why = hasCode(problem, 'image.inUse')
      ? t('SageMaker says: {0}', problem.facts.reason)
      : this.#context.funnel.inPlace(problem).text;
    this.#warn(aliasText(change.ref, change.aliases, why), [
      { title: t('Add Alias Again'), run: () => this.#task.restart() },
      ...this.#show,
    ]);
  }

  /** Somebody waits for what was just made here. Whoever has only opened a window is not to be troubled. */
  #reportOnce(error: unknown): void {
    const { funnel, retry } = this.#context;
    const isToBeMended = isForWantOfSession(error) && !hasCode(error, 'auth.denied');
    if (!this.#task.isMaker || isToBeMended || this.#isFailureReported) return funnel.logFailure(error);
    this.#isFailureReported = true;
    void funnel.report(error, retry);
  }

  #showChanged(described: Look['described']): void {
    const { sessions, explorer } = this.#context;
    const { pending } = this.#task;
    if (!sessions.shows(pending)) return;
    if (described && 'imageName' in described) explorer.update(described);
    else explorer.reloadVersions(nameOf(pending));
  }

  #inform(text: string, actions: readonly Action[]): void {
    void this.#context.funnel.inform(this.#withPlace(text), actions);
  }

  #warn(text: string, actions: readonly Action[]): void {
    void this.#context.funnel.warn(this.#withPlace(text), actions);
  }

  #withPlace(text: string): string {
    const { pending } = this.#task;
    return this.#context.sessions.shows(pending) ? text : elsewhereText(text, pending);
  }

  #take(): Promise<boolean> {
    return this.#context.changes.take(this.#task.pending);
  }

  get #ageMs(): number {
    return ageOf(this.#task.pending, this.#context.clock.now());
  }

  get #texts(): OutcomeTexts {
    return outcomeTexts(this.#task.pending.change);
  }

  get #isDeletion(): boolean {
    const { kind } = this.#task.pending.change;
    return kind === 'deleteVersion' || kind === 'deleteImage';
  }

  get #hasAliases(): boolean {
    const { change } = this.#task.pending;
    return change.kind === 'createVersion' && change.aliases.length > 0;
  }

  /** The button that opens the sidebar at it, where the sidebar has it. */
  get #show(): readonly Action[] {
    const { sessions, explorer } = this.#context;
    const { pending } = this.#task;
    const { change } = pending;
    if (!('ref' in change) || !sessions.shows(pending)) return [];
    return [{ title: vscode.l10n.t('Show in Sidebar'), run: () => explorer.show(change.ref) }];
  }

  /** The button that looks for what made a version fail, with the session that shows it. */
  #explain(described: Look['described']): readonly Action[] {
    const { change } = this.#task.pending;
    const isVersion = described !== undefined && 'imageName' in described;
    if (change.kind !== 'createVersion' || !isVersion || !this.#context.sessions.shows(this.#task.pending))
      return [];
    const node = versionNode(described);
    const command = 'sagemakerImages.version.explain' satisfies CommandId;
    return [{ title: vscode.l10n.t('Explain'), run: () => vscode.commands.executeCommand(command, node) }];
  }

  /** What one goes on with when it is done. */
  get #onward(): readonly Action[] {
    if (this.#task.pending.change.kind !== 'createImage') return this.#isDeletion ? [] : this.#show;
    return this.#context.sessions.shows(this.#task.pending) ? [createVersion] : [];
  }

  /** After its window was closed, a version is created once more with the answers that are remembered. */
  get #again(): readonly Action[] {
    const { pending, again } = this.#task;
    const run =
      again ??
      (pending.change.kind === 'createVersion' && this.#context.sessions.shows(pending)
        ? () => createVersion.run()
        : undefined);
    return run ? [{ title: this.#texts.again, run }] : [];
  }
}

const createVersion: Action = {
  title: vscode.l10n.t('Create Image Version…'),
  run: () => vscode.commands.executeCommand('sagemakerImages.version.create' satisfies CommandId),
};

function nameOf({ change }: PendingChange): string {
  return 'ref' in change ? change.ref.imageName : change.imageName;
}
