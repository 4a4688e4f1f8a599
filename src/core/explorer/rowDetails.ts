import { isCancellation } from '../errors.ts';
import type { Image, ImageVersion } from '../model.ts';
import type { ImageStore } from '../ports.ts';
import { versionId, type TreeNode, type VersionFacts } from '../tree.ts';
import type { KnownNodes } from './knownNodes.ts';
import { LazyValues } from './lazyValues.ts';
import { VersionFactsSource } from './versionFacts.ts';
import { WorkQueue } from './workQueue.ts';

/**
 * VS Code does not say which rows are in view. A row is 22 pixels high: on most screens this many are, and of an image
 * that was just opened they are the topmost ones. Any other row gets its details when it is pointed at or selected.
 */
const screenful = 30;

export interface RowDetailsContext {
  readonly nodes: KnownNodes;
  readonly store: (signal: AbortSignal) => Promise<ImageStore>;
  readonly onRowChange: (node: TreeNode) => void;
  /** Told of a version that is in another state than it was listed in. */
  readonly onOtherState: (version: ImageVersion) => void;
  readonly onFailure: (error: unknown) => void;
}

/** What a row says that takes calls of its own: a version's facts, and an image's latest version. */
export class RowDetails {
  readonly #context: RowDetailsContext;
  readonly #source = new VersionFactsSource();
  readonly #facts: LazyValues<ImageVersion, VersionFacts>;
  /** By the image's name; null for an image without versions. */
  readonly #latest: LazyValues<string, ImageVersion | null>;
  /** Rows that are pointed at: showing them anew would take away the tooltip that they are about to get. */
  readonly #pointedAt = new Set<string>();

  constructor(context: RowDetailsContext) {
    this.#context = context;
    const { store, onFailure } = context;
    const queue = new WorkQueue();
    this.#facts = new LazyValues({
      queue,
      level: 'versionFacts',
      idOf: (version) => versionId(version),
      fetch: async (version, signal) => this.#source.fetch(await store(signal), version, signal),
      onArrival: (version, facts) => this.#showFacts(version, facts),
      onFailure,
    });
    this.#latest = new LazyValues({
      queue,
      level: 'latestVersion',
      idOf: (imageName) => imageName,
      fetch: async (imageName, signal) =>
        (await (await store(signal)).findLatestVersion(imageName, signal)) ?? null,
      onArrival: (imageName, latest) => this.#showLatest(imageName, latest),
      onFailure,
    });
  }

  /** The facts as far as they are known. */
  knownFacts(version: ImageVersion): VersionFacts | undefined {
    return this.#facts.get(version);
  }

  /** The latest version as far as it is known: null when there is none. */
  knownLatest(imageName: string): ImageVersion | null | undefined {
    return this.#latest.get(imageName);
  }

  /** The facts for somebody who waits for them. */
  facts(version: ImageVersion, signal: AbortSignal): Promise<VersionFacts> {
    return this.#facts.ask(version, signal);
  }

  /** Fetches in the background what the images in view say of their latest versions. */
  fillInImages(images: readonly Image[], signal: AbortSignal): void {
    this.#latest.prefetch(
      images.slice(0, screenful).map(({ name }) => name),
      signal,
    );
  }

  /** Fetches in the background what the versions in view say of themselves. */
  fillInVersions(versions: readonly ImageVersion[], signal: AbortSignal): void {
    this.#facts.prefetch(versions.slice(0, screenful), signal);
  }

  /** Fetches what is said of a row that somebody points at, which is not shown anew meanwhile. */
  async pointAt(node: TreeNode, signal: AbortSignal): Promise<void> {
    this.#pointedAt.add(node.id);
    await this.#ask(node, signal);
    this.#pointedAt.delete(node.id);
  }

  /** Fetches what is said of rows that somebody selected; of hundreds, only the first. */
  async select(nodes: readonly TreeNode[], signal: AbortSignal): Promise<void> {
    const versions = nodes.filter(({ kind }) => kind === 'version').slice(0, screenful);
    await Promise.all(versions.map((node) => this.#ask(node, signal)));
  }

  /** Takes over a latest version that was learned in another way. */
  noteLatest(imageName: string, latest: ImageVersion | null): void {
    this.#latest.set(imageName, latest);
    this.#showLatest(imageName, latest);
  }

  /** Fetches an image's latest version again where it was known: it may be another one now. */
  refreshLatest(imageName: string, signal: AbortSignal): void {
    if (this.#latest.get(imageName) === undefined) return;
    this.#latest.expire(imageName);
    this.#latest.prefetch([imageName], signal);
  }

  forgetLatest(imageName: string): void {
    this.#latest.forget(imageName);
  }

  /** Says that a version's facts may have changed. */
  expire(version: ImageVersion): void {
    this.#facts.expire(version);
  }

  /** Lets a version's facts be fetched again, its aliases also where they could not be listed. */
  retry(version: ImageVersion): void {
    this.#source.reset();
    this.#facts.expire(version);
  }

  async #ask(node: TreeNode, signal: AbortSignal): Promise<void> {
    try {
      if (node.kind === 'version') await this.#facts.ask(node.version, signal);
      if (node.kind === 'image') await this.#latest.ask(node.image.name, signal);
    } catch (error) {
      if (!isCancellation(error)) this.#context.onFailure(error);
    }
  }

  #showFacts(version: ImageVersion, facts: VersionFacts): void {
    const node = this.#context.nodes.version(version);
    if (!node) return;
    node.facts = facts;
    this.#showRow(node);
    // What was listed a while ago may be in another state by now.
    if (facts.details.status !== node.version.status) this.#context.onOtherState(facts.details);
  }

  #showLatest(imageName: string, latest: ImageVersion | null): void {
    const node = this.#context.nodes.image(imageName);
    if (!node) return;
    const isSame =
      node.latest !== undefined &&
      node.latest?.number === latest?.number &&
      node.latest?.status === latest?.status;
    node.latest = latest;
    if (!isSame) this.#showRow(node);
  }

  #showRow(node: TreeNode): void {
    if (!this.#pointedAt.has(node.id)) this.#context.onRowChange(node);
  }
}
