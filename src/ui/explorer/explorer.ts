import * as vscode from 'vscode';
import { hasCode, isKnownError } from '../../core/errors.ts';
import { Listing } from '../../core/listing.ts';
import type { Image, ImageVersion, VersionRef } from '../../core/model.ts';
import {
  factNodes,
  imageId,
  imageNode,
  versionId,
  versionNode,
  type ErrorNode,
  type TreeNode,
  type VersionNode,
} from '../../core/tree.ts';
import type { Session, SessionChoice } from '../../core/ports.ts';
import { isSameSession } from '../../core/sessionChoice.ts';
import type { ActiveSession } from '../activeSession.ts';
import type { Funnel } from '../funnel.ts';
import { contextKeys, views } from '../ids.ts';
import { present, tooltipOf } from './present.ts';

type ExplorerState = 'loading' | 'images' | 'empty' | 'signedOut';

/** The sidebar: images, their versions, and a version's facts, each loaded when it is opened. */
export class Explorer implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #activeSession: ActiveSession;
  readonly #funnel: Funnel;
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #subscription: vscode.Disposable;

  /** The nodes that VS Code knows, by id: it is told of a change with the very object it was given. */
  readonly #nodes = new Map<string, TreeNode>();
  #images: Listing<Image> | undefined;
  readonly #versions = new Map<string, Listing<ImageVersion>>();
  /** Whether anything could not be loaded that other credentials may cure. */
  #lacksCredentials = false;
  /** What the rows were loaded with. */
  #shown: SessionChoice | undefined;
  /** Ends what is being loaded when it is loaded anew or for another session. */
  #loading = new AbortController();

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(activeSession: ActiveSession, funnel: Funnel) {
    this.#activeSession = activeSession;
    this.#funnel = funnel;
    this.#view = vscode.window.createTreeView(views.explorer, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscription = vscode.Disposable.from(
      activeSession.onDidReset(() => this.#loadAnew()),
      activeSession.onDidRenew(() => {
        if (this.#lacksCredentials) this.#loadAnew();
      }),
    );
  }

  /** Reads everything again, the AWS configuration included. */
  refresh(): void {
    this.#activeSession.reload();
  }

  /** Reads again what could not be read. */
  retry(failed: TreeNode): void {
    const parentId = failed.kind === 'error' ? failed.parentId : undefined;
    const parent = parentId === undefined ? undefined : this.#nodes.get(parentId);
    if (parent?.kind === 'image') this.#versions.delete(parent.image.name);
    if (parent) this.#changed.fire(parent);
    else this.refresh();
  }

  /** Shows a version's new state, and the version itself when it is new here. */
  update(version: ImageVersion): void {
    const listing = this.#versions.get(version.imageName);
    const isListed = listing?.replace(version, ({ number }) => number === version.number);
    if (!isListed) this.#versions.delete(version.imageName);
    this.#showImageAnew(version.imageName);
  }

  /** Lists an image's versions again, as after one was created. */
  reloadVersions(imageName: string): void {
    this.#versions.delete(imageName);
    this.#showImageAnew(imageName);
  }

  /** Opens the sidebar at a version. */
  async show({ imageName, number }: VersionRef): Promise<void> {
    if (!this.#nodes.has(versionId({ imageName, number }))) await this.#load(imageName);
    const node = this.#nodes.get(versionId({ imageName, number })) ?? this.#nodes.get(imageId(imageName));
    if (node) await this.#view.reveal(node, { select: true, focus: true, expand: true });
    else await vscode.commands.executeCommand(`${views.explorer}.focus`);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return present(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    item.tooltip = tooltipOf(node);
    return item;
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'version') return this.#nodes.get(imageId(node.version.imageName));
    if (node.kind === 'error')
      return node.parentId === undefined ? undefined : this.#nodes.get(node.parentId);
    return node.kind === 'fact' ? this.#nodes.get(node.id.slice(0, node.id.lastIndexOf('/'))) : undefined;
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    const { signal } = this.#loading;
    const children = parent ? await this.#childrenOf(parent, signal) : await this.#roots(signal);
    // What was loaded with a session that is no longer in use is not shown any more.
    if (signal.aborted) return [];
    for (const child of children) this.#nodes.set(child.id, child);
    return children;
  }

  dispose(): void {
    this.#loading.abort();
    this.#subscription.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  async #childrenOf(parent: TreeNode, signal: AbortSignal): Promise<TreeNode[]> {
    try {
      if (parent.kind === 'image') return await this.#versionsOf(parent.image.name, parent.id, signal);
      if (parent.kind === 'version') return await this.#factsOf(parent, signal);
      return [];
    } catch (error) {
      return this.#failure(error, parent.id, signal);
    }
  }

  async #roots(signal: AbortSignal): Promise<TreeNode[]> {
    await this.#setState('loading');
    try {
      const session = await this.#activeSession.open();
      if (signal.aborted) return [];
      const { images } = session;
      const listing = (this.#images ??= new Listing(images.listImages('name', signal), () =>
        this.#grown(signal),
      ));
      if (this.#clearsRowsOf(session)) return [];
      await this.#withProgress(listing.ready);
      if (signal.aborted) return [];
      const nodes: TreeNode[] = listing.items.map(imageNode);
      if (listing.error !== undefined) nodes.push(...this.#failure(listing.error, undefined, signal));
      await this.#setState(nodes.length === 0 ? 'empty' : 'images');
      return isSignedOut(listing.error) ? await this.#signedOut() : nodes;
    } catch (error) {
      if (signal.aborted) return [];
      const failure = this.#failure(error, undefined, signal);
      if (isSignedOut(error)) return this.#signedOut();
      await this.#setState('images');
      return failure;
    }
  }

  /** The welcome text says more than a row could, and its links cure it. */
  async #signedOut(): Promise<TreeNode[]> {
    await this.#setState('signedOut');
    return [];
  }

  async #versionsOf(imageName: string, imageNodeId: string, signal: AbortSignal): Promise<TreeNode[]> {
    const { images } = await this.#activeSession.open();
    if (signal.aborted) return [];
    const listing =
      this.#versions.get(imageName) ??
      new Listing(images.listVersions(imageName, signal), () =>
        this.#changed.fire(this.#nodes.get(imageNodeId)),
      );
    this.#versions.set(imageName, listing);
    await listing.ready;
    const nodes: TreeNode[] = listing.items.map(versionNode);
    return listing.error === undefined
      ? nodes
      : [...nodes, ...this.#failure(listing.error, imageNodeId, signal)];
  }

  async #factsOf({ version: { imageName, number } }: VersionNode, signal: AbortSignal): Promise<TreeNode[]> {
    const { images } = await this.#activeSession.open();
    const [version, aliases] = await Promise.all([
      images.describeVersion(imageName, number, signal),
      images.listAliases(imageName, number, signal),
    ]);
    return [...factNodes(version, aliases)];
  }

  #failure(error: unknown, parentId: string | undefined, signal: AbortSignal): ErrorNode[] {
    if (signal.aborted) return [];
    this.#funnel.logFailure(error);
    if (isKnownError(error) && curedElsewhere.test(error.code)) this.#lacksCredentials = true;
    return [{ kind: 'error', id: `${parentId ?? ''}/error`, error, parentId }];
  }

  #grown(signal: AbortSignal): void {
    if (!signal.aborted) this.#changed.fire(undefined);
  }

  #showImageAnew(imageName: string): void {
    const image = this.#nodes.get(imageId(imageName));
    if (!image) this.#images = undefined;
    this.#changed.fire(image);
  }

  /**
   * VS Code shows the rows from before until there are others. Under another account's name those would be false: they
   * go at once.
   * @returns whether they have to.
   */
  #clearsRowsOf({ choice }: Session): boolean {
    const before = this.#shown;
    this.#shown = choice;
    if (!before || isSameSession(before, choice)) return false;
    setImmediate(() => this.#changed.fire(undefined));
    return true;
  }

  #loadAnew(): void {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#lacksCredentials = false;
    this.#images = undefined;
    this.#versions.clear();
    this.#nodes.clear();
    this.#changed.fire(undefined);
  }

  /** Loads what leads to a version, so that it can be revealed. */
  async #load(imageName: string): Promise<void> {
    if (!this.#nodes.has(imageId(imageName))) await this.#loadAllImages();
    const image = this.#nodes.get(imageId(imageName));
    if (!image) return;
    this.#versions.delete(imageName);
    await this.getChildren(image);
  }

  async #loadAllImages(): Promise<void> {
    this.#images = undefined;
    await this.getChildren();
    await this.#imagesComplete();
    await this.getChildren();
  }

  async #imagesComplete(): Promise<void> {
    await this.#images?.complete;
  }

  async #withProgress(work: Promise<void>): Promise<void> {
    await vscode.window.withProgress({ location: { viewId: views.explorer } }, () => work);
  }

  async #setState(state: ExplorerState): Promise<void> {
    await vscode.commands.executeCommand('setContext', contextKeys.explorerState, state);
  }
}

/** Codes of what is mended in the configuration's files, or by signing in. */
const curedElsewhere = /^(auth|profile|config|region)\./;

function isSignedOut(error: unknown): boolean {
  return hasCode(
    error,
    'auth.missing',
    'auth.signedOut',
    'auth.expired',
    'auth.invalid',
    'profile.unknown',
    'region.missing',
  );
}
