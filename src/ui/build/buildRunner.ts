import { createHash, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Engines } from '../../core/build/engine.ts';
import { newRecord, type BuildRecord } from '../../core/build/record.ts';
import type { BuildPlan } from '../../core/build/plan.ts';
import { runBuild, type BuildOutcome, type RunContext } from '../../core/build/runBuild.ts';
import { builtOf } from '../../core/drift/built.ts';
import type { SourceHashes, SourcePlace } from '../../core/drift/sources.ts';
import { hasCode, isCancellation } from '../../core/errors.ts';
import type { Clock, Session, SessionChoice } from '../../core/ports.ts';
import type { Serial } from '../../core/serial.ts';
import { createdText } from '../create/tellCreated.ts';
import { messageOf } from '../messages.ts';
import type { Watcher } from '../watcher/watcher.ts';
import type { BuildMemory } from './buildMemory.ts';
import type { BuildOutput } from './buildOutput.ts';
import { BuildProgress } from './buildProgress.ts';
import { errorLine, registeredText } from './buildTexts.ts';
import type { DockerfilePlace } from './dockerfilePlace.ts';
import type { RunningBuilds } from './runningBuilds.ts';

/** A plan that was confirmed, and where it is carried out. */
export interface ConfirmedPlan {
  readonly place: DockerfilePlace;
  /** As it was planned with. */
  readonly text: string;
  readonly plan: BuildPlan;
  readonly session: Session;
  /** What an earlier run has done of it; undefined to begin. */
  readonly record?: BuildRecord;
  /** Whether a version is wanted also when one was made of this very image before. */
  readonly createsAnyway?: boolean;
}

/** Where a run is looked at from. */
export interface RunView {
  readonly output: BuildOutput;
  /** Is given what goes on, in a few words. */
  readonly tell: (message: string) => void;
  /** Begins once more what SageMaker could not create. @param record what was done up to there. */
  readonly again?: (record: BuildRecord) => Promise<void>;
}

export interface BuildRunnerContext {
  readonly engines: () => Engines;
  readonly memory: BuildMemory;
  readonly running: RunningBuilds;
  readonly clock: Clock;
  readonly writes: Serial;
  readonly watcher: Pick<Watcher, 'watch'>;
  readonly readSources: ReadSources;
}

/** Reads what an image is built of. @returns undefined where that cannot be read. */
export type ReadSources = (place: SourcePlace, signal: AbortSignal) => Promise<SourceHashes | undefined>;

/** Carries a plan out: what was done is on disk before anything else begins, and all that is said is in the output. */
export class BuildRunner {
  readonly #context: BuildRunnerContext;

  constructor(context: BuildRunnerContext) {
    this.#context = context;
  }

  isRunning({ uri }: DockerfilePlace): boolean {
    return this.#context.running.has(uri.toString());
  }

  async run(confirmed: ConfirmedPlan, view: RunView, signal: AbortSignal): Promise<BuildOutcome> {
    const { place } = confirmed;
    const { output } = view;
    try {
      const outcome = await this.#context.running.run(place.uri.toString(), signal, (stop) =>
        this.#carryOut(confirmed, view, stop),
      );
      output.write(outcome.kind === 'created' ? createdText(outcome.ref) : registeredText(outcome.version));
      return outcome;
    } catch (error) {
      output.write(
        isCancellation(error) ? vscode.l10n.t('Cancelled.') : errorLine(error, messageOf(error).text),
      );
      throw error;
    } finally {
      output.flush();
    }
  }

  async #carryOut(
    confirmed: ConfirmedPlan,
    { output, tell, again }: RunView,
    signal: AbortSignal,
  ): Promise<BuildOutcome> {
    const { engines, memory, clock, writes, readSources } = this.#context;
    const { place, text, plan, session, createsAnyway = false } = confirmed;
    const textHash = hashOf(text);
    const keep = (kept: BuildRecord): Promise<void> => memory.keepRun(place.uri, { record: kept, textHash });
    const progress = new BuildProgress(output, tell);
    const record = confirmed.record ?? (await this.#begin(confirmed, signal));
    // From here on there is nothing to go on with of an earlier run.
    await keep(record);
    const outcome = await runBuild(
      plan,
      record,
      {
        session,
        engines: engines(),
        clock,
        writes,
        resolve: place.resolve,
        newToken: randomUUID,
        createsAnyway,
        readSources: ({ dockerfile, context }, engine, stop) =>
          readSources({ dockerfile, context, engine }, stop),
        onEngine: progress.nameEngine,
        onPhase: progress.begin,
        report: progress.report,
        follow: this.#follower(confirmed, again),
        keep,
      },
      signal,
    );
    const version = outcome.kind === 'created' ? outcome.ref : outcome.version;
    await memory.keepBuilt(place.uri, builtOf(outcome.record, version));
    return outcome;
  }

  /** What was asked of SageMaker before may have happened: its token is kept for the very same version. */
  async #begin({ place, plan, session }: ConfirmedPlan, signal: AbortSignal): Promise<BuildRecord> {
    const earlier = this.#context.memory.run(place.uri)?.record;
    return newRecord(plan, await heldChoice(session, signal), earlier);
  }

  #follower({ plan, session }: ConfirmedPlan, again: RunView['again']): RunContext['follow'] {
    const { aliases } = plan.draft.version;
    return (ref, record) =>
      this.#context.watcher.watch(
        { kind: 'createVersion', ref, aliases },
        session,
        again && (() => again(record)),
      );
  }
}

/** Stands for a Dockerfile's text. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Whoever goes on later writes to the account that was shown, or nowhere. */
async function heldChoice(session: Session, signal: AbortSignal): Promise<SessionChoice> {
  const identity = await session.identify(signal).catch(() => undefined);
  signal.throwIfAborted();
  return { ...session.choice, ...(identity && { expectedAccount: identity.accountId }) };
}

/** The line of the Dockerfile at which a build failed, where that is known. */
export function failedLine(
  error: unknown,
): { readonly file: string; readonly line: number; readonly reason: string } | undefined {
  if (!hasCode(error, 'build.failed') || !error.facts.location) return undefined;
  return { ...error.facts.location, reason: error.facts.reason };
}
