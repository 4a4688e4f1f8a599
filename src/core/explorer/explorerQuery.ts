import type { Image } from '../model.ts';
import type { ImageQuery } from '../ports.ts';

/** Which images the sidebar shows, and in which order. */
export interface ExplorerQuery extends ImageQuery {
  /** Only images in one of these; all of them when it is empty. */
  readonly statuses: readonly string[];
}

export type SortBy = ImageQuery['sortBy'];

export const sortOrders = ['name', 'created', 'modified'] as const satisfies readonly SortBy[];

/** What an image can be, as far as is known. */
export const imageStatuses = [
  'CREATED',
  'CREATING',
  'CREATE_FAILED',
  'UPDATING',
  'UPDATE_FAILED',
  'DELETING',
  'DELETE_FAILED',
] as const;

/** `ListImagesRequest.NameContains` of the service's model. */
export const namePart = { max: 63, pattern: '[a-zA-Z0-9\\-.]+' } as const;

const wholeNamePart = new RegExp(`^(?:${namePart.pattern})$`);

export const usualQuery: ExplorerQuery = { sortBy: 'name', statuses: [] };

/** @returns what is wrong with a part of a name that somebody types; nothing is wrong with none. */
export function namePartProblem(text: string): 'tooLong' | 'pattern' | undefined {
  const part = text.trim();
  if (part === '') return undefined;
  if (!wholeNamePart.test(part)) return 'pattern';
  return part.length > namePart.max ? 'tooLong' : undefined;
}

/** Looks for another part of the name, and in other statuses; an empty part is any name. */
export function withFilter(
  { sortBy }: ExplorerQuery,
  part: string,
  statuses: readonly string[],
): ExplorerQuery {
  const nameContains = part.trim();
  return { sortBy, statuses, ...(nameContains && { nameContains }) };
}

export function isFiltered({ nameContains, statuses }: ExplorerQuery): boolean {
  return nameContains !== undefined || statuses.length > 0;
}

/** The name is the service's affair. */
export function hasStatus({ statuses }: ExplorerQuery, { status }: Image): boolean {
  return statuses.length === 0 || statuses.includes(status);
}

/** What an earlier window kept, which may have been of another version; undefined where that is no query. */
export function readQuery(kept: unknown): ExplorerQuery | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { sortBy, nameContains, statuses } = kept as { readonly [member: string]: unknown };
  const order = sortOrders.find((one) => one === sortBy);
  if (!order || !Array.isArray(statuses)) return undefined;
  const part = typeof nameContains === 'string' && !namePartProblem(nameContains) ? nameContains : '';
  return withFilter(
    { sortBy: order, statuses: [] },
    part,
    statuses.filter((status) => typeof status === 'string'),
  );
}
