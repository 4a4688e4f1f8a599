import type { VersionRef } from '../model.ts';
import type { TreeNode } from '../tree.ts';
import type { LoadedRows } from './loadedRows.ts';

/**
 * Loads what leads to a version, so that it can be revealed: its image, and as many of the image's versions as it takes.
 * @param read reads the rows below one, or the topmost rows.
 */
export async function loadWayTo(
  { imageName, number }: Pick<VersionRef, 'imageName' | 'number'>,
  { nodes, images, versions }: Pick<LoadedRows, 'nodes' | 'images' | 'versions'>,
  read: (parent?: TreeNode) => Promise<unknown>,
): Promise<void> {
  if (!nodes.image(imageName)) {
    images.forget();
    await read();
    await images.complete();
    await read();
  }
  const image = nodes.image(imageName);
  if (!image) return;
  versions.forget(imageName);
  await read(image);
  await versions.readUntil({ imageName, number });
  await read(image);
}
