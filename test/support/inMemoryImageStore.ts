import { AppError } from '../../src/core/errors.ts';
import type {
  Image,
  ImageVersion,
  NewImage,
  NewVersion,
  VersionDetails,
  VersionRef,
} from '../../src/core/model.ts';
import type { ImageStore, Pages } from '../../src/core/ports.ts';
import { anImage, arnOfVersion, aVersion } from './builders.ts';
import { Calls, pagesOf } from './calls.ts';

type Operation = keyof ImageStore;

/** SageMaker as far as the core can tell: images and versions that stay CREATING until a test settles them. */
export class InMemoryImageStore implements ImageStore {
  readonly calls = new Calls<Operation>();
  pageSize = 100;

  readonly #region: string;
  readonly #images = new Map<string, Image>();
  readonly #versions = new Map<string, VersionDetails[]>();
  readonly #aliases = new Map<string, string[]>();
  readonly #byToken = new Map<string, VersionRef>();
  /** Numbers are never used twice, even when their version is gone. */
  readonly #lastNumbers = new Map<string, number>();

  constructor(region = 'us-east-1') {
    this.#region = region;
  }

  /** @returns the image as it is now, outside of any call. */
  imageNow(name: string): Image {
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

  add(image: Image, ...versions: readonly VersionDetails[]): this {
    this.#images.set(image.name, image);
    for (const version of versions) this.#put(version);
    return this;
  }

  /** Brings an image into its next status, CREATED unless told otherwise. */
  settleImage(name: string, change: Partial<Image> = { status: 'CREATED' }): void {
    this.#images.set(name, { ...this.imageNow(name), ...change });
  }

  settleVersion(
    imageName: string,
    number: number,
    change: Partial<VersionDetails> = { status: 'CREATED' },
  ): void {
    this.#put({ ...this.versionNow(imageName, number), ...change });
  }

  removeVersion(imageName: string, number: number): void {
    const others = this.versionsNow(imageName).filter((version) => version.number !== number);
    this.#versions.set(imageName, others);
  }

  async *listImages(order: 'name' | 'modified', signal: AbortSignal): Pages<Image> {
    const images = [...this.#images.values()].toSorted((one, other) =>
      order === 'name'
        ? one.name.localeCompare(other.name, 'en')
        : other.modifiedAt.getTime() - one.modifiedAt.getTime(),
    );
    for (const page of pagesOf(images, this.pageSize)) {
      yield await this.calls.make('listImages', [order], signal, () => page);
    }
  }

  describeImage(name: string, signal: AbortSignal): Promise<Image> {
    return this.calls.make('describeImage', [name], signal, () => this.imageNow(name));
  }

  createImage(image: NewImage, signal: AbortSignal): Promise<void> {
    return this.calls.make('createImage', [image], signal, () => {
      if (this.#images.has(image.name)) throw new AppError('image.exists', { name: image.name });
      this.add(anImage({ name: image.name, status: 'CREATING' }));
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

  addAliases(
    imageName: string,
    number: number,
    aliases: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    return this.calls.make('addAliases', [imageName, number, aliases], signal, () => {
      const { arn, status } = this.versionNow(imageName, number);
      if (status !== 'CREATED') {
        throw new AppError('request.invalid', { reason: 'The image version is in an invalid state.' });
      }
      const versions = this.versionsNow(imageName);
      const used = new Set(versions.flatMap((version) => this.#aliases.get(version.arn) ?? []));
      const taken = aliases.find((alias) => used.has(alias));
      if (taken !== undefined) {
        throw new AppError('image.inUse', { name: imageName, reason: `Alias ${taken} is in use.` });
      }
      this.#aliases.set(arn, [...(this.#aliases.get(arn) ?? []), ...aliases]);
    });
  }

  #put(version: VersionDetails): void {
    const { imageName, number } = version;
    const others = (this.#versions.get(imageName) ?? []).filter((other) => other.number !== number);
    this.#versions.set(imageName, [...others, version]);
    this.#lastNumbers.set(imageName, Math.max(number, this.#lastNumbers.get(imageName) ?? 0));
  }
}
