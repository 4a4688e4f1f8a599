import type { Listing } from '../listing.ts';
import type { Image, ImageVersion, VersionRef } from '../model.ts';
import type { Clock, ImageStore } from '../ports.ts';
import type { TreeNode } from '../tree.ts';
import { BatchedChanges } from './batchedChanges.ts';
import { ChangingRows } from './changingRows.ts';
import type { ExplorerQuery } from './explorerQuery.ts';
import type { ImageRows } from './explorerState.ts';
import { isCuredElsewhere } from './failures.ts';
import { ImageListing } from './imageListing.ts';
import { KnownNodes } from './knownNodes.ts';
import type { LoadedRows } from './loadedRows.ts';
import { OpenImages } from './openImages.ts';
import { RowDetails, type RowDetailsContext } from './rowDetails.ts';
import { RowReader } from './rowReader.ts';
import { RowUpdates, type ChangedVersion } from './rowUpdates.ts';
import { VersionListings } from './versionListings.ts';
import { loadWayTo } from './wayToVersion.ts';

export interface ExplorerTreeContext {
  readonly clock: Clock;
  readonly query: ExplorerQuery;
  /** The images of the session that the tree is of. */
  readonly openStore: () => Promise<ImageStore>;
  readonly isVisible: () => boolean;
  /** Told of rows that say something else now. */
  readonly onRowsChange: (rows: readonly TreeNode[]) => void;
  /** Told of a row that has other rows below it now; of none when the topmost rows are others. */
  readonly onChildrenChange: (parent: TreeNode | undefined) => void;
  readonly onVersionChange: (changed: ChangedVersion) => void;
  readonly onFailure: (error: unknown) => void;
}

/**
 * The rows of one session, from when they are first asked for until they are all loaded anew: images, their versions,
 * and a version's facts, each loaded when it is opened. A tree that has ended tells of nothing that comes late.
 */
export class ExplorerTree {
  readonly #context: ExplorerTreeContext;
  readonly #ended = new AbortController();
  readonly #rowChanges: BatchedChanges<TreeNode>;
  readonly #rows: LoadedRows;
  readonly #updates: RowUpdates;
  readonly #reader: RowReader;
  readonly #changing: ChangingRows;
  #lacksCredentials = false;

