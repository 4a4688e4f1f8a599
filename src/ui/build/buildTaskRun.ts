import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { MemberProblem } from '../../core/build/recipeMembers.ts';
import type { BuildOutcome } from '../../core/build/runBuild.ts';
import { completeTask, readTask } from '../../core/build/task.ts';
import { AppError, isCancellation } from '../../core/errors.ts';
import type { VersionRef } from '../../core/model.ts';
import { pollUntil, usualTiming } from '../../core/poll.ts';
import type { Clock, Session } from '../../core/ports.ts';
import type { CommandContext } from '../commandContext.ts';
import type { Funnel } from '../funnel.ts';
import { messageOf } from '../messages.ts';
import type { BuildDiagnostics } from './buildDiagnostics.ts';
import type { BuildMemory } from './buildMemory.ts';
import { BuildOutput } from './buildOutput.ts';
import type { BuildRunner, ConfirmedPlan } from './buildRunner.ts';
import { errorLine, isRunningText, memberProblemText, notOnDiskText } from './buildTexts.ts';
import { isOnDisk, placeIn, type DockerfilePlace } from './dockerfilePlace.ts';
import { OutputTerminal } from './outputTerminal.ts';
import { readDockerfile, type FindSource, type ReadOutline } from './readDockerfile.ts';
import { recipesIn } from './recipes.ts';

const { t } = vscode.l10n;

export interface BuildTaskContext extends Pick<CommandContext, 'activeSession'> {
  readonly funnel: Pick<Funnel, 'logFailure'>;
  readonly explorer: Pick<CommandContext['explorer'], 'reloadVersions'>;
  readonly clock: Clock;
  readonly runner: BuildRunner;
  readonly memory: Pick<BuildMemory, 'finish'>;
  readonly diagnostics: Pick<BuildDiagnostics, 'clear'>;
  readonly readOutline: ReadOutline;
  readonly findSource: FindSource;
  readonly isTrusted: () => boolean;
}

/** What keeps a task from beginning, or from being called a success, in its own words. */
class Refusal extends Error {
  readonly lines: readonly string[];

  constructor(...lines: readonly string[]) {
    super(lines.join(' '));
    this.lines = lines;
  }
}

const succeeded = 0;
const failed = 1;
/** As shells have it of what Ctrl+C has ended. */
const cancelled = 130;

/**
 * The terminal of a task: it begins when that is opened, asks nobody anything, and says in the end whether a version is
 * registered. Closing it cancels: that is how VS Code terminates a task.
 */
export function startBuildTask(
  definition: vscode.TaskDefinition,
  folder: vscode.WorkspaceFolder | undefined,
  context: BuildTaskContext,
): vscode.Pseudoterminal {
  const stop = new AbortController();
  const output = new BuildOutput(context.clock);
  const terminal = new OutputTerminal(output, {
    onOpen: () =>
      void new BuildTaskRun(definition, folder, context, output, stop.signal)
        .run()
        .then((code) => terminal.end(code)),
    onClose: () => {
      stop.abort();
      output.dispose();
    },
  });
  return terminal;
}

class BuildTaskRun {
  readonly #definition: vscode.TaskDefinition;
  readonly #folder: vscode.WorkspaceFolder | undefined;
  readonly #context: BuildTaskContext;
  readonly #output: BuildOutput;
  readonly #signal: AbortSignal;

  constructor(
    definition: vscode.TaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
    context: BuildTaskContext,
    output: BuildOutput,
    signal: AbortSignal,
  ) {
    this.#definition = definition;
    this.#folder = folder;
    this.#context = context;
    this.#output = output;
    this.#signal = signal;
  }

