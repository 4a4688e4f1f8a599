/** Lists: their orders, and the pages that they are handed out in. */

import { isObject } from './validation.ts';

/** Items by key that remember every order they were asked for, so that paging through thousands of them sorts once. */
export class SortedItems<Item> {
  readonly #items = new Map<string, Item>();
  readonly #orders = new Map<string, readonly Item[]>();

  get size(): number {
    return this.#items.size;
  }

  get(key: string): Item | undefined {
    return this.#items.get(key);
  }

  set(key: string, item: Item): void {
    this.#items.set(key, item);
    this.changed();
  }

  delete(key: string): void {
    this.#items.delete(key);
    this.changed();
  }

  values(): IterableIterator<Item> {
    return this.#items.values();
  }

  /** Must be called after an item's content changed, as its place in an order may have. */
  changed(): void {
    this.#orders.clear();
  }

  /** @param name distinguishes this order from the others */
  inOrder(name: string, compare: (a: Item, b: Item) => number): readonly Item[] {
    const known = this.#orders.get(name);
    if (known) return known;
    const sorted = [...this.#items.values()].toSorted(compare);
    this.#orders.set(name, sorted);
    return sorted;
  }
}

export interface PageRequest<Item> {
  /** The operation's name: a token of one operation is no good for another. */
  readonly operation: string;
  readonly size: number;
  readonly token: string | undefined;
  readonly keyOf: (item: Item) => string;
  readonly matches?: (item: Item) => boolean;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly nextToken: string | undefined;
}

/** Thrown for a token that no page of this operation carried. */
export class InvalidTokenError extends Error {}

/** Cuts the next page out of a list. */
export function cutPage<Item>(list: readonly Item[], request: PageRequest<Item>): Page<Item> {
  const { operation, size, token, keyOf, matches = () => true } = request;
  const items: Item[] = [];
  let position = token === undefined ? 0 : startOf(list, readToken(operation, token), keyOf);
  for (; position < list.length && items.length < size; position++) {
    const item = list[position];
    if (item !== undefined && matches(item)) items.push(item);
  }
  const last = list[position - 1];
  const isMore = list.slice(position).some(matches);
  const nextToken =
    isMore && last !== undefined ? writeToken({ operation, position, after: keyOf(last) }) : undefined;
  return { items, nextToken };
}

/** A token that leads to the first page: for an empty page in front of it. */
export function firstPageToken(operation: string): string {
  return writeToken({ operation, position: 0, after: undefined });
}

interface Cursor {
  readonly operation: string;
  readonly position: number;
  /** The last item seen. Items that came or went meanwhile must not shift the next page. */
  readonly after: string | undefined;
}

function startOf<Item>(
  list: readonly Item[],
  { position, after }: Cursor,
  keyOf: (item: Item) => string,
): number {
  if (after === undefined) return 0;
  const previous = list[position - 1];
  if (previous !== undefined && keyOf(previous) === after) return position;
  const moved = list.findIndex((item) => keyOf(item) === after);
  return moved === -1 ? position : moved + 1;
}

function writeToken(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readToken(operation: string, token: string): Cursor {
  const cursor = parseJson(Buffer.from(token, 'base64url').toString());
  if (!isObject(cursor) || cursor['operation'] !== operation) throw new InvalidTokenError();
  const { position, after } = cursor;
  if (typeof position !== 'number') throw new InvalidTokenError();
  return { operation, position, after: typeof after === 'string' ? after : undefined };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidTokenError();
  }
}
