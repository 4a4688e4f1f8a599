/**
 * SageMaker's constraints on what a user can enter, by the service model's shape names
 * (`test/package/model.test.ts` holds them to it). Lengths count code points; patterns match whole strings.
 */
export interface Constraint {
  readonly min: number;
  readonly max: number;
  readonly pattern: string;
}

export const constraints = {
  ImageName: { min: 1, max: 63, pattern: '[a-zA-Z0-9]([-.]?[a-zA-Z0-9]){0,62}' },
  ImageDisplayName: { min: 1, max: 128, pattern: '\\S(.*\\S)?' },
  ImageDescription: { min: 1, max: 512, pattern: '.*' },
  RoleArn: { min: 20, max: 2048, pattern: 'arn:aws[a-z\\-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+' },
  ImageBaseImage: { min: 1, max: 255, pattern: '.*' },
  ClientToken: { min: 1, max: 36, pattern: '[a-zA-Z0-9-]+' },
  SageMakerImageVersionAlias: { min: 1, max: 128, pattern: '(?!^[.-])^([a-zA-Z0-9-_.]+)' },
  MLFramework: { min: 1, max: 128, pattern: '[a-zA-Z]+ ?\\d+\\.\\d+(\\.\\d+)?' },
  ProgrammingLang: { min: 1, max: 128, pattern: '[a-zA-Z]+ ?\\d+\\.\\d+(\\.\\d+)?' },
  ReleaseNotes: { min: 1, max: 255, pattern: '.*' },
  TagKey: { min: 1, max: 128, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)' },
  TagValue: { min: 0, max: 256, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)' },
} as const satisfies Record<string, Constraint>;

export type ConstraintName = keyof typeof constraints;

export type Violation = 'empty' | 'tooShort' | 'tooLong' | 'pattern';

const compiled = new Map<ConstraintName, RegExp>();

/** @returns what is wrong with the value, or undefined when SageMaker would take it. */
export function violationOf(name: ConstraintName, value: string): Violation | undefined {
  const { min, max } = constraints[name];
  const length = lengthOf(value);
  if (length === 0 && min > 0) return 'empty';
  if (length > max) return 'tooLong';
  if (!wholeString(name).test(value)) return 'pattern';
  return length < min ? 'tooShort' : undefined;
}

/** Counted as SageMaker does: in code points. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

function wholeString(name: ConstraintName): RegExp {
  const known = compiled.get(name);
  if (known) return known;
  const regExp = new RegExp(`^(?:${constraints[name].pattern})$`, 'u');
  compiled.set(name, regExp);
  return regExp;
}
