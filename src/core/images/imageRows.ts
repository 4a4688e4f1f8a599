import type { Pages, Session } from '../ports.ts';
import type { ImageRow } from '../questions.ts';

/** The account's images, the latest changed first; their names are added to those known. */
export async function* imageRows(
  session: Session,
  knownImages: Set<string>,
  signal: AbortSignal,
): Pages<ImageRow> {
  for await (const page of session.images.listImages({ sortBy: 'modified' }, signal)) {
    for (const image of page) knownImages.add(image.name);
    yield page.map((image) => ({ kind: 'existing', image }));
  }
}

export async function withLatestVersion(
  session: Session,
  row: ImageRow,
  signal: AbortSignal,
): Promise<ImageRow> {
  if (row.kind === 'new') return row;
  const latest = await session.images.findLatestVersion(row.image.name, signal);
  return { ...row, latest: latest ?? null };
}
