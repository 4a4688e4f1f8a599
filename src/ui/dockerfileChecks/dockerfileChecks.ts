import * as vscode from 'vscode';
import type { CheckOptions, CheckResult } from '../../core/dockerfile/rules/check.ts';
import { readSeverities } from '../../core/dockerfile/rules/ruleIds.ts';
import { readTarget, targetOfJob } from '../../core/dockerfile/rules/targets.ts';
import type { Clock } from '../../core/ports.ts';
import { activeDockerfile } from '../activeDockerfile.ts';
import { placeOf } from '../build/dockerfilePlace.ts';
import { recipesIn } from '../build/recipes.ts';
import type { Funnel } from '../funnel.ts';
import type { ParsedDockerfiles } from '../parsedDockerfiles.ts';
import { onSettingChange, readSetting } from '../settings.ts';
import { actionsOf, diagnosticOf, rangeOf } from './present.ts';
import { pickTarget } from './targetTexts.ts';
import { targetLenses } from './targetLenses.ts';
import { isCheckable } from './whenDockerfileShows.ts';

export interface DockerfileChecksContext {
  readonly dockerfiles: Pick<ParsedDockerfiles, 'of'>;
  readonly clock: Clock;
  readonly funnel: Pick<Funnel, 'inform'>;
}

/** So long nobody types before a Dockerfile is looked at. */
const quietMs = 200;

/** What SageMaker will not like of the Dockerfiles that are open, as problems with their fixes. */
class DockerfileChecks implements vscode.Disposable {
  readonly #context: DockerfileChecksContext;
  readonly #collection = vscode.languages.createDiagnosticCollection('sagemaker-images-dockerfile');
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #waiting = new Map<string, AbortController>();
  readonly #known = new WeakMap<vscode.TextDocument, { version: number; result: CheckResult }>();
  readonly #subscriptions: vscode.Disposable;

  constructor(context: DockerfileChecksContext) {
    this.#context = context;
    const { workspace, languages } = vscode;
    const selector = { language: 'dockerfile' };
    this.#subscriptions = vscode.Disposable.from(
      this.#collection,
      this.#changed,
      workspace.onDidOpenTextDocument((document) => this.#show(document)),
      workspace.onDidChangeTextDocument(({ document }) => void this.#showSoon(document)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      workspace.onDidGrantWorkspaceTrust(() => this.#showAll()),
      onSettingChange(['dockerfile.target', 'dockerfile.rules', 'dockerfiles'], () => this.#showAll()),
      onSettingChange(['codeLens.enabled'], () => this.#changed.fire()),
      languages.registerCodeActionsProvider(
        selector,
        {
          provideCodeActions: (document, range) => actionsOf(document, range, this.#check(document).findings),
        },
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
      languages.registerCodeLensProvider(selector, {
        onDidChangeCodeLenses: this.#changed.event,
        provideCodeLenses: (document) =>
          readSetting('codeLens.enabled') && isCheckable(document)
            ? targetLenses(document, this.#context.dockerfiles.of(document), this.#check(document).target)
            : [],
      }),
    );
    this.#showAll();
  }

  dispose(): void {
    for (const waiting of this.#waiting.values()) waiting.abort();
    this.#subscriptions.dispose();
  }

  /** Asks what a Dockerfile is for, and writes it into the file, where it survives a clone. */
  async chooseTarget(dockerfile = activeDockerfile()): Promise<void> {
    if (!dockerfile) {
      const text = vscode.l10n.t('Open the Dockerfile that is to be checked, then choose what it is for.');
      void this.#context.funnel.inform(text, []);
      return;
    }
    const document = await vscode.workspace.openTextDocument(dockerfile);
    const target = await pickTarget(this.#check(document).target);
    if (target === undefined) return;
    const { range, text } = this.#context.dockerfiles.of(document).targetEdit(target);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(dockerfile, rangeOf(range), text);
    await vscode.workspace.applyEdit(edit);
  }

  #showAll(): void {
    for (const document of vscode.workspace.textDocuments) {
      this.#known.delete(document);
      this.#show(document);
    }
    this.#changed.fire();
  }

  async #showSoon(document: vscode.TextDocument): Promise<void> {
    if (!isCheckable(document)) return;
    const key = document.uri.toString();
    this.#waiting.get(key)?.abort();
    const waiting = new AbortController();
    this.#waiting.set(key, waiting);
    await this.#context.clock.delay(quietMs, waiting.signal).catch(() => undefined);
    if (waiting.signal.aborted) return;
    this.#waiting.delete(key);
    this.#show(document);
  }

  #show(document: vscode.TextDocument): void {
    if (!isCheckable(document) || document.isClosed) return;
    this.#collection.set(document.uri, this.#check(document).findings.map(diagnosticOf));
  }

  #forget({ uri }: vscode.TextDocument): void {
    const key = uri.toString();
    this.#waiting.get(key)?.abort();
    this.#waiting.delete(key);
    this.#collection.delete(uri);
  }

  #check(document: vscode.TextDocument): CheckResult {
    const before = this.#known.get(document);
    if (before?.version === document.version) return before.result;
    const result = this.#context.dockerfiles.of(document).check(this.#optionsFor(document.uri));
    this.#known.set(document, { version: document.version, result });
    return result;
  }

  #optionsFor(uri: vscode.Uri): CheckOptions {
    const { folder, path } = placeOf(uri);
    const recipe = recipesIn(folder).get(path);
    return {
      target: readTarget(readSetting('dockerfile.target', folder)),
      remembered: targetOfJob(recipe?.jobType),
      stage: recipe?.target,
      buildArgs: recipe?.buildArgs,
      severities: readSeverities(readSetting('dockerfile.rules', folder)),
      today: this.#context.clock.now(),
    };
  }
}

/** Begins to check the Dockerfiles that are open. */
export function createDockerfileChecks(context: DockerfileChecksContext): DockerfileChecks {
  return new DockerfileChecks(context);
}
