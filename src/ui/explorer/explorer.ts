import * as vscode from 'vscode';
import { isFiltered, usualQuery, withFilter, type ExplorerQuery } from '../../core/explorer/explorerQuery.ts';
import { stateOf, type ExplorerState, type ImageRows } from '../../core/explorer/explorerState.ts';
import { ExplorerTree } from '../../core/explorer/explorerTree.ts';
import type { ChangedVersion } from '../../core/explorer/rowUpdates.ts';
import type { ImageVersion, VersionRef } from '../../core/model.ts';
import type { Clock, SessionChoice } from '../../core/ports.ts';
import { isSameSession } from '../../core/sessionChoice.ts';
import type { ImageNode, TreeNode, VersionNode } from '../../core/tree.ts';
import type { ActiveSession } from '../activeSession.ts';
import { prepareAges } from '../format.ts';
import type { Funnel } from '../funnel.ts';
import { contextKeys, views } from '../ids.ts';
import type { Memory } from '../memory.ts';
import { present } from './present.ts';
import { askFilter, askSortOrder, noMatchText, queryText } from './queryTexts.ts';
import { tooltipOf } from './tooltips.ts';

export interface ExplorerContext {
  readonly activeSession: ActiveSession;
  readonly funnel: Pick<Funnel, 'logFailure'>;
  readonly memory: Pick<Memory, 'explorerQuery' | 'keepExplorerQuery'>;
  readonly clock: Clock;
}

/** How long a click waits for the row that it was on; that takes a call of SageMaker's at most. */
const patienceMs = 10_000;

