import { Listing } from '../listing.ts';
import type { ImageVersion } from '../model.ts';
import type { Pages } from '../ports.ts';

/** One page of the service: the rows come with one round trip. */
const versionsAtATime = 100;

type VersionKey = Pick<ImageVersion, 'imageName' | 'number'>;

/** The versions of images, by the image's name: the newest ones first, and as many as somebody wanted to see. */
export class VersionListings {
  readonly #listings = new Map<string, Listing<ImageVersion>>();
  /** How many were listed of images whose versions are to be listed again. */
  readonly #amounts = new Map<string, number>();

  /** What was listed until now. */
  itemsOf(imageName: string): readonly ImageVersion[] {
    return this.#listings.get(imageName)?.items ?? [];
  }

  /** Begins to list an image's versions, unless that was begun. */
  list(imageName: string, read: () => Pages<ImageVersion>, onGrowth: () => void): Listing<ImageVersion> {
    const known = this.#listings.get(imageName);
    if (known) return known;
    const listing = new Listing(read(), onGrowth, this.#amounts.get(imageName) ?? versionsAtATime);
    this.#listings.set(imageName, listing);
    return listing;
  }

  /** Reads another page. */
  async readMore(imageName: string): Promise<void> {
    await this.#listings.get(imageName)?.readMore(versionsAtATime);
  }

  /** Reads on until a version is there, or all versions are that are as new as it. */
  async readUntil({ imageName, number }: VersionKey): Promise<void> {
    const listing = this.#listings.get(imageName);
    const isThere = (): boolean => (listing?.items.at(-1)?.number ?? 0) <= number;
    if (!listing || isThere()) return;
    await listing.reached;
    if (!listing.isPaused || isThere()) return;
    await listing.readMore(versionsAtATime);
    await this.readUntil({ imageName, number });
  }

  /** Lets the next one who wants them list them anew, as far as they were listed. */
  forget(imageName: string): void {
    this.#amounts.set(imageName, Math.max(this.itemsOf(imageName).length, versionsAtATime));
    this.#listings.delete(imageName);
  }

  /** Forgets the versions of an image that is gone. */
  delete(imageName: string): void {
    this.#listings.delete(imageName);
  }

  /** Puts a version's newer state in its place. @returns whether it is listed */
  replace(version: ImageVersion): boolean {
    const listing = this.#listings.get(version.imageName);
    return listing?.replace(version, ({ number }) => number === version.number) ?? false;
  }

  remove({ imageName, number }: VersionKey): void {
    this.#listings.get(imageName)?.remove((version) => version.number === number);
  }
}
