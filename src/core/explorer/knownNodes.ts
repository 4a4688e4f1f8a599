import type { Image, ImageVersion } from '../model.ts';
import {
  imageId,
  imageNode,
  versionId,
  versionNode,
  type ErrorNode,
  type FactNode,
  type ImageNode,
  type TreeNode,
  type VersionNode,
} from '../tree.ts';

type Changeable<N> = { -readonly [K in keyof N]: N[K] };
export type KnownImage = Changeable<ImageNode>;
export type KnownVersion = Changeable<VersionNode>;

/**
 * The nodes that VS Code knows, by id. It knows a row by the very object it was given: that stays the same while what is
 * known of it changes.
 */
export class KnownNodes {
  readonly #nodes = new Map<string, KnownImage | KnownVersion | FactNode | ErrorNode>();

  get(id: string): TreeNode | undefined {
    return this.#nodes.get(id);
  }

  image(imageName: string): KnownImage | undefined {
    const node = this.#nodes.get(imageId(imageName));
    return node?.kind === 'image' ? node : undefined;
  }

  version(ref: Pick<ImageVersion, 'imageName' | 'number'>): KnownVersion | undefined {
    const node = this.#nodes.get(versionId(ref));
    return node?.kind === 'version' ? node : undefined;
  }

  /** The node that another one stands below; undefined for what stands at the top. */
  parentOf(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'image':
        return undefined;
      case 'version':
        return this.image(node.version.imageName);
      case 'fact':
        return this.#nodes.get(node.id.slice(0, node.id.lastIndexOf('/')));
      case 'error':
        return node.parentId === undefined ? undefined : this.#nodes.get(node.parentId);
    }
  }

  /** Puts an image's newest state into its node. */
  putImage(image: Image): KnownImage {
    const node: KnownImage = this.image(image.name) ?? imageNode(image);
    node.image = image;
    this.#nodes.set(node.id, node);
    return node;
  }

  /** Puts a version's newest state into its node. */
  putVersion(version: ImageVersion): KnownVersion {
    const node: KnownVersion = this.version(version) ?? versionNode(version);
    node.version = version;
    this.#nodes.set(node.id, node);
    return node;
  }

  add(nodes: readonly TreeNode[]): void {
    for (const node of nodes) this.#nodes.set(node.id, node);
  }

  /** Forgets a node, and all that stand below it. */
  delete(id: string): void {
    for (const other of this.#nodes.keys()) {
      if (other === id || other.startsWith(`${id}/`)) this.#nodes.delete(other);
    }
  }
}

/** A listing may name what changes meanwhile on two of its pages; VS Code takes each row once. */
export function unique<N extends TreeNode>(nodes: readonly N[]): readonly N[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}
