import type { ImageListing } from './imageListing.ts';
import type { KnownNodes } from './knownNodes.ts';
import type { OpenImages } from './openImages.ts';
import type { RowDetails } from './rowDetails.ts';
import type { VersionListings } from './versionListings.ts';

/** What was loaded in one session: what is listed, what is known of it, and the nodes that stand for it. */
export interface LoadedRows {
  readonly nodes: KnownNodes;
  readonly open: OpenImages;
  readonly images: ImageListing;
  readonly versions: VersionListings;
  readonly details: RowDetails;
}
