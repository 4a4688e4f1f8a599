import { AppError } from '../../src/core/errors.ts';
import type {
  Image,
  ImageChanges,
  ImageDetails,
  ImageVersion,
  NewImage,
  NewVersion,
  Tag,
  VersionChanges,
  VersionDetails,
  VersionRef,
} from '../../src/core/model.ts';
import type { ImageQuery, ImageStore, Pages } from '../../src/core/ports.ts';
import { anImage, arnOfVersion, aVersion } from './builders.ts';
import { Calls, pagesOf } from './calls.ts';

type Operation = keyof ImageStore;

const imageOrders: Record<ImageQuery['sortBy'], (one: Image, other: Image) => number> = {
  name: (one, other) => one.name.localeCompare(other.name, 'en'),
  created: (one, other) => other.createdAt.getTime() - one.createdAt.getTime(),
  modified: (one, other) => other.modifiedAt.getTime() - one.modifiedAt.getTime(),
};

/** SageMaker as far as the core can tell: images and versions that stay CREATING until a test settles them. */
export class InMemoryImageStore implements ImageStore {
  readonly calls = new Calls<Operation>();
  pageSize = 100;
  /** Of images that were created with tags. */
  readonly tags = new Map<string, readonly Tag[]>();

  readonly #region: string;
  readonly #images = new Map<string, ImageDetails>();
  readonly #versions = new Map<string, VersionDetails[]>();
  readonly #aliases = new Map<string, string[]>();
  readonly #byToken = new Map<string, VersionRef>();
  /** Numbers are never used twice, even when their version is gone. */
  readonly #lastNumbers = new Map<string, number>();

  constructor(region = 'us-east-1') {
    this.#region = region;
  }

