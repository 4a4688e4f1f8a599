import * as vscode from 'vscode';
import type { DriftFact } from '../../core/drift/driftOf.ts';
import type { ImageVersion } from '../../core/model.ts';
import { versionNode } from '../../core/tree.ts';
import { activeDockerfile } from '../activeDockerfile.ts';
import { isOnDisk } from '../build/dockerfilePlace.ts';
import type { Explorer } from '../explorer/explorer.ts';
import type { Action, Funnel } from '../funnel.ts';
import { asCommand, type CommandId, type Commands } from '../ids.ts';
import type { Interruption } from '../prompts.ts';
import type { DockerfileStates, KnownState } from './dockerfileStates.ts';
import { factText, notAsked, notReadText, nothingChanged, type FactText } from './factTexts.ts';

const { t } = vscode.l10n;

export interface ShowStateContext {
  readonly states: DockerfileStates;
  readonly explorer: Pick<Explorer, 'show'>;
  readonly funnel: Pick<Funnel, 'inform' | 'inPlace' | 'report' | 'run'>;
  readonly clock: { now(): Date };
  readonly interruption: Interruption;
}

interface Row extends vscode.QuickPickItem {
  /** Absent where there is nothing to do about it. */
  readonly run?: () => unknown;
  /** Whether the list stays and is made anew. */
  readonly refreshes?: boolean;
}

/** As many facts as there can be: three of the version, two of the files, one of the tag. */
const factRows = 6;

/** Shows what is known of a Dockerfile's image, and what can be done. @param dockerfile else the one in the editor. */
export async function showState(
  dockerfile: vscode.Uri | undefined = activeDockerfile(),
  context: ShowStateContext,
): Promise<void> {
  const { funnel, states } = context;
  if (!dockerfile) {
    void funnel.inform(t('Open the Dockerfile whose image you want to see, then show its state.'), []);
    return;
  }
  if (states.known(dockerfile)) {
    await new StateList(dockerfile, context).closed;
    return;
  }
  const text = t('No image version was made of this Dockerfile yet: build it, or create a version from it.');
  void funnel.inform(text, actionsFor(dockerfile));
}

/** One list on the screen, until something is chosen that leads elsewhere. */
class StateList {
  readonly closed: Promise<void>;
  readonly #dockerfile: vscode.Uri;
  readonly #context: ShowStateContext;
  readonly #input = vscode.window.createQuickPick<Row>();
  readonly #subscription: vscode.Disposable;
  readonly #close: () => void;
  #isClosed = false;

