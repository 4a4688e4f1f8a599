import type { Listing } from '../listing.ts';
import type { Image, ImageVersion } from '../model.ts';
import type { ImageStore } from '../ports.ts';
import {
  factNodes,
  imageId,
  type ErrorNode,
  type ImageNode,
  type TreeNode,
  type VersionNode,
} from '../tree.ts';
import type { ExplorerQuery } from './explorerQuery.ts';
import type { ImageRows } from './explorerState.ts';
import { unique } from './knownNodes.ts';
import type { LoadedRows } from './loadedRows.ts';

export interface RowReaderContext {
  readonly rows: LoadedRows;
  readonly query: ExplorerQuery;
  readonly store: (signal: AbortSignal) => Promise<ImageStore>;
  /** Ends with the session: after it, nothing is read and nothing is told. */
  readonly signal: AbortSignal;
  /** Told of a row that says something else now. */
  readonly onRowChange: (node: TreeNode) => void;
  /** Told of an image that has more versions now; of none when there are more images. */
  readonly onGrowth: (imageName?: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Reads rows: images, the versions of one that is opened, and a version's facts. A failure is a row in their place. */
export class RowReader {
  readonly #context: RowReaderContext;

  constructor(context: RowReaderContext) {
    this.#context = context;
  }

  /** Begins to list the images, unless that was begun. The request is on its way when this returns. */
  listImages(images: ImageStore): Listing<Image> {
    const { rows, query, signal, onGrowth } = this.#context;
    return rows.images.list(images, query, signal, () => onGrowth());
  }

  /** The topmost rows, of what was listed until now. */
  imageRows({ items, error }: Listing<Image>): ImageRows {
    const images = unique(items.map((image) => this.#imageNode(image)));
    return { nodes: this.#known([...images, ...this.#failedRows(error)]), error };
  }

  /** The topmost rows where the images could not even be asked for. */
  rowsOfFailure(error: unknown): ImageRows {
    return { nodes: this.#known(this.#failedRows(error)), error };
  }

  /** Loads the rows below another. */
  async childrenOf(parent: TreeNode): Promise<readonly TreeNode[]> {
    try {
      if (parent.kind === 'image') return this.#known(await this.#versionRows(parent.image.name));
      if (parent.kind === 'version') return this.#known(await this.#factRows(parent));
      return [];
    } catch (error) {
      return this.#known(this.#failedRows(error, parent.id));
    }
  }

  async #versionRows(imageName: string): Promise<readonly TreeNode[]> {
    const { rows, store, signal, onGrowth } = this.#context;
    rows.open.open(imageName);
    const images = await store(signal);
    const read = (): ReturnType<ImageStore['listVersions']> => images.listVersions(imageName, signal);
    const listing = rows.versions.list(imageName, read, () => onGrowth(imageName));
    await listing.ready;
    if (signal.aborted) return [];
    this.#noteListed(imageName, listing);
    const versions = unique(listing.items.map((version) => this.#versionNode(version)));
    return [...versions, ...this.#failedRows(listing.error, imageId(imageName))];
  }

  async #factRows({ version, id }: VersionNode): Promise<readonly TreeNode[]> {
    const { rows, signal } = this.#context;
    const { details, aliases, aliasProblem } = await rows.details.facts(version, signal);
    return [...factNodes(details, aliases), ...this.#failedRows(aliasProblem, id)];
  }

  #imageNode(image: Image): ImageNode {
    const { nodes, details } = this.#context.rows;
    const node = nodes.putImage(image);
    node.latest = details.knownLatest(image.name);
    return node;
  }

  #versionNode(version: ImageVersion): VersionNode {
    const { nodes, details } = this.#context.rows;
    const node = nodes.putVersion(version);
    node.facts = details.knownFacts(version);
    return node;
  }

  /** Says in the image's row what its versions tell of it. */
  #noteListed(imageName: string, { items, isPaused, error }: Listing<ImageVersion>): void {
    const { rows, onRowChange } = this.#context;
    const node = rows.nodes.image(imageName);
    if (!node) return;
    const versionsShown = isPaused ? items.length : undefined;
    if (node.versionsShown !== versionsShown) {
      node.versionsShown = versionsShown;
      onRowChange(node);
    }
    if (error === undefined) rows.details.noteLatest(imageName, items[0] ?? null);
  }

  /** A row for what failed, if anything did. */
  #failedRows(error: unknown, parentId?: string): readonly ErrorNode[] {
    const { signal, onFailure } = this.#context;
    if (error === undefined || signal.aborted) return [];
    onFailure(error);
    return [{ kind: 'error', id: `${parentId ?? ''}/error`, error, parentId }];
  }

  #known(read: readonly TreeNode[]): readonly TreeNode[] {
    const { rows, signal } = this.#context;
    if (signal.aborted) return [];
    rows.nodes.add(read);
    return read;
  }
}
