/** In which order SageMaker lists images and versions, and which of them it lists. */

import type { ImageRecord, ImageStore, VersionRecord } from './imageStore.ts';
import type { sagemakerOperations } from './sagemakerConstraints.ts';
import type { ValueOf } from './shapes.ts';

type ListImages = ValueOf<typeof sagemakerOperations.ListImages.input>;
type ListImageVersions = ValueOf<typeof sagemakerOperations.ListImageVersions.input>;
type ImageOrder = NonNullable<ListImages['SortBy']>;
type VersionOrder = NonNullable<ListImageVersions['SortBy']>;
type Direction = NonNullable<ListImages['SortOrder']>;
type Order<Item> = (a: Item, b: Item) => number;

const imageOrders: Readonly<Record<ImageOrder, Order<ImageRecord>>> = {
  CREATION_TIME: (a, b) => a.creationTime - b.creationTime,
  LAST_MODIFIED_TIME: (a, b) => a.lastModifiedTime - b.lastModifiedTime,
  IMAGE_NAME: (a, b) => (a.name < b.name ? -1 : 1),
};

const versionOrders: Readonly<Record<VersionOrder, Order<VersionRecord>>> = {
  CREATION_TIME: (a, b) => a.creationTime - b.creationTime || a.number - b.number,
  LAST_MODIFIED_TIME: (a, b) => a.lastModifiedTime - b.lastModifiedTime || a.number - b.number,
  VERSION: (a, b) => a.number - b.number,
};

/** The store's images as ListImages sorts them. */
export function imagesInOrder(
  store: ImageStore,
  sortBy: ImageOrder,
  direction: Direction,
): readonly ImageRecord[] {
  return store.images.inOrder(`${sortBy} ${direction}`, directed(direction, imageOrders[sortBy]));
}

/** An image's versions as ListImageVersions sorts them. */
export function versionsInOrder(
  image: ImageRecord,
  sortBy: VersionOrder,
  direction: Direction,
): readonly VersionRecord[] {
  return image.versions.inOrder(`${sortBy} ${direction}`, directed(direction, versionOrders[sortBy]));
}

function directed<Item>(direction: Direction, order: Order<Item>): Order<Item> {
  return direction === 'ASCENDING' ? order : (a, b) => order(b, a);
}

interface TimeFilters {
  readonly CreationTimeAfter?: number | undefined;
  readonly CreationTimeBefore?: number | undefined;
  readonly LastModifiedTimeAfter?: number | undefined;
  readonly LastModifiedTimeBefore?: number | undefined;
}

/** The limits themselves are inside. */
export function timeFilter(filters: TimeFilters): (item: ImageRecord | VersionRecord) => boolean {
  const { CreationTimeAfter: createdAfter = 0, LastModifiedTimeAfter: modifiedAfter = 0 } = filters;
  const { CreationTimeBefore: createdBefore = Infinity, LastModifiedTimeBefore: modifiedBefore = Infinity } =
    filters;
  return ({ creationTime, lastModifiedTime }) =>
    createdAfter <= creationTime &&
    creationTime <= createdBefore &&
    modifiedAfter <= lastModifiedTime &&
    lastModifiedTime <= modifiedBefore;
}
