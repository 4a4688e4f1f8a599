import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  emptyBuildDraft,
  isBuildComplete,
  nextBuildDraft,
  renewedDraft,
  type BuildDraft,
} from '../../core/build/buildDraft.ts';
import { buildWalk } from '../../core/build/buildWalk.ts';
import type { BuildPlan } from '../../core/build/plan.ts';
import { withAnswers } from '../../core/build/recipe.ts';
import { isOutdated, resumeOf, type BuildRecord } from '../../core/build/record.ts';
import type { BuildOutcome } from '../../core/build/runBuild.ts';
import { AppError, hasCode, isCancellation } from '../../core/errors.ts';
import type { Session } from '../../core/ports.ts';
import { runWizard } from '../../core/wizard.ts';
import { activeDockerfile } from '../activeDockerfile.ts';
import type { CommandContext } from '../commandContext.ts';
import { tellCreated } from '../create/tellCreated.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { Action, Funnel } from '../funnel.ts';
import type { BuildFrom } from '../ids.ts';
import { withProgress } from '../progress.ts';
import { untilReset } from '../untilReset.ts';
import type { BuildDiagnostics } from './buildDiagnostics.ts';
import type { BuildMemory, KeptRun } from './buildMemory.ts';
import { failedLine, hashOf, type BuildRunner, type ConfirmedPlan } from './buildRunner.ts';
import type { BuildTerminals } from './buildTerminals.ts';
import { isRunningText, notOnDiskText, registeredText } from './buildTexts.ts';
import { isOnDisk, placeOf, type DockerfilePlace } from './dockerfilePlace.ts';
import { listDockerfiles, pickDockerfile } from './findDockerfile.ts';
import { readDockerfile, type FindSource, type ReadOutline, type SourceFile } from './readDockerfile.ts';
import { keepRecipe, recipesIn } from './recipes.ts';
import { resumeText } from './resumeText.ts';

const { t } = vscode.l10n;

export interface BuildCommandContext extends Pick<
  CommandContext,
  'activeSession' | 'prompts' | 'clock' | 'switchSession'
> {
  readonly funnel: Pick<Funnel, 'report' | 'inform' | 'logFailure'>;
  readonly explorer: Pick<Explorer, 'reloadVersions' | 'show'>;
  readonly runner: BuildRunner;
  readonly memory: BuildMemory;
  readonly terminals: BuildTerminals;
  readonly diagnostics: BuildDiagnostics;
  readonly readOutline: ReadOutline;
  readonly findSource: FindSource;
  /** Whether what the workspace says may be run. */
  readonly isTrusted: () => boolean;
}

/** What a walk begins with. */
interface Beginning {
  readonly file: SourceFile;
  readonly session: Session;
  readonly draft: BuildDraft;
  /** What an earlier run has done of it. */
  readonly kept?: KeptRun | undefined;
}

/** From a Dockerfile to a version: the walk, the run, and how it went. Whatever stops it, answers and work are kept. */
export class BuildCommand {
  readonly #context: BuildCommandContext;

  constructor(context: BuildCommandContext) {
    this.#context = context;
  }

