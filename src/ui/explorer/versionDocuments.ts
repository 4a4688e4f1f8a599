import * as vscode from 'vscode';
import { accountOf } from '../../core/arn.ts';
import { hasCode, isCancellation } from '../../core/errors.ts';
import { Pollers } from '../../core/explorer/pollers.ts';
import type { ChangedVersion } from '../../core/explorer/rowUpdates.ts';
import { versionText } from '../../core/explorer/versionDocument.ts';
import { VersionFactsSource } from '../../core/explorer/versionFacts.ts';
import { pickTwoVersions, pickVersion } from '../../core/images/pickTarget.ts';
import type { ImageVersion } from '../../core/model.ts';
import type { Session } from '../../core/ports.ts';
import { isChanging, type TreeNode, type VersionFacts, type VersionNode } from '../../core/tree.ts';
import type { CommandContext } from '../commandContext.ts';
import type { Funnel } from '../funnel.ts';
import { messageOf } from '../messages.ts';
import { versionsToCompare } from '../selectedVersions.ts';
import type { Explorer } from './explorer.ts';

export interface VersionDocumentsContext extends Pick<
  CommandContext,
  'activeSession' | 'prompts' | 'clock' | 'switchSession'
> {
  readonly funnel: Pick<Funnel, 'inform' | 'logFailure'>;
  readonly explorer: Pick<Explorer, 'onDidChangeVersion'>;
}

/** Which version a document shows, and of whose account: that is what its URI says. */
interface Subject {
  readonly accountId: string;
  readonly region: string;
  readonly imageName: string;
  readonly number: number;
}

interface Shown {
  readonly uri: vscode.Uri;
  readonly subject: Subject;
  readonly text: string;
  /** Whether SageMaker is at work on the version. */
  readonly isChanging: boolean;
}

export const versionScheme = 'sagemaker-image-version';

/**
 * Versions as read-only JSON documents, alone or two side by side. A document is of one account and region: it is
 * loaded anew only with a session of those, and keeps its text while another one is in use.
 */
