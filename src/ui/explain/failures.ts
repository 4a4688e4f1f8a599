import * as vscode from 'vscode';
import type { AppDetails } from '../../core/explain/apps.ts';
import { lookAtApp } from '../../core/explain/lookAtApp.ts';
import { lookAtVersion } from '../../core/explain/lookAtVersion.ts';
import { pickApp } from '../../core/explain/pickApp.ts';
import { pickVersion } from '../../core/images/pickTarget.ts';
import type { ImageVersion, VersionRef } from '../../core/model.ts';
import type { VersionNode } from '../../core/tree.ts';
import type { CommandContext } from '../commandContext.ts';
import { inSession } from '../inSession.ts';
import { Pages } from '../pages/pages.ts';
import { withProgress } from '../progress.ts';
import { appPage } from './appPage.ts';
import { versionPage } from './versionPage.ts';

type Context = Pick<CommandContext, 'activeSession' | 'prompts' | 'switchSession' | 'funnel' | 'clock'>;

export const failureScheme = 'sagemaker-failure';

const { t } = vscode.l10n;

/** Explains failures of versions and apps, each in a read-only document. */
export class Failures implements vscode.Disposable {
  readonly #context: Context;
  readonly #pages = new Pages(failureScheme);

  constructor(context: Context) {
    this.#context = context;
  }

  /** Explains why a version could not be created; from the palette it asks which. */
  explainVersion(node?: VersionNode): Promise<void> {
    return inSession(this.#context, async (session, signal) => {
      const version: VersionRef | ImageVersion | undefined =
        node?.version ??
        (await pickVersion(session, this.#context.prompts, signal, { kind: 'explainVersion' }));
      if (!version) return;
      const evidence = await this.#look(signal, (stop) => lookAtVersion(version, session, stop));
      const { arn, imageName, number } = evidence.version;
      await this.#pages.open(pageUri(t('{0} {1} failure', imageName, number), arn), versionPage(evidence));
    });
  }

  /** Asks for an app, and explains why it failed; of one that has not, it shows the log. */
  explainApp(): Promise<void> {
    return inSession(this.#context, async (session, signal) => {
      const app = await pickApp(session, this.#context.prompts, signal);
      if (!app) return;
      const evidence = await this.#look(signal, (stop) => lookAtApp(app, session, stop));
      if (evidence)
        await this.#pages.open(pageUri(appTitle(evidence.app), evidence.app.arn), appPage(evidence));
      else void this.#context.funnel.inform(t('SageMaker does not know that app any more.'), []);
    });
  }

  dispose(): void {
    this.#pages.dispose();
  }

  #look<T>(signal: AbortSignal, look: (stop: AbortSignal) => Promise<T>): Promise<T> {
    const { clock } = this.#context;
    const title = t('Looking for what explains the failure');
    return withProgress({ title, clock, signal }, (_report, stop) => look(stop));
  }
}

function appTitle({ space, userProfile = '', type, name }: AppDetails): string {
  return t('{0} {1} {2} failure', space ?? userProfile, type, name);
}

/** Its name is what an editor's tab shows; the query keeps documents of different accounts and regions apart. */
function pageUri(title: string, arn: string): vscode.Uri {
  return vscode.Uri.from({ scheme: failureScheme, path: `/${title}.md`, query: arn });
}