  /** @param from a Dockerfile, and whether its last run is to be gone on with; a menu gives the file alone. */
  async run(from?: BuildFrom | vscode.Uri): Promise<void> {
    if (!this.#context.isTrusted()) throw new AppError('build.untrusted', {});
    const { dockerfile, isContinued = false } =
      from === undefined || from instanceof vscode.Uri ? { dockerfile: from } : from;
    const uri = dockerfile ?? (await this.#find());
    if (!uri || !this.#isBuildable(uri)) return;
    const place = placeOf(uri);
    const kept = this.#context.memory.run(uri);
    if (isContinued && kept && resumeOf(kept.record)) return this.#continue(place, kept);
    await this.#begin(place);
  }

  /** The active editor's, the only one, or the one that is picked. */
  async #find(): Promise<vscode.Uri | undefined> {
    const active = activeDockerfile();
    if (active) return active;
    const found = await listDockerfiles();
    const [only] = found.values();
    if (!only) {
      void this.#context.funnel.inform(
        t('There is no Dockerfile in this workspace: open one, then build it.'),
        [],
      );
      return undefined;
    }
    return found.size === 1
      ? only
      : untilReset(this.#context.activeSession, (signal) =>
          pickDockerfile(found, this.#context.prompts, signal),
        );
  }

  #isBuildable(uri: vscode.Uri): boolean {
    if (isOnDisk(uri)) return true;
    const text =
      uri.scheme === 'untitled'
        ? t('This Dockerfile has no name yet: save it, then build it.')
        : notOnDiskText();
    void this.#context.funnel.inform(text, []);
    return false;
  }

  async #begin(place: DockerfilePlace): Promise<void> {
    if (this.#isRunning(place)) return;
    const file = await this.#read(place);
    const session = await this.#open();
    if (session) await this.#walk({ file, session, draft: this.#firstDraft(place, session) });
  }

  /**
   * What was confirmed goes on in the account that was shown. Of what has changed since, the plan is shown again.
   * @param held what this window still has of it: also what is not kept, as secrets.
   */
  async #continue(place: DockerfilePlace, kept: KeptRun, held?: ConfirmedPlan): Promise<void> {
    if (this.#isRunning(place)) return;
    const file = await this.#read(place);
    const { record } = kept;
    const draft = held?.plan.draft ?? record.draft;
    if (isOfNow(kept, file, draft)) {
      const session = held?.session ?? (await this.#context.activeSession.openFor(record.choice));
      const createsAnyway = held?.createsAnyway ?? false;
      await this.#run({ ...confirmedPlan(file, session, draft), record, createsAnyway });
      return;
    }
    const session = await this.#open();
    if (session) await this.#walk({ file, session, draft });
  }

  #read(place: DockerfilePlace): Promise<SourceFile> {
    const { readOutline, findSource } = this.#context;
    return readDockerfile(place, readOutline, findSource);
  }

  #open(): Promise<Session | undefined> {
    const { activeSession, switchSession } = this.#context;
    return activeSession.openOrAsk(switchSession);
  }

