import * as vscode from 'vscode';
import { followVersion, type Outcome } from '../../core/create/followVersion.ts';
import { accountOf } from '../../core/arn.ts';
import { hasCode } from '../../core/errors.ts';
import type { ImageVersion, VersionRef } from '../../core/model.ts';
import type { Clock, Session } from '../../core/ports.ts';
import type { Serial } from '../../core/serial.ts';
import type { ActiveSession } from '../activeSession.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { Action, Funnel } from '../funnel.ts';
import type { Memory, PendingVersion } from '../memory.ts';

export interface FollowerContext {
  readonly activeSession: ActiveSession;
  readonly funnel: Pick<Funnel, 'report' | 'inform' | 'warn' | 'inPlace'>;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly writes: Serial;
  readonly explorer: Pick<Explorer, 'update' | 'show'>;
}

/** Follows versions until they are there, says so once, and goes on after a window was closed half-way. */
export class Follower implements vscode.Disposable {
  readonly #context: FollowerContext;
  readonly #stopped = new AbortController();

  constructor(context: FollowerContext) {
    this.#context = context;
  }

  /** @param createAgain what is offered when the creation fails. */
  async follow(
    ref: VersionRef,
    aliases: readonly string[],
    session: Session,
    createAgain?: () => Promise<void>,
  ): Promise<void> {
    const expectedAccount = accountOf(ref.arn);
    const choice = { ...session.choice, ...(expectedAccount && { expectedAccount }) };
    const pending = { ref, aliases, choice };
    await this.#context.memory.addPending(pending);
    await this.#follow(pending, session, createAgain);
  }

  /** Takes up what an earlier window was following. */
  async resume(): Promise<void> {
    const { activeSession, memory } = this.#context;
    await Promise.all(
      memory.pending().map((pending) => this.#follow(pending, activeSession.openFor(pending.choice))),
    );
  }

  dispose(): void {
    this.#stopped.abort();
  }

  async #follow(
    pending: PendingVersion,
    opening: Session | Promise<Session>,
    createAgain?: () => Promise<void>,
  ): Promise<void> {
    const { activeSession, clock, writes, explorer, memory, funnel } = this.#context;
    try {
      const session = await opening;
      // The sidebar may show another account by now, with an image of the same name.
      const onChange = (version: ImageVersion): void => {
        if (activeSession.shows(pending.choice)) explorer.update(version);
      };
      const context = { images: session.images, clock, writes, onChange };
      const outcome = await followVersion(pending.ref, pending.aliases, context, this.#stopped.signal);
      await memory.removePending(pending);
      await this.#tell(outcome, pending, session, createAgain);
    } catch (error) {
      if (this.#stopped.signal.aborted) return;
      void funnel.report(error, async () => {
        activeSession.reload();
        await this.#follow(pending, activeSession.openFor(pending.choice), createAgain);
      });
    }
  }

  async #tell(
    outcome: Outcome,
    pending: PendingVersion,
    session: Session,
    createAgain: (() => Promise<void>) | undefined,
  ): Promise<void> {
    const { funnel, explorer } = this.#context;
    const { t } = vscode.l10n;
    const { ref, aliases } = pending;
    const show: Action = { title: t('Show in Sidebar'), run: () => explorer.show(ref) };
    switch (outcome.kind) {
      case 'created':
        if (outcome.aliasProblem === undefined) {
          return funnel.inform(createdText(ref, aliases), [show]);
        }
        return funnel.warn(aliasText(ref, aliases, aliasReason(outcome.aliasProblem, funnel)), [
          { title: t('Add Alias Again'), run: () => this.follow(ref, aliases, session) },
          show,
        ]);
      case 'failed':
        return funnel.warn(failedText(ref, outcome.reason), [
          ...(createAgain ? [{ title: t('Create Again…'), run: createAgain }] : []),
          show,
        ]);
      case 'gone':
        return funnel.warn(
          t('Version {0} of image "{1}" was deleted while it was being created.', ref.number, ref.imageName),
          [],
        );
      case 'pending':
        return funnel.inform(
          t(
            'Version {0} of image "{1}" is still being created; the sidebar shows when it is done.',
            ref.number,
            ref.imageName,
          ),
          [show],
        );
    }
  }
}

function createdText({ number, imageName }: VersionRef, aliases: readonly string[]): string {
  const { t } = vscode.l10n;
  return aliases.length > 0
    ? t('Version {0} of image "{1}" is created, with alias {2}.', number, imageName, aliases.join(', '))
    : t('Version {0} of image "{1}" is created.', number, imageName);
}

/** An alias that another version has is refused in SageMaker's own words, which name that version. */
function aliasReason(problem: unknown, funnel: Pick<Funnel, 'inPlace'>): string {
  return hasCode(problem, 'image.inUse')
    ? vscode.l10n.t('SageMaker says: {0}', problem.facts.reason)
    : funnel.inPlace(problem).text;
}

function aliasText({ number, imageName }: VersionRef, aliases: readonly string[], why: string): string {
  return vscode.l10n.t(
    'Version {0} of image "{1}" is created, but without alias {2}. {3}',
    number,
    imageName,
    aliases.join(', '),
    why,
  );
}

/** The original text is shown whole: what SageMaker says there is not documented, and guessing would mislead. */
function failedText({ number, imageName }: VersionRef, reason: string | undefined): string {
  const { t } = vscode.l10n;
  return t(
    'Version {0} of image "{1}" could not be created: check that the container image exists and that the role of the image may read it, then create again. SageMaker says: {2}',
    number,
    imageName,
    reason ?? t('nothing more'),
  );
}
