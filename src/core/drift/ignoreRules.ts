import { readIgnorePattern, type IgnorePattern } from './ignorePattern.ts';

/** What of a context a build does not get. Paths are relative to the context, with slashes. */
export interface IgnoreRules {
  ignores(path: string): boolean;
  /** Whether nothing in a folder can be for the build, so that nobody has to look into it. */
  ignoresAllIn(folder: string): boolean;
}

/** Reads the text of a .dockerignore. @returns undefined where Docker would refuse to build with it. */
export type ReadIgnoreRules = (text: string) => IgnoreRules | undefined;

/** Nothing is ignored. */
export const noRules: IgnoreRules = { ignores: () => false, ignoresAllIn: () => false };

/**
 * The rules as Docker has them: of the lines that name a path or a folder above it, the last one decides.
 *
 * Own code, as the one library that there is (`@balena/dockerignore`) has stood still since 2020, throws at `c++`, takes
 * `a{1}` for something else, never ignores a file that is called `constructor`, and goes by the host's separators.
 */
export const readIgnoreRules: ReadIgnoreRules = (text) => {
  const patterns: IgnorePattern[] = [];
  for (const line of linesOf(text)) {
    const pattern = readIgnorePattern(line);
    if (!pattern) return undefined;
    patterns.push(pattern);
  }
  return rulesOf(patterns);
};

/** Only what begins a line is a comment: `# a` is none where a blank is before it. */
function linesOf(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function rulesOf(patterns: readonly IgnorePattern[]): IgnoreRules {
  const exceptions = patterns.filter(({ isException }) => isException);
  const ignores = (path: string): boolean => {
    const names = namesOf(path);
    const last = patterns.findLast(({ matches }) => names.some(matches));
    return last !== undefined && !last.isException;
  };
  return {
    ignores,
    ignoresAllIn: (folder) => ignores(folder) && !exceptions.some(({ root }) => meets(root, folder)),
  };
}

/** A path and the folders that it is in. */
function namesOf(path: string): readonly string[] {
  const names = [path];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    names.push(path.slice(0, slash));
  }
  return names;
}

/** Whether what is below one can be below the other, too. */
function meets(root: string, folder: string): boolean {
  return (
    root === '' || root === folder || `${root}/`.startsWith(`${folder}/`) || folder.startsWith(`${root}/`)
  );
}
