import * as vscode from 'vscode';
import { isCheckable } from '../dockerfileChecks/whenDockerfileShows.ts';
import { onSettingChange, readSetting } from '../settings.ts';

/** What is said of the images of Dockerfiles, above their final stages. */
export interface StateTitles {
  readonly onDidChange: vscode.Event<void>;
  /** @returns undefined where a Dockerfile is tied to no image. */
  titleOf(dockerfile: vscode.Uri): string | undefined;
}

export interface StateLensesContext {
  /** Whether a Dockerfile is tied to an image. */
  readonly isTied: (dockerfile: vscode.Uri) => boolean;
  /** Fires when that may be so of others. */
  readonly onDidTie: vscode.Event<void>;
  /** Loads what finds out the state of what is tied. */
  readonly load: () => StateTitles;
}

/** The Dockerfiles that somebody looks at. */
export function seenDockerfiles(): readonly vscode.Uri[] {
  const documents = vscode.window.visibleTextEditors.map(({ document }) => document);
  return [...new Set(documents.filter(isCheckable).map(({ uri }) => uri))];
}

/** Says nothing, and loads nothing, before a Dockerfile is seen that is tied to an image. */
export class StateLenses implements StateTitles, vscode.Disposable {
  readonly #context: StateLensesContext;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[] = [this.#changed];
  #loaded: StateTitles | undefined;
  #isLooking = false;

  readonly onDidChange = this.#changed.event;

  constructor(context: StateLensesContext) {
    this.#context = context;
    const look = (): void => this.#lookSoon();
    this.#subscriptions.push(
      vscode.window.onDidChangeVisibleTextEditors(look),
      // Its language may be chosen later.
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidGrantWorkspaceTrust(look),
      onSettingChange(['dockerfiles', 'codeLens.enabled'], look),
      context.onDidTie(look),
    );
    look();
  }

  titleOf(dockerfile: vscode.Uri): string | undefined {
    return this.#loaded?.titleOf(dockerfile);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
  }

  /** Not at once: VS Code may be in the middle of the extension's activation. */
  #lookSoon(): void {
    if (this.#loaded || this.#isLooking) return;
    this.#isLooking = true;
    setImmediate(() => {
      this.#isLooking = false;
      this.#look();
    });
  }

  #look(): void {
    const isOver = this.#loaded !== undefined || this.#subscriptions.length === 0;
    if (isOver || !readSetting('codeLens.enabled') || !seenDockerfiles().some(this.#context.isTied)) return;
    this.#loaded = this.#context.load();
    this.#subscriptions.push(this.#loaded.onDidChange(() => this.#changed.fire()));
    this.#changed.fire();
  }
}
