import type { ExplorerQuery } from '../../../../src/core/explorer/explorerQuery.ts';
import { usualQuery } from '../../../../src/core/explorer/explorerQuery.ts';
import { ExplorerTree } from '../../../../src/core/explorer/explorerTree.ts';
import type { ChangedVersion } from '../../../../src/core/explorer/rowUpdates.ts';
import type { ImageStore } from '../../../../src/core/ports.ts';
import type { ImageNode, TreeNode, VersionNode } from '../../../../src/core/tree.ts';
import { ManualClock, settled } from '../../../support/clocks.ts';

/** A tree over an in-memory store, and everything that it told. */
export class TreeFixture {
  readonly tree: ExplorerTree;
  readonly clock = new ManualClock();
  isVisible = true;
  /** Rows that say something else now. */
  readonly rowChanges: TreeNode[] = [];
  /** Whose children are others now; undefined for the topmost rows. */
  readonly childrenChanges: (TreeNode | undefined)[] = [];
  readonly versionChanges: ChangedVersion[] = [];
  readonly failures: unknown[] = [];
  readonly #images: ImageStore;

  constructor(images: ImageStore, query: ExplorerQuery = usualQuery) {
    this.#images = images;
    this.tree = new ExplorerTree({
      clock: this.clock,
      query,
      openStore: () => Promise.resolve(images),
      isVisible: () => this.isVisible,
      onRowsChange: (rows) => this.rowChanges.push(...rows),
      onChildrenChange: (parent) => this.childrenChanges.push(parent),
      onVersionChange: ({ imageName, number }) =>
        this.versionChanges.push({ imageName, ...(number !== undefined && { number }) }),
      onFailure: (error) => this.failures.push(error),
    });
  }

  /** The topmost rows, or those below another, as they are after a first page. */
  readonly read = async (parent?: TreeNode): Promise<readonly TreeNode[]> => {
    if (parent) return this.tree.childrenOf(parent);
    const listing = this.tree.listImages(this.#images);
    await listing.ready;
    return this.tree.imageRows(listing).nodes;
  };

  async image(name = 'notebook'): Promise<ImageNode> {
    const image = (await this.read()).find((node) => node.kind === 'image' && node.image.name === name);
    if (image?.kind !== 'image') throw new Error(`There is no image ${name}.`);
    return image;
  }

  async version(number: number, imageName = 'notebook'): Promise<VersionNode> {
    const versions = await this.read(await this.image(imageName));
    const version = versions.find((node) => node.kind === 'version' && node.version.number === number);
    if (version?.kind !== 'version') throw new Error(`There is no version ${number}.`);
    return version;
  }

  /** Lets seconds pass, one by one. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await this.clock.advance(1_000);
      await settled();
    }
  }
}

/** What rows stand for, the short way: an image's name, a version's number, a fact, or "error". */
export function briefly(nodes: readonly TreeNode[]): readonly (string | number)[] {
  return nodes.map((node) => {
    switch (node.kind) {
      case 'image':
        return node.image.name;
      case 'version':
        return node.version.number;
      case 'fact':
        return node.fact;
      case 'error':
        return 'error';
    }
  });
}
