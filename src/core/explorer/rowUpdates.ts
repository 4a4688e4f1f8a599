import { isCancellation } from '../errors.ts';
import type { Image, ImageVersion } from '../model.ts';
import type { ImageStore } from '../ports.ts';
import { imageId, versionId, type ImageNode, type TreeNode } from '../tree.ts';
import { goneAs } from './failures.ts';
import type { LoadedRows } from './loadedRows.ts';

/** A version, or every version of an image, whose state may be another one now. */
export interface ChangedVersion {
  readonly imageName: string;
  readonly number?: number;
}

export interface RowUpdatesContext {
  readonly rows: LoadedRows;
  readonly store: (signal: AbortSignal) => Promise<ImageStore>;
  /** Ends with the session. */
  readonly signal: AbortSignal;
  /** Told of a row that says something else now. */
  readonly onRowChange: (node: TreeNode) => void;
  /** Told of an image that has other rows below it now; of none when the topmost rows are others. */
  readonly onChildrenChange: (image: ImageNode | undefined) => void;
  readonly onVersionChange: (changed: ChangedVersion) => void;
  /** Told when something may have begun to change by itself. */
  readonly onStateChange: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** Brings the rows up to date with what is learned of images and versions otherwise than by listing them. */
export class RowUpdates {
  readonly #context: RowUpdatesContext;

  constructor(context: RowUpdatesContext) {
    this.#context = context;
  }

  /** Shows a version's new state, and the version itself when it is new here. */
  update(version: ImageVersion): void {
    const { details, open } = this.#context.rows;
    if (!this.putVersion(version)) {
      this.reloadVersions(version.imageName);
      return;
    }
    if (!details.knownFacts(version)) return;
    details.expire(version);
    const signal = open.signalOf(version.imageName);
    if (signal) details.fillInVersions([version], signal);
  }

  /** Reads an image and its versions again. */
  reloadVersions(imageName: string): void {
    const { rows, signal, onVersionChange } = this.#context;
    void this.#describeAgain(imageName);
    for (const version of rows.versions.itemsOf(imageName)) rows.details.expire(version);
    rows.versions.forget(imageName);
    rows.details.refreshLatest(imageName, signal);
    this.showVersionsAnew(imageName);
    onVersionChange({ imageName });
  }

  /** Lets the versions below an image be shown anew; all images, when this one is new here. */
  showVersionsAnew(imageName: string): void {
    const { rows, onChildrenChange } = this.#context;
    const image = rows.nodes.image(imageName);
    if (!image) rows.images.forget();
    onChildrenChange(image);
  }

  /** Puts a version's new state into its row. @returns whether it is listed */
  putVersion(version: ImageVersion): boolean {
    const { rows, onRowChange, onVersionChange, onStateChange } = this.#context;
    if (!rows.versions.replace(version)) return false;
    const node = rows.nodes.version(version);
    if (node) {
      node.version = version;
      onRowChange(node);
    }
    const { imageName } = version;
    if (rows.versions.itemsOf(imageName)[0] === version) rows.details.noteLatest(imageName, version);
    onVersionChange(version);
    onStateChange();
    return true;
  }

  /** Puts an image's new state into its row. */
  putImage(image: Image): void {
    const { rows, onRowChange, onStateChange } = this.#context;
    rows.images.replace(image);
    onRowChange(rows.nodes.putImage(image));
    onStateChange();
  }

  removeImage(imageName: string): void {
    const { rows, onChildrenChange, onVersionChange } = this.#context;
    rows.images.remove(imageName);
    rows.open.close(imageName);
    rows.versions.delete(imageName);
    rows.nodes.delete(imageId(imageName));
    onVersionChange({ imageName });
    onChildrenChange(undefined);
  }

  removeVersion({ imageName, number }: Pick<ImageVersion, 'imageName' | 'number'>): void {
    const { rows, onVersionChange } = this.#context;
    rows.versions.remove({ imageName, number });
    rows.nodes.delete(versionId({ imageName, number }));
    rows.details.forgetLatest(imageName);
    onVersionChange({ imageName, number });
    this.showVersionsAnew(imageName);
  }

  async #describeAgain(imageName: string): Promise<void> {
    const { rows, store, signal, onFailure } = this.#context;
    if (!rows.nodes.image(imageName)) return;
    try {
      const images = await store(signal);
      const now = await images.describeImage(imageName, signal).catch(goneAs('image.notFound'));
      signal.throwIfAborted();
      if (now) this.putImage(now);
      else this.removeImage(imageName);
    } catch (error) {
      if (!isCancellation(error)) onFailure(error);
    }
  }
}
