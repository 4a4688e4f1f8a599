/** Faults that change an answer: what a client has to expect from a newer service, and from its paging. */

import type { Fault } from './faults.ts';
import { firstPageToken } from './paging.ts';
import type { Shape, StructureShape } from './shapes.ts';
import { isObject } from './validation.ts';

type Json = Readonly<Record<string, unknown>>;

/** What an altered answer is made from. */
export interface Original {
  readonly operation: string;
  readonly input: Json;
  readonly output: Json;
  readonly shape: StructureShape;
}

/** Gives the answer as the fault changes it; most faults leave it alone. */
export function alterAnswer({ kind }: Fault, original: Original): Json {
  switch (kind) {
    case 'unknownMember':
      return { ...original.output, AddedLater: { Since: 'a newer service' }, addedLater: [1, 2, 3] };
    case 'unknownEnum':
      return withUnknownStatus(original.shape, original.output);
    case 'emptyPage':
      return emptyPage(original);
    default:
      return original.output;
  }
}

function withUnknownStatus(shape: StructureShape, output: Json): Json {
  const members = { ...shape.required, ...shape.optional };
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => [name, replaceStatus(name, members[name], value)]),
  );
}

function replaceStatus(name: string, shape: Shape | undefined, value: unknown): unknown {
  if (shape?.type === 'enum' && /status$/i.test(name) && value !== undefined) return 'ADDED_LATER';
  if (shape?.type === 'structure' && isObject(value)) return withUnknownStatus(shape, value);
  if (shape?.type === 'list' && Array.isArray(value)) {
    return value.map((item) => replaceStatus(name, shape.item, item));
  }
  return value;
}

function emptyPage({ operation, input, shape }: Original): Json {
  const members = Object.entries({ ...shape.required, ...shape.optional });
  const lists = members.filter(([, member]) => member.type === 'list').map(([name]) => [name, []]);
  const tokenName = members.find(([name]) => /^(nextToken|marker)$/i.test(name))?.[0] ?? 'NextToken';
  const isTruncated = members.some(([name]) => name === 'IsTruncated') && { IsTruncated: true };
  const token = input[tokenName] ?? firstPageToken(operation);
  return { ...Object.fromEntries(lists), ...isTruncated, [tokenName]: token };
}