  /** @returns the exit code. */
  async run(): Promise<number> {
    const { runner, funnel } = this.#context;
    let confirmed: ConfirmedPlan | undefined;
    try {
      confirmed = await this.#confirm();
    } catch (error) {
      return this.#fail(error);
    }
    let outcome: BuildOutcome;
    try {
      outcome = await runner.run(confirmed, { output: this.#output, tell: () => undefined }, this.#signal);
    } catch (error) {
      // The runner has said it.
      if (isCancellation(error)) return cancelled;
      funnel.logFailure(error);
      return failed;
    }
    try {
      await this.#finish(confirmed, outcome);
      return succeeded;
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** Everything that the command would ask. */
  async #confirm(): Promise<ConfirmedPlan> {
    const { activeSession, runner, readOutline, findSource, clock, diagnostics, isTrusted } = this.#context;
    if (!isTrusted()) throw new AppError('build.untrusted', {});
    if (this.#folder && !isOnDisk(this.#folder.uri)) throw new Refusal(notOnDiskText());
    const session = await activeSession.open();
    const { waitForCreated: _, ...given } = this.#definition;
    const named = this.#placeOf(given['dockerfile']);
    const definition = { ...given, ...(named && { dockerfile: named.path }) };
    const token = { region: session.region, clientToken: randomUUID() };
    const read = readTask(definition, recipesIn(named?.folder), token);
    if (!read.ok) throw refusalOf(read.problems);
    const place = placeIn(named?.folder, read.draft.dockerfile);
    const { text, outline, source } = await readDockerfile(place, readOutline, findSource);
    const facts = { source, now: clock.now() };
    const complete = await completeTask(read.draft, outline, facts, session.registry, this.#signal);
    if (!complete.ok) throw refusalOf(complete.problems);
    if (runner.isRunning(place)) throw new Refusal(isRunningText(place.path));
    diagnostics.clear(place.uri);
    return { place, text, session, plan: { draft: complete.draft, outline, source } };
  }

  /** In tasks.json it can be `${workspaceFolder:other}/Dockerfile`: its own folder is the one that remembers it. */
  #placeOf(dockerfile: unknown): DockerfilePlace | undefined {
    return typeof dockerfile === 'string' && dockerfile !== ''
      ? placeIn(this.#folder, dockerfile)
      : undefined;
  }

  async #finish({ place, session }: ConfirmedPlan, outcome: BuildOutcome): Promise<void> {
    const { memory, explorer } = this.#context;
    if (outcome.kind === 'registered') {
      await memory.finish(place.uri, outcome.record.draft);
      return this.#wait(session, outcome.version);
    }
    const { ref } = outcome;
    await memory.finish(place.uri, outcome.record.draft);
    explorer.reloadVersions(ref.imageName);
    return this.#wait(session, ref);
  }

  /** The watcher tells whoever is at the window, and adds the aliases; the exit code takes a look of its own. */
  async #wait({ images }: Session, { imageName, number }: VersionRef): Promise<void> {
    if (this.#definition['waitForCreated'] === false) return;
    this.#output.flush();
    const version = await pollUntil(
      (signal) => images.describeVersion(imageName, number, signal),
      ({ status }) => status !== 'CREATING',
      this.#context.clock,
      usualTiming,
      this.#signal,
    );
    if (version?.status === 'CREATED')
      return this.#say(t('Version {0} of image "{1}" is created.', number, imageName));
    throw new Refusal(
      version
        ? t(
            'Version {0} of image "{1}" is {2}. SageMaker says: {3}',
            number,
            imageName,
            version.status,
            version.failureReason ?? t('nothing more'),
          )
        : t('Version {0} of image "{1}" is still being created: look at it again later.', number, imageName),
    );
  }

  #say(text: string): void {
    this.#output.write(text);
  }

  #fail(error: unknown): number {
    if (isCancellation(error)) {
      this.#say(t('Cancelled.'));
      return cancelled;
    }
    if (error instanceof Refusal) {
      for (const line of error.lines) this.#say(errorLine(undefined, line));
    } else {
      this.#context.funnel.logFailure(error);
      this.#say(errorLine(error, messageOf(error).text));
    }
    return failed;
  }
}

function refusalOf(problems: readonly MemberProblem[]): Refusal {
  return new Refusal(...problems.map(memberProblemText));
}