export class VersionDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #context: VersionDocumentsContext;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscription: vscode.Disposable;
  readonly #shown = new Map<string, Shown>();
  readonly #pollers: Pollers;
  /** Ends what is being loaded with a session that is no longer in use. */
  #loading = new AbortController();
  #isAnotherSession = false;

  readonly onDidChange = this.#changed.event;

  constructor(context: VersionDocumentsContext) {
    this.#context = context;
    const { activeSession, explorer, clock, funnel } = context;
    this.#pollers = new Pollers({ clock, onFailure: (error) => funnel.logFailure(error) });
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(versionScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
      explorer.onDidChangeVersion((changed) => this.#loadChanged(changed)),
      activeSession.onDidReset(() => this.#onReset()),
      activeSession.onDidIdentify(() => this.#onIdentified()),
    );
  }

  /** Opens a version as a document; from the palette it asks for one. */
  async show(node?: VersionNode): Promise<void> {
    await this.#withSession(async (session, signal) => {
      const { prompts } = this.#context;
      const version = node?.version ?? (await pickVersion(session, prompts, signal, { kind: 'showVersion' }));
      if (!version) return;
      const uri = await this.#load(session, version, signal);
      const document = await vscode.workspace.openTextDocument(uri);
      // From the sidebar one goes on to the next row.
      await vscode.window.showTextDocument(document, { preview: true, preserveFocus: node !== undefined });
    });
  }

  /** Opens two versions side by side, the older one left; it asks for those that are not selected. */
  async compare(node?: VersionNode, selected: readonly TreeNode[] = []): Promise<void> {
    const { funnel, prompts } = this.#context;
    const chosen = versionsToCompare(node, selected, funnel);
    if (!chosen) return;
    await this.#withSession(async (session, signal) => {
      const two = await pickTwoVersions(chosen, 'compareVersions', session, prompts, signal);
      if (!two) return;
      const [older, newer] = two;
      const [left, right] = await Promise.all([
        this.#load(session, older, signal),
        this.#load(session, newer, signal),
      ]);
      await vscode.commands.executeCommand('vscode.diff', left, right, titleOf(older, newer), {
        preview: true,
      } satisfies vscode.TextDocumentShowOptions);
    });
  }

  /** Also of a document that was open in an earlier window. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const known = this.#shown.get(uri.toString());
    if (known) return known.text;
    const subject = subjectOf(uri);
    if (!subject) return textInstead(vscode.l10n.t('This is no image version.'));
    const { signal } = this.#loading;
    try {
      const session = await this.#context.activeSession.open();
      const text = await this.#loadAgain(session, uri, subject, signal);
      return text ?? this.#put(uri, subject, otherSessionText(subject), false);
    } catch (error) {
      this.#context.funnel.logFailure(error);
      return this.#put(uri, subject, textInstead(messageOf(error).text), false);
    }
  }

  dispose(): void {
    this.#loading.abort();
    this.#pollers.stop();
    vscode.Disposable.from(this.#subscription, this.#changed).dispose();
  }

  async #withSession(task: (session: Session, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { activeSession, switchSession } = this.#context;
    const session = await activeSession.openOrAsk(switchSession);
    if (session) await task(session, this.#loading.signal);
  }

  /** Loads a version into its document, whether that is open or not. */
  async #load(session: Session, version: ImageVersion, signal: AbortSignal): Promise<vscode.Uri> {
    const facts = await new VersionFactsSource().fetch(session.images, version, signal);
    signal.throwIfAborted();
    const subject = subjectOfFacts(facts, session);
    const uri = uriOf(subject);
    this.#put(uri, subject, versionText(facts), isChanging(facts.details));
    return uri;
  }

  /** @returns the text of a document now; undefined when the session is not of its account and region. */
  async #loadAgain(
    session: Session,
    uri: vscode.Uri,
    subject: Subject,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (session.region !== subject.region) return undefined;
    const { accountId } = await session.identify(signal);
    if (accountId !== subject.accountId) return undefined;
    try {
      const facts = await new VersionFactsSource().fetch(session.images, subject, signal);
      signal.throwIfAborted();
      return this.#put(uri, subject, versionText(facts), isChanging(facts.details));
    } catch (error) {
      if (!hasCode(error, 'version.notFound', 'image.notFound')) throw error;
      signal.throwIfAborted();
      return this.#put(uri, subject, textInstead(messageOf(error).text), false);
    }
  }

  #put(uri: vscode.Uri, subject: Subject, text: string, changes: boolean): string {
    const id = uri.toString();
    this.#shown.set(id, { uri, subject, text, isChanging: changes });
    // VS Code keeps a document for a while after its last editor was closed, and shows it again as it was.
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === id);
    if (open && open.getText() !== text) this.#changed.fire(uri);
    this.#followChanging();
    return text;
  }

  #forget(uri: vscode.Uri): void {
    if (this.#shown.delete(uri.toString())) this.#followChanging();
  }

  /** A version that SageMaker is at work on is looked at while its document is open. */
  #followChanging(): void {
    const changing = [...this.#shown.values()].filter((shown) => shown.isChanging);
    this.#pollers.follow(
      changing.map(({ uri, subject }) => ({
        id: uri.toString(),
        look: async (signal) => {
          const session = await this.#context.activeSession.open();
          const text = await this.#loadAgain(session, uri, subject, signal);
          return text !== undefined && this.#shown.get(uri.toString())?.isChanging === true;
        },
      })),
    );
  }

  #loadChanged({ imageName, number }: ChangedVersion): void {
    for (const shown of this.#shown.values()) {
      const { subject } = shown;
      const isMeant = subject.imageName === imageName && (number === undefined || subject.number === number);
      if (isMeant) void this.#refresh(shown);
    }
  }

  async #refresh({ uri, subject }: Shown): Promise<void> {
    const { signal } = this.#loading;
    try {
      await this.#loadAgain(await this.#context.activeSession.open(), uri, subject, signal);
    } catch (error) {
      // What is shown was true a moment ago, and stays.
      if (!isCancellation(error)) this.#context.funnel.logFailure(error);
    }
  }

  #onReset(): void {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#isAnotherSession = true;
    this.#pollers.stop();
  }

  #onIdentified(): void {
    if (!this.#isAnotherSession) return;
    this.#isAnotherSession = false;
    for (const shown of this.#shown.values()) void this.#refresh(shown);
    this.#followChanging();
  }
}

function uriOf({ accountId, region, imageName, number }: Subject): vscode.Uri {
  return vscode.Uri.from({
    scheme: versionScheme,
    path: `/${accountId}/${region}/${imageName}-${number}.json`,
  });
}

function subjectOf({ path }: vscode.Uri): Subject | undefined {
  const [, accountId, region, imageName, number] = /^\/(\d+)\/([^/]+)\/(.+)-(\d+)\.json$/.exec(path) ?? [];
  return accountId && region && imageName
    ? { accountId, region, imageName, number: Number(number) }
    : undefined;
}

function subjectOfFacts({ details }: VersionFacts, { region }: Session): Subject {
  const { arn, imageName, number } = details;
  return { accountId: accountOf(arn) ?? '', region, imageName, number };
}

/** JSON as well, for that is what the document is. */
function textInstead(text: string): string {
  return `${JSON.stringify({ notShown: text }, undefined, 2)}\n`;
}

function otherSessionText({ accountId, region }: Subject): string {
  return textInstead(
    vscode.l10n.t(
      'This version is of account {0} in {1}: switch to a profile of that account.',
      accountId,
      region,
    ),
  );
}

function titleOf(older: ImageVersion, newer: ImageVersion): string {
  const { t } = vscode.l10n;
  return older.imageName === newer.imageName
    ? t('{0}: version {1} ↔ version {2}', older.imageName, older.number, newer.number)
    : t('{0} version {1} ↔ {2} version {3}', older.imageName, older.number, newer.imageName, newer.number);
}