  constructor(context: ExplorerTreeContext) {
    this.#context = context;
    const { clock, query, isVisible, onVersionChange } = context;
    const { signal } = this.#ended;
    this.#rowChanges = new BatchedChanges(clock, (rows) => context.onRowsChange(rows));
    const shared = {
      signal,
      store: (wanted: AbortSignal) => this.#store(wanted),
      onRowChange: (node: TreeNode) => this.#rowChanges.add(node),
      onFailure: (error: unknown) => this.#noteFailure(error),
    };
    this.#rows = this.#noRows(shared);
    const rows = this.#rows;
    this.#updates = new RowUpdates({
      ...shared,
      rows,
      onChildrenChange: (image) => this.#tellChildren(image),
      onVersionChange,
      onStateChange: () => this.followChanging(),
    });
    this.#reader = new RowReader({
      ...shared,
      rows,
      query,
      onGrowth: (imageName) => this.#tellGrowth(imageName),
    });
    this.#changing = new ChangingRows({ ...shared, rows, clock, updates: this.#updates, isVisible });
  }

  get isEnded(): boolean {
    return this.#ended.signal.aborted;
  }

  /** Whether anything could not be loaded that other credentials may cure. */
  get lacksCredentials(): boolean {
    return this.#lacksCredentials;
  }

  /** Begins to list the images, unless that was begun. The request is on its way when this returns. */
  listImages(images: ImageStore): Listing<Image> {
    return this.#reader.listImages(images);
  }

  /** The topmost rows, of what was listed until now. */
  imageRows(listing: Listing<Image>): ImageRows {
    const rows = this.#reader.imageRows(listing);
    this.followChanging();
    return rows;
  }

  /** The topmost rows where the images could not even be asked for. */
  rowsOfFailure(error: unknown): ImageRows {
    return this.#reader.rowsOfFailure(error);
  }

  /** Loads the rows below another; an error's row is among them where something could not be loaded. */
  async childrenOf(parent: TreeNode): Promise<readonly TreeNode[]> {
    const rows = await this.#reader.childrenOf(parent);
    this.followChanging();
    return rows;
  }

  parentOf(node: TreeNode): TreeNode | undefined {
    return this.#rows.nodes.parentOf(node);
  }

  /** The row of a version, or that of its image. */
  find(ref: VersionRef): TreeNode | undefined {
    const { nodes } = this.#rows;
    return nodes.version(ref) ?? nodes.image(ref.imageName);
  }

  /** Loads a version's row, and what leads to it. @param read reads the rows below one, or the topmost rows. */
  async loadWayTo(ref: VersionRef, read: (parent?: TreeNode) => Promise<unknown>): Promise<void> {
    if (!this.#rows.nodes.version(ref)) await loadWayTo(ref, this.#rows, read);
  }

  /** Fetches in the background what rows in view say beside what is listed: those below a row, or the topmost. */
  fillIn(parent?: TreeNode): void {
    const { images, versions, open, details } = this.#rows;
    if (!parent) details.fillInImages(images.items, this.#ended.signal);
    if (parent?.kind !== 'image') return;
    const { name } = parent.image;
    const signal = open.signalOf(name);
    if (signal) details.fillInVersions(versions.itemsOf(name), signal);
  }

  /** Reads the next page of an image's versions. */
  async loadMore(imageName: string): Promise<void> {
    await this.#rows.versions.readMore(imageName);
    this.#tellGrowth(imageName);
  }

  /** Reads again what could not be read. @returns false for what stands below no row: all is to be read again then. */
  retry(failed: TreeNode): boolean {
    const parent = failed.kind === 'error' ? this.parentOf(failed) : undefined;
    if (!parent) return false;
    if (parent.kind === 'image') this.#rows.versions.forget(parent.image.name);
    if (parent.kind === 'version') this.#rows.details.retry(parent.version);
    this.#tellChildren(parent);
    return true;
  }

  /** Shows a version's new state, and the version itself when it is new here. */
  update(version: ImageVersion): void {
    this.#updates.update(version);
  }

  /** Reads an image and its versions again, as after one of them was changed, created or deleted. */
  reloadVersions(imageName: string): void {
    this.#updates.reloadVersions(imageName);
  }

  /** VS Code keeps the rows of an image that is closed and opened again; what was ended then goes on now. */
  onOpened(node: TreeNode): void {
    if (node.kind !== 'image') return;
    this.#rows.open.open(node.image.name);
    this.fillIn(node);
    this.followChanging();
  }

  /** What is fetched for the rows of an image ends when it is closed. */
  onClosed(node: TreeNode): void {
    if (node.kind !== 'image') return;
    this.#rows.open.close(node.image.name);
    this.followChanging();
  }

  /** Fetches what selected rows say beside what is listed. */
  onSelected(nodes: readonly TreeNode[]): void {
    void this.#rows.details.select(nodes, this.#ended.signal);
  }

  /** Fetches what a row's tooltip says. */
  onPointedAt(node: TreeNode): Promise<void> {
    return this.#rows.details.pointAt(node, this.#ended.signal);
  }

  /** What SageMaker is at work on is looked at while it is in view, and nothing else is. */
  followChanging(): void {
    if (!this.isEnded) this.#changing.follow();
  }

  /** Ends what is being loaded: it is loaded anew, or for another session. */
  end(): void {
    this.#ended.abort();
    this.#rows.open.closeAll();
    this.#changing.stop();
    this.#rowChanges.clear();
  }

  #noRows(shared: Pick<RowDetailsContext, 'store' | 'onRowChange' | 'onFailure'>): LoadedRows {
    const nodes = new KnownNodes();
    return {
      nodes,
      open: new OpenImages(),
      images: new ImageListing(),
      versions: new VersionListings(),
      details: new RowDetails({
        ...shared,
        nodes,
        onOtherState: (version) => void this.#updates.putVersion(version),
      }),
    };
  }

  #tellChildren(parent: TreeNode | undefined): void {
    if (!this.isEnded) this.#context.onChildrenChange(parent);
  }

  #tellGrowth(imageName: string | undefined): void {
    if (imageName === undefined) this.#tellChildren(undefined);
    else this.#updates.showVersionsAnew(imageName);
  }

  #noteFailure(error: unknown): void {
    if (isCuredElsewhere(error)) this.#lacksCredentials = true;
    this.#context.onFailure(error);
  }

  /** The images of the session in use, for whoever still wants them. */
  async #store(wanted: AbortSignal): Promise<ImageStore> {
    const images = await this.#context.openStore();
    wanted.throwIfAborted();
    return images;
  }
}