  constructor(dockerfile: vscode.Uri, context: ShowStateContext) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#dockerfile = dockerfile;
    this.#context = context;
    const input = this.#input;
    this.#close = () => {
      this.#isClosed = true;
      this.#subscription.dispose();
      input.dispose();
      resolve();
    };
    input.title = t('Image of {0}', vscode.workspace.asRelativePath(dockerfile));
    input.placeholder = t('What is known of it, and what can be done');
    input.matchOnDetail = true;
    input.ignoreFocusOut = true;
    input.keepScrollPosition = true;
    input.onDidAccept(() => this.#accept());
    input.onDidHide(() => void this.#onHide());
    this.#subscription = context.states.onDidChange(() => this.#show());
    this.#show();
    input.show();
    void this.#look(() => context.states.look(dockerfile));
  }

  #accept(): void {
    const [row] = this.#input.selectedItems;
    if (!row?.run) return;
    const { run, refreshes } = row;
    if (refreshes) return void run();
    this.#close();
    void this.#context.funnel.run(async () => void (await run()));
  }

  /** Whoever is asked for an MFA code in between comes back to the list. */
  async #onHide(): Promise<void> {
    const { interruption } = this.#context;
    const isInterrupted = interruption() !== undefined;
    for (let end = interruption(); end; end = interruption()) await end.catch(() => undefined);
    if (this.#isClosed) return;
    if (isInterrupted) this.#input.show();
    else this.#close();
  }

  async #look(look: () => Promise<void>): Promise<void> {
    this.#input.busy = true;
    try {
      await look();
    } catch (error) {
      if (!this.#isClosed) this.#close();
      const again = (): Promise<void> => showState(this.#dockerfile, this.#context);
      void this.#context.funnel.report(error, again);
    }
    if (this.#isClosed) return;
    this.#input.busy = false;
    this.#show();
  }

  #show(): void {
    const known = this.#context.states.known(this.#dockerfile);
    if (this.#isClosed || !known) return;
    const actions = this.#actions(known);
    const active = this.#input.activeItems[0]?.label;
    const items = [...this.#facts(known), separator(t('What can be done')), ...actions];
    this.#input.items = items;
    const again = items.find(({ label, kind }) => label === active && kind === undefined) ?? actions[0];
    if (again) this.#input.activeItems = [again];
  }

  /**
   * VS Code tells rows by their position: those that can be chosen stay where they are when facts come, for Enter would
   * mean another one than is seen while they are on their way.
   */
  #facts(known: KnownState): readonly Row[] {
    const { facts = [], subject, remote } = known;
    const rows = [
      ...facts.map((fact) => this.#factRow(fact, known)),
      ...(isAsBefore(known) ? [rowOf(nothingChanged)] : []),
      ...(remote ? [] : [rowOf(notAsked)]),
      ...(subject.place ? [] : [rowOf(notReadText(subject.built))]),
    ];
    // Rows that are counted and not seen.
    const room = Array.from({ length: Math.max(0, factRows - rows.length) }, () => separator(''));
    return [separator(t('What is known')), ...rows, ...room];
  }

  #factRow(fact: DriftFact, { subject, session }: KnownState): Row {
    const { funnel, clock } = this.#context;
    const row = rowOf(
      factText(fact, {
        built: subject.built,
        now: clock.now(),
        region: session?.region,
        reasonOf: (error) => funnel.inPlace(error).text,
      }),
    );
    if (fact.code !== 'unknown' || fact.reason !== 'error') return row;
    // With the actions that cure it.
    return { ...row, run: () => funnel.report(fact.error, () => this.#lookAgain()) };
  }

  async #lookAgain(): Promise<void> {
    await this.#context.states.lookAgain(this.#dockerfile);
    await showState(this.#dockerfile, this.#context);
  }

  /** What is there only for a version that is known comes last. */
  #actions({ facts = [], remote }: KnownState): readonly Row[] {
    const { states, explorer } = this.#context;
    const { version, newest } = remote?.versions.isKnown
      ? remote.versions.value
      : { version: undefined, newest: undefined };
    const isNewer = facts.some(({ code }) => code === 'newerVersion');
    return [
      ...makingRows(this.#dockerfile),
      {
        label: t('Refresh'),
        iconPath: new vscode.ThemeIcon('refresh'),
        detail: t('Reads the files again, and asks SageMaker and ECR.'),
        refreshes: true,
        run: () => void this.#look(() => states.lookAgain(this.#dockerfile)),
      },
      ...(version
        ? [
            {
              label: t('Show in the sidebar'),
              iconPath: new vscode.ThemeIcon('list-tree'),
              run: () => explorer.show(version),
            },
            {
              label: t('Show version {0} as JSON', version.number),
              iconPath: new vscode.ThemeIcon('json'),
              run: () => execute('sagemakerImages.version.show', versionNode(version)),
            },
          ]
        : []),
      ...(version && newest && isNewer ? [compareRow(version, newest)] : []),
    ];
  }
}

/** Whether all that can change was looked at and is as it was. */
function isAsBefore({ facts = [], subject, remote }: KnownState): boolean {
  const [only] = facts;
  return (
    remote !== undefined &&
    subject.place !== undefined &&
    facts.length === 1 &&
    only?.code === 'built' &&
    only.isRemembered
  );
}

function rowOf({ label, detail, icon }: FactText): Row {
  return { label, ...(detail !== undefined && { detail }), iconPath: new vscode.ThemeIcon(icon) };
}

function separator(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** What makes another version. */
function makingRows(dockerfile: vscode.Uri): readonly Row[] {
  const iconPath = new vscode.ThemeIcon('add');
  return actionsFor(dockerfile).map((action) => ({ label: action.title, iconPath, run: () => action.run() }));
}

function actionsFor(dockerfile: vscode.Uri): readonly Action[] {
  const build = {
    title: t('Build, push and create image version…'),
    run: () => execute('sagemakerImages.version.build', { dockerfile }),
  };
  const create = {
    title: t('Create SageMaker image version'),
    run: () => execute('sagemakerImages.version.create', { dockerfile }),
  };
  return isOnDisk(dockerfile) && vscode.workspace.isTrusted ? [build, create] : [create];
}

function compareRow(version: ImageVersion, newest: ImageVersion): Row {
  const nodes = [versionNode(version), versionNode(newest)] as const;
  return {
    label: t('Compare with version {0}', newest.number),
    iconPath: new vscode.ThemeIcon('diff'),
    run: () => execute('sagemakerImages.version.compare', nodes[0], nodes),
  };
}

function execute<C extends CommandId>(id: C, ...args: Commands[C]): Thenable<unknown> {
  const { command, arguments: given = [] } = asCommand(id, '', ...args);
  return vscode.commands.executeCommand(command, ...(given as unknown[]));
}
