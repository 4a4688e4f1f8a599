/** The small schema language in which the constraint tables are written, and the TypeScript types that follow from it. */

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

export interface StringShape extends Bounds {
  readonly type: 'string';
  readonly pattern?: string;
}

export interface EnumShape<Value extends string = string> {
  readonly type: 'enum';
  readonly values: readonly Value[];
}

export interface IntegerShape extends Bounds {
  readonly type: 'integer';
}

/** A number with a fraction. */
export interface DoubleShape {
  readonly type: 'double';
}

export interface BooleanShape {
  readonly type: 'boolean';
}

/** Seconds since the epoch, with a fraction. */
export interface TimestampShape {
  readonly type: 'timestamp';
}

export interface ListShape<Item> extends Bounds {
  readonly type: 'list';
  readonly item: Item;
}

export interface MapShape<Key, Value> {
  readonly type: 'map';
  readonly key: Key;
  readonly value: Value;
}

export interface Members {
  readonly [name: string]: Shape;
}

export interface StructureShape<Required = Members, Optional = Members> {
  readonly type: 'structure';
  readonly required: Required;
  readonly optional: Optional;
}

export type Shape =
  | StringShape
  | EnumShape
  | IntegerShape
  | DoubleShape
  | BooleanShape
  | TimestampShape
  | ListShape<Shape>
  | MapShape<Shape, Shape>
  | StructureShape;

/** The type of a value that a shape allows. */
export type ValueOf<S> =
  S extends EnumShape<infer Value>
    ? Value
    : S extends StringShape
      ? string
      : S extends IntegerShape | DoubleShape | TimestampShape
        ? number
        : S extends BooleanShape
          ? boolean
          : S extends ListShape<infer Item>
            ? ValueOf<Item>[]
            : S extends MapShape<infer Key, infer Value>
              ? Partial<Record<ValueOf<Key> & string, ValueOf<Value>>>
              : S extends StructureShape<infer Required, infer Optional>
                ? { -readonly [Name in keyof Required]: ValueOf<Required[Name]> } & {
                    -readonly [Name in keyof Optional]?: ValueOf<Optional[Name]> | undefined;
                  }
                : never;

/** What one operation takes, gives, and declares as its errors. */
interface OperationShape<
  Input extends StructureShape = StructureShape,
  Output extends StructureShape = StructureShape,
> {
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly string[];
  /** Whoever has the token that the input carries may call it. */
  readonly isUnsigned?: true;
  /** Whatever region a request is signed for, it is answered as that region's endpoint would. */
  readonly isInEveryRegion?: true;
}

export interface OperationTable {
  readonly [operation: string]: OperationShape;
}

export function string(limits: Bounds & { readonly pattern?: string } = {}): StringShape {
  return { type: 'string', ...limits };
}

export function enumeration<const Value extends string>(...values: Value[]): EnumShape<Value> {
  return { type: 'enum', values };
}

export function integer(limits: Bounds = {}): IntegerShape {
  return { type: 'integer', ...limits };
}

export function list<Item extends Shape>(item: Item, limits: Bounds = {}): ListShape<Item> {
  return { type: 'list', item, ...limits };
}

export function map<Key extends Shape, Value extends Shape>(key: Key, value: Value): MapShape<Key, Value> {
  return { type: 'map', key, value };
}

export function structure<Required extends Members, Optional extends Members>(
  required: Required,
  optional: Optional,
): StructureShape<Required, Optional> {
  return { type: 'structure', required, optional };
}

export const double: DoubleShape = { type: 'double' };
export const boolean: BooleanShape = { type: 'boolean' };
export const timestamp: TimestampShape = { type: 'timestamp' };
