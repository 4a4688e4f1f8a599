import { constraints, lengthOf, violationOf, type ConstraintName, type Violation } from './constraints.ts';
import type { Parsed, UriProblem } from './containerUri.ts';

/** What is wrong with an entered value, as the facts of the sentence that says so. */
export type Problem =
  | UriProblem
  | {
      readonly code: 'value';
      readonly of: ConstraintName;
      readonly violation: Violation;
      readonly length: number;
      readonly max: number;
    }
  | { readonly code: 'value.whitespace'; readonly of: ConstraintName }
  | { readonly code: 'image.exists'; readonly name: string }
  | { readonly code: 'alias.twice'; readonly alias: string }
  | { readonly code: 'region.name'; readonly text: string };

/** @returns the problem of a value that SageMaker would reject; white space around the value is not counted. */
export function problemOf(name: ConstraintName, text: string): Problem | undefined {
  const value = text.trim();
  const violation = violationOf(name, value);
  if (!violation) return undefined;
  if (violation === 'pattern' && /\s/.test(value) && allowsNoSpace(name)) {
    return { code: 'value.whitespace', of: name };
  }
  return { code: 'value', of: name, violation, length: lengthOf(value), max: constraints[name].max };
}

/** Reads aliases as a person types them: separated by commas or white space. */
export function parseAliases(text: string): Parsed<readonly string[], Problem> {
  const aliases = text.split(/[\s,]+/).filter((alias) => alias !== '');
  for (const [index, alias] of aliases.entries()) {
    const problem = problemOf('SageMakerImageVersionAlias', alias);
    if (problem) return { ok: false, problem };
    if (aliases.indexOf(alias) !== index) return { ok: false, problem: { code: 'alias.twice', alias } };
  }
  return { ok: true, value: aliases };
}

function allowsNoSpace(name: ConstraintName): boolean {
  return name !== 'MLFramework' && name !== 'ProgrammingLang' && name !== 'ReleaseNotes';
}