/** The sidebar: the tree of the session in use as VS Code shows it. */
export class Explorer implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #context: ExplorerContext;
  readonly #changed = new vscode.EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #versionChanged = new vscode.EventEmitter<ChangedVersion>();
  readonly #presented = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscription: vscode.Disposable;
  #query: ExplorerQuery;
  /** What is shown; another one as soon as all is loaded anew, or for another session. */
  #tree: ExplorerTree;
  /** What the rows were loaded with. */
  #shownWith: SessionChoice | undefined;

  readonly onDidChangeTreeData = this.#changed.event;
  /** Fires when the state of a version may be another one than before. */
  readonly onDidChangeVersion = this.#versionChanged.event;

  constructor(context: ExplorerContext) {
    this.#context = context;
    const { activeSession, memory } = context;
    this.#query = memory.explorerQuery() ?? usualQuery;
    this.#tree = this.#newTree();
    this.#view = vscode.window.createTreeView(views.explorer, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#view.message = queryText(this.#query);
    this.#subscription = vscode.Disposable.from(
      activeSession.onDidReset(() => this.#loadAnew()),
      activeSession.onDidRenew(() => {
        if (this.#tree.lacksCredentials) this.#loadAnew();
      }),
      this.#view.onDidExpandElement(({ element }) => this.#tree.onOpened(element)),
      this.#view.onDidCollapseElement(({ element }) => this.#tree.onClosed(element)),
      this.#view.onDidChangeSelection(({ selection }) => this.#tree.onSelected(selection)),
      this.#view.onDidChangeVisibility(() => this.#tree.followChanging()),
    );
  }

  /**
   * The version that was clicked last. While VS Code reads the rows around it anew, it does not know which one that is:
   * until it does again, this waits.
   */
  async findSelectedVersion(): Promise<VersionNode | undefined> {
    const patience = new AbortController();
    const { clock } = this.#context;
    const { promise: isKnown, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (this.#selectedVersion) resolve();
    };
    // VS Code knows a row by the time that it has its item, and not before.
    const subscription = this.#presented.event(() => setImmediate(look));
    look();
    const isGivenUp = clock.delay(patienceMs, patience.signal).catch(() => undefined);
    await Promise.race([isKnown, isGivenUp]);
    subscription.dispose();
    patience.abort();
    return this.#selectedVersion;
  }

  /** Reads everything again, the AWS configuration included. */
  refresh(): void {
    this.#context.activeSession.reload();
  }

  /** Asks which images to show. */
  async filter(): Promise<void> {
    const filter = await askFilter(this.#query);
    if (filter) await this.#use(withFilter(this.#query, filter.nameContains, filter.statuses));
  }

  /** Asks for the order of the images. */
  async sort(): Promise<void> {
    const sortBy = await askSortOrder(this.#query);
    if (sortBy) await this.#use({ ...this.#query, sortBy });
  }

  /** Reads the next page of an image's versions. */
  loadMore({ image }: ImageNode): Promise<void> {
    return this.#tree.loadMore(image.name);
  }

  /** Reads again what could not be read. */
  retry(failed: TreeNode): void {
    if (!this.#tree.retry(failed)) this.refresh();
  }

  /** Shows a version's new state, and the version itself when it is new here. */
  update(version: ImageVersion): void {
    this.#tree.update(version);
  }

  /** Reads an image and its versions again, as after one of them was changed, created or deleted. */
  reloadVersions(imageName: string): void {
    this.#tree.reloadVersions(imageName);
  }

  /** Opens the sidebar at a version. */
  async show(ref: VersionRef): Promise<void> {
    const read = (parent?: TreeNode): Promise<TreeNode[]> => this.getChildren(parent);
    await this.#tree.loadWayTo(ref, read);
    // What somebody asks to see is shown, though they once asked to see other images only.
    if (!this.#tree.find(ref) && isFiltered(this.#query)) {
      await this.#use(withFilter(this.#query, '', []));
      await this.#tree.loadWayTo(ref, read);
    }
    const node = this.#tree.find(ref);
    if (node) await this.#view.reveal(node, { select: true, focus: true, expand: true });
    else await vscode.commands.executeCommand(`${views.explorer}.focus`);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    this.#presented.fire();
    return present(node, this.#query.sortBy);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    await this.#tree.onPointedAt(node);
    item.tooltip = tooltipOf(node);
    return item;
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.#tree.parentOf(node);
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    const tree = this.#tree;
    const rows = parent ? await tree.childrenOf(parent) : await this.#topmostRows(tree);
    // What was loaded with a session that is no longer in use is not shown any more.
    if (tree.isEnded) return [];
    // The rows come first: signing the calls that fill them in takes time, too.
    setImmediate(() => tree.fillIn(parent));
    return [...rows];
  }

  dispose(): void {
    this.#tree.end();
    vscode.Disposable.from(
      this.#subscription,
      this.#view,
      this.#changed,
      this.#versionChanged,
      this.#presented,
    ).dispose();
  }

  get #selectedVersion(): VersionNode | undefined {
    return this.#view.selection.find((node) => node.kind === 'version');
  }

  async #topmostRows(tree: ExplorerTree): Promise<readonly TreeNode[]> {
    this.#showState('loading');
    try {
      const { images, choice } = await this.#context.activeSession.open();
      if (tree.isEnded) return [];
      const listing = tree.listImages(images);
      if (this.#clearsRowsOf(choice)) return [];
      // While the first page is on its way there is time for it.
      setTimeout(prepareAges, 15);
      await vscode.window.withProgress({ location: { viewId: views.explorer } }, () => listing.ready);
      return tree.isEnded ? [] : this.#shown(tree.imageRows(listing));
    } catch (error) {
      return tree.isEnded ? [] : this.#shown(tree.rowsOfFailure(error));
    }
  }

  /** Where there are no rows, something else says why. */
  #shown(rows: ImageRows): readonly TreeNode[] {
    const state = stateOf(rows, this.#query);
    if (state === 'noMatch') this.#view.message = noMatchText(this.#query);
    else this.#view.message = state === 'signedOut' ? '' : queryText(this.#query);
    this.#showState(state);
    return state === 'signedOut' ? [] : rows.nodes;
  }

  /**
   * VS Code shows the rows from before until there are others. Under another account's name those would be false: they
   * go at once.
   * @returns whether they have to.
   */
  #clearsRowsOf(choice: SessionChoice): boolean {
    const before = this.#shownWith;
    this.#shownWith = choice;
    if (!before || isSameSession(before, choice)) return false;
    setImmediate(() => this.#changed.fire(undefined));
    return true;
  }

  async #use(query: ExplorerQuery): Promise<void> {
    this.#query = query;
    this.#loadAnew();
    await this.#context.memory.keepExplorerQuery(query);
  }

  #loadAnew(): void {
    this.#tree.end();
    this.#tree = this.#newTree();
    this.#view.message = queryText(this.#query);
    this.#changed.fire(undefined);
  }

  #newTree(): ExplorerTree {
    const { activeSession, clock, funnel } = this.#context;
    return new ExplorerTree({
      clock,
      query: this.#query,
      openStore: async () => (await activeSession.open()).images,
      isVisible: () => this.#view.visible,
      onRowsChange: (rows) => this.#changed.fire([...rows]),
      onChildrenChange: (parent) => this.#changed.fire(parent),
      onVersionChange: (changed) => this.#versionChanged.fire(changed),
      onFailure: (error) => funnel.logFailure(error),
    });
  }

  /** Tells VS Code which welcome text to show. Nothing waits for it: what follows comes there after it. */
  #showState(state: ExplorerState): void {
    const shown = state === 'noMatch' ? 'images' : state;
    void vscode.commands.executeCommand('setContext', contextKeys.explorerState, shown);
  }
}