  /** @returns the image as it is now, outside of any call. */
  imageNow(name: string): ImageDetails {
    const image = this.#images.get(name);
    if (!image) throw new AppError('image.notFound', { name, region: this.#region });
    return image;
  }

  versionNow(imageName: string, number: number): VersionDetails {
    const version = this.#versions.get(imageName)?.find((other) => other.number === number);
    if (!version) throw new AppError('version.notFound', { name: imageName, number });
    return version;
  }

  versionsNow(imageName: string): readonly VersionDetails[] {
    return (this.#versions.get(imageName) ?? []).toSorted((one, other) => other.number - one.number);
  }

  aliasesNow(imageName: string, number: number): readonly string[] {
    return this.#aliases.get(arnOfVersion({ imageName, number })) ?? [];
  }

  /** @returns the number of the version that has the alias. */
  ownerNow(imageName: string, alias: string): number | undefined {
    const has = ({ number }: VersionDetails): boolean => this.aliasesNow(imageName, number).includes(alias);
    return this.versionsNow(imageName).find(has)?.number;
  }

  add(image: ImageDetails, ...versions: readonly VersionDetails[]): this {
    this.#images.set(image.name, image);
    for (const version of versions) this.#put(version);
    return this;
  }

  /** Brings an image into its next status, CREATED unless told otherwise. */
  settleImage(name: string, change: Partial<ImageDetails> = { status: 'CREATED' }): void {
    this.#images.set(name, { ...this.imageNow(name), ...change });
  }

  settleVersion(
    imageName: string,
    number: number,
    change: Partial<VersionDetails> = { status: 'CREATED' },
  ): void {
    this.#put({ ...this.versionNow(imageName, number), ...change });
  }

  removeImage(name: string): void {
    this.#images.delete(name);
  }

  removeVersion(imageName: string, number: number): void {
    const others = this.versionsNow(imageName).filter((version) => version.number !== number);
    this.#versions.set(imageName, others);
  }

  async *listImages(query: ImageQuery, signal: AbortSignal): Pages<Image> {
    const part = query.nameContains?.toLowerCase() ?? '';
    const images = [...this.#images.values()]
      .filter(({ name }) => name.toLowerCase().includes(part))
      .toSorted(imageOrders[query.sortBy]);
    for (const page of pagesOf(images, this.pageSize)) {
      yield await this.calls.make('listImages', [query], signal, () => page);
    }
  }

  describeImage(name: string, signal: AbortSignal): Promise<ImageDetails> {
    return this.calls.make('describeImage', [name], signal, () => this.imageNow(name));
  }

  createImage(image: NewImage, signal: AbortSignal): Promise<void> {
    return this.calls.make('createImage', [image], signal, () => {
      if (this.#images.has(image.name)) throw new AppError('image.exists', { name: image.name });
      const { tags, ...details } = image;
      if (tags) this.tags.set(image.name, tags);
      this.add({ ...anImage({ name: image.name, status: 'CREATING' }), ...details });
    });
  }

  updateImage(name: string, changes: ImageChanges, signal: AbortSignal): Promise<void> {
    return this.calls.make('updateImage', [name, changes], signal, () => {
      const changed: Record<string, unknown> = { ...this.imageNow(name), ...changes };
      for (const [member, value] of Object.entries(changed)) if (value === null) delete changed[member];
      this.#images.set(name, changed as unknown as ImageDetails);
    });
  }

  deleteImage(name: string, signal: AbortSignal): Promise<void> {
    return this.calls.make('deleteImage', [name], signal, () => {
      const { status } = this.imageNow(name);
      if (status === 'DELETING') throw new AppError('image.inUse', { name, reason: status });
      this.settleImage(name, { status: 'DELETING' });
    });
  }

  async *listVersions(imageName: string, signal: AbortSignal): Pages<ImageVersion> {
    for (const page of pagesOf(this.versionsNow(imageName), this.pageSize)) {
      yield await this.calls.make('listVersions', [imageName], signal, () => page);
    }
  }

  findLatestVersion(imageName: string, signal: AbortSignal): Promise<ImageVersion | undefined> {
    return this.calls.make('findLatestVersion', [imageName], signal, () => this.versionsNow(imageName)[0]);
  }

  describeVersion(imageName: string, number: number, signal: AbortSignal): Promise<VersionDetails> {
    return this.calls.make('describeVersion', [imageName, number], signal, () =>
      this.versionNow(imageName, number),
    );
  }

  createVersion(version: NewVersion, signal: AbortSignal): Promise<VersionRef> {
    return this.calls.make('createVersion', [version], signal, () => {
      const replayed = this.#byToken.get(version.clientToken);
      if (replayed) return replayed;
      const { imageName, clientToken, ...answers } = version;
      if (this.imageNow(imageName).status !== 'CREATED') {
        throw new AppError('request.invalid', { reason: `Image ${imageName} is in an invalid state.` });
      }
      const number = (this.#lastNumbers.get(imageName) ?? 0) + 1;
      const created = aVersion({ ...answers, imageName, number, status: 'CREATING' });
      this.#put(created);
      const ref = { imageName, number, arn: created.arn };
      this.#byToken.set(clientToken, ref);
      return ref;
    });
  }

  listAliases(imageName: string, number: number, signal: AbortSignal): Promise<readonly string[]> {
    return this.calls.make('listAliases', [imageName, number], signal, () =>
      this.aliasesNow(imageName, number),
    );
  }

  findVersionByAlias(imageName: string, alias: string, signal: AbortSignal): Promise<number | undefined> {
    return this.calls.make('findVersionByAlias', [imageName, alias], signal, () =>
      this.ownerNow(imageName, alias),
    );
  }

  updateVersion(
    imageName: string,
    number: number,
    changes: VersionChanges,
    signal: AbortSignal,
  ): Promise<void> {
    return this.calls.make('updateVersion', [imageName, number, changes], signal, () => {
      const { aliasesToAdd = [], aliasesToRemove = [], ...metadata } = changes;
      const version = this.versionNow(imageName, number);
      if (version.status !== 'CREATED') {
        throw new AppError('request.invalid', { reason: 'The image version is in an invalid state.' });
      }
      const present = this.aliasesNow(imageName, number);
      if (aliasesToRemove.some((alias) => !present.includes(alias))) {
        throw new AppError('version.notFound', { name: imageName, number });
      }
      const kept = present.filter((alias) => !aliasesToRemove.includes(alias));
      const others = this.versionsNow(imageName).filter((other) => other.number !== number);
      const used = new Set([...kept, ...others.flatMap(({ arn }) => this.#aliases.get(arn) ?? [])]);
      const taken = aliasesToAdd.find((alias) => used.has(alias));
      if (taken !== undefined) {
        throw new AppError('image.inUse', { name: imageName, reason: `Alias ${taken} is in use.` });
      }
      this.#aliases.set(version.arn, [...kept, ...aliasesToAdd]);
      this.#put({ ...version, ...metadata });
    });
  }

  deleteVersion(imageName: string, number: number, signal: AbortSignal): Promise<void> {
    return this.calls.make('deleteVersion', [imageName, number], signal, () => {
      const { status } = this.versionNow(imageName, number);
      if (status === 'DELETING') throw new AppError('image.inUse', { name: imageName, reason: status });
      this.settleVersion(imageName, number, { status: 'DELETING' });
    });
  }

  #put(version: VersionDetails): void {
    const { imageName, number } = version;
    const others = (this.#versions.get(imageName) ?? []).filter((other) => other.number !== number);
    this.#versions.set(imageName, [...others, version]);
    this.#lastNumbers.set(imageName, Math.max(number, this.#lastNumbers.get(imageName) ?? 0));
  }
}
