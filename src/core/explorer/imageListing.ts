import { Listing } from '../listing.ts';
import type { Image } from '../model.ts';
import type { ImageStore, Pages } from '../ports.ts';
import { hasStatus, type ExplorerQuery } from './explorerQuery.ts';

/** The images that match the filter, read page by page, and again when that is wanted. */
export class ImageListing {
  #listing: Listing<Image> | undefined;

  /** What was listed until now. */
  get items(): readonly Image[] {
    return this.#listing?.items ?? [];
  }

  /** Begins to list them, unless that was begun. The request is on its way when this returns. */
  list(
    images: Pick<ImageStore, 'listImages'>,
    query: ExplorerQuery,
    signal: AbortSignal,
    onGrowth: () => void,
  ): Listing<Image> {
    return (this.#listing ??= new Listing(matching(images.listImages(query, signal), query), onGrowth));
  }

  /** Lets the next one who wants them list them anew. */
  forget(): void {
    this.#listing = undefined;
  }

  /** Resolves when all that is being listed has come. */
  async complete(): Promise<void> {
    await this.#listing?.complete;
  }

  /** Puts an image's newer state in its place. */
  replace(image: Image): void {
    this.#listing?.replace(image, ({ name }) => name === image.name);
  }

  remove(imageName: string): void {
    this.#listing?.remove(({ name }) => name === imageName);
  }
}

async function* matching(pages: Pages<Image>, query: ExplorerQuery): Pages<Image> {
  for await (const page of pages) yield page.filter((image) => hasStatus(query, image));
}
