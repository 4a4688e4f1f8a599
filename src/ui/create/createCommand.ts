import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { createVersion, type CreateStage } from '../../core/create/createVersion.ts';
import {
  emptyDraft,
  isComplete,
  nextDraft,
  type CompleteDraft,
  type Draft,
} from '../../core/create/draft.ts';
import { reviewStep, type ReviewContext } from '../../core/create/review.ts';
import { containerSteps, imageSteps, kindSteps } from '../../core/create/steps.ts';
import { builtOfDraft } from '../../core/drift/built.ts';
import type { VersionRef } from '../../core/model.ts';
import { once } from '../../core/once.ts';
import type { Clock, Session } from '../../core/ports.ts';
import type { PolicyFix } from '../../core/preflight/finding.ts';
import type { Prompts } from '../../core/questions.ts';
import type { Serial } from '../../core/serial.ts';
import { runWizard } from '../../core/wizard.ts';
import type { ActiveSession } from '../activeSession.ts';
import type { BuildMemory } from '../build/buildMemory.ts';
import { copyText } from '../clipboard.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { Funnel } from '../funnel.ts';
import type { CreateFrom } from '../ids.ts';
import type { Memory } from '../memory.ts';
import type { StartPreflight } from '../inspections.ts';
import { openPolicy, policyText } from '../preflight/openPolicy.ts';
import { withProgress } from '../progress.ts';
import { readSetting } from '../settings.ts';
import { untilReset } from '../untilReset.ts';
import type { Watcher } from '../watcher/watcher.ts';
import { tellCreated } from './tellCreated.ts';

const { t } = vscode.l10n;

export interface CreateCommandContext {
  readonly activeSession: ActiveSession;
  readonly prompts: Prompts;
  readonly funnel: Pick<Funnel, 'report' | 'inform'>;
  readonly memory: Memory;
  /** Remembers which version was made of a Dockerfile. */
  readonly builds: Pick<BuildMemory, 'built' | 'keepBuilt'>;
  readonly clock: Clock;
  readonly writes: Serial;
  readonly explorer: Pick<Explorer, 'reloadVersions' | 'show'>;
  readonly watcher: Pick<Watcher, 'watch'>;
  /** Asks for another session. @returns whether one was chosen */
  readonly switchSession: () => Promise<boolean>;
  readonly startPreflight: StartPreflight;
}

/** The walk from the first question to a created version. Whatever stops it, the answers are kept. */
export class CreateCommand {
  readonly #context: CreateCommandContext;

  constructor(context: CreateCommandContext) {
    this.#context = context;
  }