  #firstDraft({ uri, folder, path }: DockerfilePlace, { region }: Session): BuildDraft {
    const { memory } = this.#context;
    const unfinished = memory.unfinished(uri);
    if (unfinished) return unfinished;
    const recipe = recipesIn(folder).get(path);
    if (recipe) return withAnswers(emptyBuildDraft(path, randomUUID()), recipe, region);
    const last = memory.last(uri);
    return last ? nextBuildDraft(last, randomUUID()) : emptyBuildDraft(path, randomUUID());
  }

  /** Asks what is not answered, and shows the whole plan before anything is done. */
  async #walk({ file, session, draft, kept }: Beginning): Promise<void> {
    const { activeSession, prompts, clock, memory } = this.#context;
    const { place, outline, source } = file;
    const initial = renewedDraft(draft, outline, { source, now: clock.now() });
    const { steps, startAt } = buildWalk(
      { session, prompts, clock, outline, source, knownImages: new Set(), newToken: randomUUID },
      initial,
    );
    const { kind, state } = await untilReset(activeSession, (signal) =>
      runWizard(steps, initial, signal, { startAt }),
    );
    await memory.keepUnfinished(place.uri, state);
    if (kind !== 'done' || !isBuildComplete(state, outline)) return;
    await this.#remember(place, state);
    const isKept = kept !== undefined && isOfNow(kept, file, state);
    await this.#run({ ...confirmedPlan(file, session, state), ...(isKept && { record: kept.record }) });
  }

  async #run(confirmed: ConfirmedPlan): Promise<void> {
    const { runner, terminals, diagnostics, clock } = this.#context;
    const { place, plan } = confirmed;
    if (this.#isRunning(place)) return;
    diagnostics.clear(place.uri);
    const output = terminals.begin(place);
    try {
      const title = t('SageMaker image {0}', plan.draft.version.image.name);
      const again = (record: BuildRecord): Promise<void> =>
        this.#again(asAnotherVersion(confirmed), pushedOf(confirmed, record));
      const outcome = await withProgress({ title, clock }, (tell, signal) =>
        runner.run(confirmed, { output, tell, again }, signal),
      );
      await this.#finish(confirmed, outcome);
    } catch (error) {
      await this.#tellFailure(confirmed, error);
    }
  }

  async #finish(confirmed: ConfirmedPlan, outcome: BuildOutcome): Promise<void> {
    const { memory, explorer } = this.#context;
    const { place } = confirmed;
    const { record } = outcome;
    await memory.finish(place.uri, record.draft);
    // By now a new repository has an address.
    await this.#remember(place, record.draft);
    if (outcome.kind === 'registered') return this.#tellRegistered(confirmed, outcome);
    explorer.reloadVersions(outcome.ref.imageName);
    void tellCreated(outcome.ref, this.#context);
  }

  #tellRegistered(
    confirmed: ConfirmedPlan,
    { version, record }: BuildOutcome & { readonly kind: 'registered' },
  ): void {
    const { funnel, explorer } = this.#context;
    void funnel.inform(registeredText(version), [
      { title: t('Show in Sidebar'), run: () => explorer.show(version) },
      {
        title: t('Create All the Same'),
        run: () => this.#run({ ...confirmed, record, createsAnyway: true }),
      },
    ]);
  }

  async #tellFailure(confirmed: ConfirmedPlan, error: unknown): Promise<void> {
    const { funnel, diagnostics, memory } = this.#context;
    const { place } = confirmed;
    const kept = memory.run(place.uri);
    const resume = kept && resumeOf(kept.record);
    const goOn = (): Promise<void> => (kept ? this.#continue(place, kept, confirmed) : this.#run(confirmed));
    const offer: readonly Action[] = resume
      ? [{ title: resumeText(resume), run: goOn }]
      : this.#outputOf(place, error);
    if (isCancellation(error)) {
      if (resume) void funnel.inform(t('Cancelled: what was done of "{0}" is kept.', place.path), offer);
      return;
    }
    const failed = failedLine(error);
    if (failed) await diagnostics.set(failed.file, failed.line, failed.reason).catch(() => undefined);
    void funnel.report(
      error,
      () => this.#again(confirmed, kept),
      // What was confirmed once goes on by itself, in the account that was shown and no other.
      goOn,
      // Signing in goes on by itself.
      hasCode(error, 'auth.signedOut') ? [] : offer,
    );
  }

  /** Of what failed before anything was built, the output says no more than the message. */
  #outputOf(place: DockerfilePlace, error: unknown): readonly Action[] {
    return hasCode(error, 'build.failed', 'build.noSpace', 'build.gone') ? [this.#showOutput(place)] : [];
  }

  #showOutput(place: DockerfilePlace): Action {
    return { title: t('Show Output'), run: () => this.#context.terminals.show(place) };
  }

  /** Reads everything anew and asks again, with what was answered; what was done and is still right is not done again. */
  async #again({ place, plan }: ConfirmedPlan, kept: KeptRun | undefined): Promise<void> {
    this.#context.activeSession.reload();
    const file = await this.#read(place);
    const session = await this.#open();
    if (session) await this.#walk({ file, session, draft: plan.draft, kept });
  }

  /** Settings that cannot be written are no reason not to build. */
  async #remember(place: DockerfilePlace, draft: BuildDraft): Promise<void> {
    await keepRecipe(place, draft).catch((error: unknown) => this.#context.funnel.logFailure(error));
  }

  #isRunning(place: DockerfilePlace): boolean {
    const { runner, funnel } = this.#context;
    if (!runner.isRunning(place)) return false;
    void funnel.inform(isRunningText(place.path), [this.#showOutput(place)]);
    return true;
  }
}

/** Whether nothing has changed that decides what the build makes. */
function isOfNow(
  { record, textHash }: KeptRun,
  { outline, source, text }: SourceFile,
  draft: BuildPlan['draft'],
): boolean {
  return hashOf(text) === textHash && !isOutdated(record, { draft, outline, source });
}

/** What could not be created is created as another one, or SageMaker would only name the one that failed. */
function asAnotherVersion(confirmed: ConfirmedPlan): ConfirmedPlan {
  const { draft } = confirmed.plan;
  const version = { ...draft.version, clientToken: randomUUID() };
  return { ...confirmed, plan: { ...confirmed.plan, draft: { ...draft, version } } };
}

/** What was done up to the push. */
function pushedOf(
  { text }: ConfirmedPlan,
  { asked: _asked, version: _version, ...record }: BuildRecord,
): KeptRun {
  return { record, textHash: hashOf(text) };
}

function confirmedPlan(
  { place, text, outline, source }: SourceFile,
  session: Session,
  draft: BuildPlan['draft'],
): ConfirmedPlan {
  return { place, text, session, plan: { draft, outline, source } };
}
