import * as vscode from 'vscode';
import type { AppDetails } from '../../core/explain/apps.ts';
import { lookAtApp } from '../../core/explain/lookAtApp.ts';
import { lookAtVersion } from '../../core/explain/lookAtVersion.ts';
import { pickApp } from '../../core/explain/pickApp.ts';
import { pickVersion } from '../../core/images/pickTarget.ts';
import type { ImageVersion, VersionRef } from '../../core/model.ts';
import type { Session } from '../../core/ports.ts';
import type { VersionNode } from '../../core/tree.ts';
import type { CommandContext } from '../commandContext.ts';
import { withProgress } from '../progress.ts';
import { untilReset } from '../untilReset.ts';
import { appPage } from './appPage.ts';
import type { Page } from './page.ts';
import { versionPage } from './versionPage.ts';

type Context = Pick<CommandContext, 'activeSession' | 'prompts' | 'switchSession' | 'funnel' | 'clock'>;

export const failureScheme = 'sagemaker-failure';

const { t } = vscode.l10n;

/** Explains failures of versions and apps, each in a read-only document. */
export class Failures
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #context: Context;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #changedLenses = new vscode.EventEmitter<void>();
  readonly #pages = new Map<string, Page>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;
  readonly onDidChangeCodeLenses = this.#changedLenses.event;

  constructor(context: Context) {
    this.#context = context;
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#changedLenses,
      vscode.workspace.registerTextDocumentContentProvider(failureScheme, this),
      vscode.languages.registerCodeLensProvider({ scheme: failureScheme }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#pages.delete(uri.toString())),
    );
  }

  /** Explains why a version could not be created; from the palette it asks which. */
  explainVersion(node?: VersionNode): Promise<void> {
    return this.#withSession(async (session, signal) => {
      const version: VersionRef | ImageVersion | undefined =
        node?.version ?? (await this.#pick(session, signal));
      if (!version) return;
      const evidence = await this.#look(signal, (stop) => lookAtVersion(version, session, stop));
      const { arn, imageName, number } = evidence.version;
      await this.#open(pageUri(t('{0} {1} failure', imageName, number), arn), versionPage(evidence));
    });
  }

  /** Asks for an app, and explains why it failed; of one that has not, it shows the log. */
  explainApp(): Promise<void> {
    return this.#withSession(async (session, signal) => {
      const app = await pickApp(session, this.#context.prompts, signal);
      if (!app) return;
      const evidence = await this.#look(signal, (stop) => lookAtApp(app, session, stop));
      if (evidence) await this.#open(pageUri(appTitle(evidence.app), evidence.app.arn), appPage(evidence));
      else void this.#context.funnel.inform(t('SageMaker does not know that app any more.'), []);
    });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    // A document of an earlier window: what it showed may not be true any more.
    return this.#pages.get(uri.toString())?.text ?? t('This is no longer loaded: run the command again.');
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const { lenses } = this.#pages.get(uri.toString()) ?? { lenses: [] };
    return lenses.map(
      ({ line, command }) => new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #withSession(task: (session: Session, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { activeSession, switchSession } = this.#context;
    const session = await activeSession.openOrAsk(switchSession);
    if (session) await untilReset(activeSession, (signal) => task(session, signal));
  }

  #look<T>(signal: AbortSignal, look: (stop: AbortSignal) => Promise<T>): Promise<T> {
    const { clock } = this.#context;
    return withProgress({ title: t('Looking for what explains the failure'), clock }, (_report, stop) =>
      look(AbortSignal.any([signal, stop])),
    );
  }

  #pick(session: Session, signal: AbortSignal): Promise<ImageVersion | undefined> {
    return pickVersion(session, this.#context.prompts, signal, { kind: 'explainVersion' });
  }

  /** VS Code keeps a document for a while after its last editor was closed, and shows it again as it was. */
  async #open(uri: vscode.Uri, page: Page): Promise<void> {
    this.#pages.set(uri.toString(), page);
    this.#changed.fire(uri);
    this.#changedLenses.fire();
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}

function appTitle({ space, userProfile = '', type, name }: AppDetails): string {
  return t('{0} {1} {2} failure', space ?? userProfile, type, name);
}

/** Its name is what an editor's tab shows; the query keeps documents of different accounts and regions apart. */
function pageUri(title: string, arn: string): vscode.Uri {
  return vscode.Uri.from({ scheme: failureScheme, path: `/${title}.md`, query: arn });
}