  async run(from?: CreateFrom): Promise<void> {
    const session = await this.#open();
    if (!session) return;
    const origin = originOf(from);
    const image = from && 'image' in from ? from.image.name : undefined;
    const draft = this.#firstDraft(origin);
    await this.#walk({
      origin,
      session,
      asksImage: image === undefined,
      draft: image === undefined ? draft : { ...draft, image: { name: image, isNew: false } },
    });
  }

  /** Starts at the review, with the answers of an earlier walk as they are. */
  async again(draft: Draft, origin = nowhere): Promise<void> {
    const session = await this.#open();
    if (session) await this.#walk({ origin, session, asksImage: true, draft, startAt: 'review' });
  }

  #open(): Promise<Session | undefined> {
    const { activeSession, switchSession } = this.#context;
    return activeSession.openOrAsk(switchSession);
  }

  #firstDraft({ key }: Origin): Draft {
    const { memory } = this.#context;
    const unfinished = memory.unfinished(key);
    if (unfinished) return unfinished;
    const last = memory.lastUsed(key);
    return last ? nextDraft(last, randomUUID()) : emptyDraft(randomUUID());
  }

  async #walk({ origin, session, asksImage, draft, startAt }: Walk): Promise<void> {
    const { activeSession, memory, prompts, clock, startPreflight } = this.#context;
    const pinDigest = readSetting('create.pinDigest');
    const ended = new AbortController();
    const review: ReviewContext = {
      session,
      prompts,
      clock,
      pinDigest,
      checks: once(() => startPreflight(session, pinDigest, ended.signal)),
      openPolicy: (fix, unfinished) => this.#showPolicy(fix, unfinished, origin),
      knownImages: new Set(),
      newToken: randomUUID,
      earlier: memory.unfinished(origin.key),
      copy: copyText,
    };
    const steps = [
      ...(asksImage ? imageSteps(review) : []),
      ...containerSteps(review),
      ...kindSteps(review),
      reviewStep(review),
    ];
    const { kind, state } = await untilReset(activeSession, (signal) =>
      runWizard(steps, draft, signal, startAt ? { startAt } : {}),
    ).finally(() => ended.abort());
    if (kind === 'done' && isComplete(state)) await this.#create(state, origin, session, pinDigest);
    else await memory.keepUnfinished(origin.key, state);
  }

  /** It is put where it belongs outside of VS Code: what was answered waits until then. */
  async #showPolicy(fix: PolicyFix, draft: Draft, origin: Origin): Promise<void> {
    await openPolicy(fix);
    void this.#context.funnel.inform(policyText(fix.of), [
      { title: t('Back to the Review'), run: () => this.again(draft, origin) },
    ]);
  }

  async #create(draft: CompleteDraft, origin: Origin, session: Session, pinDigest: boolean): Promise<void> {
    const { builds, funnel, memory, explorer, watcher } = this.#context;
    const { key, dockerfile } = origin;
    const sent = { ...draft, sentToken: draft.clientToken };
    await memory.keepUnfinished(key, sent);
    try {
      const ref = await this.#createWithProgress(draft, session, pinDigest);
      await watcher.watch({ kind: 'createVersion', ref, aliases: draft.aliases }, session, () =>
        this.again({ ...draft, clientToken: randomUUID() }, origin),
      );
      if (dockerfile) {
        const before = builds.built(dockerfile);
        await builds.keepBuilt(dockerfile, builtOfDraft(draft, ref, session.region, before));
      }
      await memory.finish(key, draft);
      explorer.reloadVersions(ref.imageName);
      void tellCreated(ref, this.#context);
    } catch (error) {
      void funnel.report(
        error,
        async () => {
          this.#context.activeSession.reload();
          await this.again(sent, origin);
        },
        // What was confirmed once goes on by itself, in the account that was shown and no other.
        () => this.#create(sent, origin, session, pinDigest),
      );
    }
  }

  #createWithProgress(draft: CompleteDraft, session: Session, pinDigest: boolean): Promise<VersionRef> {
    const { clock, writes } = this.#context;
    const title = vscode.l10n.t('SageMaker image {0}', draft.image.name);
    return withProgress({ title, clock }, (report, signal) =>
      createVersion(
        draft,
        { images: session.images, clock, writes, pinDigest, onStage: (stage) => report(stageText(stage)) },
        signal,
      ),
    );
  }
}

/** Where a walk begins: each Dockerfile remembers its own answers. */
interface Origin {
  readonly key: string;
  readonly dockerfile?: vscode.Uri;
}

const nowhere: Origin = { key: '' };

interface Walk {
  readonly origin: Origin;
  readonly session: Session;
  readonly asksImage: boolean;
  readonly draft: Draft;
  readonly startAt?: string;
}

function originOf(from: CreateFrom | undefined): Origin {
  if (!from || !('dockerfile' in from)) return nowhere;
  const { dockerfile } = from;
  return { key: vscode.workspace.asRelativePath(dockerfile), dockerfile };
}

function stageText(stage: CreateStage): string {
  switch (stage) {
    case 'createImage':
      return t('creating the image…');
    case 'waitForImage':
      return t('waiting until the image is there…');
    case 'createVersion':
      return t('creating the version…');
  }
}
