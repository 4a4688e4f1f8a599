/** Holds values to the constraint tables: requests on their way in, the emulator's own answers on their way out. */

import type { IntegerShape, ListShape, MapShape, Shape, StringShape, StructureShape } from './shapes.ts';

/**
 * `serialization`: the value is not of the form that the shape asks for.
 * `constraint`: it is, but a bound, a pattern or an enumeration forbids it.
 * `listSize`: a constraint again, but on how many items a list has.
 */
export interface Problem {
  readonly kind: 'serialization' | 'constraint' | 'listSize';
  /** Where, in the services' spelling: `tags.1.member.key`. */
  readonly path: string;
  /** The offending value as the services print it. */
  readonly shown: string;
  /** `Member must …` for a constraint; a whole sentence for a serialization problem. */
  readonly text: string;
}

/**
 * Finds everything in a value that its shape forbids.
 * @param path where the value stands in the request or answer; empty for the whole of it
 */
export function findProblems(shape: Shape, value: unknown, path = ''): Problem[] {
  switch (shape.type) {
    case 'string':
      return typeof value === 'string'
        ? stringProblems(shape, value, path)
        : wrongType(value, path, 'a String');
    case 'enum':
      if (typeof value !== 'string') return wrongType(value, path, 'a String');
      return shape.values.includes(value)
        ? []
        : [constraint(path, value, `satisfy enum value set: [${shape.values.join(', ')}]`)];
    case 'integer':
      return Number.isInteger(value)
        ? integerProblems(shape, Number(value), path)
        : wrongType(value, path, 'an Integer');
    case 'double':
      return Number.isFinite(value) ? [] : wrongType(value, path, 'a Double');
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrongType(value, path, 'a Boolean');
    case 'timestamp':
      return Number.isFinite(value) ? [] : wrongType(value, path, 'a Timestamp');
    case 'list':
      return Array.isArray(value) ? listProblems(shape, value, path) : wrongType(value, path, 'a List');
    case 'map':
      return isObject(value) ? mapProblems(shape, value, path) : wrongType(value, path, 'a Map');
    case 'structure':
      return isObject(value) ? structureProblems(shape, value, path) : wrongType(value, path, 'a Structure');
  }
}

/** Says what is wrong as most services say it. */
export function describeProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`;
  const details = problems.map(
    ({ shown, path, text }) => `Value ${shown} at '${path}' failed to satisfy constraint: ${text}`,
  );
  return `${count} detected: ${details.join('; ')}`;
}

/** Tells a JSON object from the other JSON values. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Services count characters, not the UTF-16 units that `length` counts. */
function codePoints(text: string): number {
  return Array.from(text).length;
}

function stringProblems(shape: StringShape, value: string, path: string): Problem[] {
  const problems = boundProblems(shape, codePoints(value), 'have length', path, value);
  if (shape.pattern !== undefined && !wholeStringPattern(shape.pattern).test(value)) {
    problems.push(constraint(path, value, `satisfy regular expression pattern: ${shape.pattern}`));
  }
  return problems;
}

function integerProblems(shape: IntegerShape, value: number, path: string): Problem[] {
  return boundProblems(shape, value, 'have value', path, String(value));
}

function listProblems(shape: ListShape<Shape>, items: readonly unknown[], path: string): Problem[] {
  const sizes = boundProblems(shape, items.length, 'have length', path, `[${items.map(show).join(', ')}]`);
  return [
    ...sizes.map((problem) => ({ ...problem, kind: 'listSize' as const })),
    ...items.flatMap((item, index) => findProblems(shape.item, item, `${path}.${index + 1}.member`)),
  ];
}

function mapProblems(
  shape: MapShape<Shape, Shape>,
  entries: Readonly<Record<string, unknown>>,
  path: string,
): Problem[] {
  return Object.entries(entries).flatMap(([key, value]) => [
    ...findProblems(shape.key, key, `${path}.key`),
    ...findProblems(shape.value, value, `${path}.${key}.value`),
  ]);
}

function structureProblems(
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Problem[] {
  const known = { ...shape.required, ...shape.optional };
  const unknown = Object.keys(value)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => serialization(join(path, name), show(value[name]), `Unknown member '${name}'`));
  const members = Object.entries(known).flatMap(([name, member]) => {
    const given = value[name];
    // The services take an explicit null for an absent member, and so does JSON.stringify an undefined one.
    if (given !== undefined && given !== null) return findProblems(member, given, join(path, name));
    return Object.hasOwn(shape.required, name) ? [missing(join(path, name))] : [];
  });
  return [...unknown, ...members];
}

function boundProblems(
  { min, max }: { readonly min?: number; readonly max?: number },
  measure: number,
  verb: string,
  path: string,
  shown: string,
): Problem[] {
  const problems: Problem[] = [];
  if (min !== undefined && measure < min) {
    problems.push(constraint(path, shown, `${verb} greater than or equal to ${min}`));
  }
  if (max !== undefined && measure > max) {
    problems.push(constraint(path, shown, `${verb} less than or equal to ${max}`));
  }
  return problems;
}

const compiledPatterns = new Map<string, RegExp>();

function wholeStringPattern(pattern: string): RegExp {
  const known = compiledPatterns.get(pattern);
  if (known) return known;
  const compiled = new RegExp(`^(?:${pattern})$`, 'u');
  compiledPatterns.set(pattern, compiled);
  return compiled;
}

function constraint(path: string, shown: string, demand: string): Problem {
  return { kind: 'constraint', path, shown: `'${shown}'`, text: `Member must ${demand}` };
}

function missing(path: string): Problem {
  return { kind: 'constraint', path, shown: 'null', text: 'Member must not be null' };
}

function serialization(path: string, shown: string, text: string): Problem {
  return { kind: 'serialization', path, shown, text };
}

function wrongType(value: unknown, path: string, expected: string): Problem[] {
  const text = `${tokenName(value)} can not be converted to ${expected}`;
  return [serialization(path, show(value), path === '' ? text : `${text} at '${path}'`)];
}

function tokenName(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY';
  if (isObject(value)) return 'START_OBJECT';
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
  return value === null ? 'NULL_VALUE' : `${typeof value}_VALUE`.toUpperCase();
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Paths in the services' messages start each member with a lower-case letter. */
function join(path: string, member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return path === '' ? name : `${path}.${name}`;
}
