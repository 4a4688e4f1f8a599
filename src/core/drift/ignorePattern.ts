/** One line of a .dockerignore that names files. */
export interface IgnorePattern {
  /** Whether it takes back what lines before it have ignored. */
  readonly isException: boolean;
  /** Whether it names this very path; what is below a folder that it names is for others to see. */
  readonly matches: (path: string) => boolean;
  /** The folders that everything it names is below; empty where that can be anywhere. */
  readonly root: string;
}

/**
 * Reads a pattern as Docker does: the globs of Go's `filepath.Match`, and `**` for any number of folders
 * (https://docs.docker.com/build/concepts/context/#dockerignore-files).
 * @param line without the white space around it.
 * @returns undefined where Docker refuses it, and with it the whole build.
 */
export function readIgnorePattern(line: string): IgnorePattern | undefined {
  const marked = line.startsWith('!') ? `!${cleaned(line.slice(1).trim())}` : cleaned(line);
  // Docker looks for the mark once the path is clean: that of `/!a` counts, too.
  const isException = marked.startsWith('!');
  const pattern = isException ? marked.slice(1) : marked;
  const expression = pattern === '' ? undefined : expressionOf(pattern);
  if (!expression) return undefined;
  return { isException, root: rootOf(pattern), matches: (path) => expression.test(path) };
}

/** The shortest name of the same path, as Go's `filepath.Clean` has it. */
function cleanPath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    const isBelow = names.length > 0 && names.at(-1) !== '..';
    if (name !== '..') names.push(name);
    else if (isBelow) names.pop();
    else if (!isAbsolute) names.push(name);
  }
  return (isAbsolute ? '/' : '') + names.join('/') || '.';
}

/** The context is the root as well as the working directory. */
function cleaned(text: string): string {
  const path = text === '' ? '' : cleanPath(text);
  return path.length > 1 && path.startsWith('/') ? path.slice(1) : path;
}

function rootOf(pattern: string): string {
  const names = pattern.split('/');
  const first = names.findIndex((name) => /[*?[\\]/.test(name));
  return names.slice(0, first === -1 ? undefined : first).join('/');
}

/**
 * A `**` of its own stands for any text where the pattern ends, and else for folders. One that begins a name, such as
 * `**file`, is for every path that ends so: that is how Docker has it.
 */
function expressionOf(pattern: string): RegExp | undefined {
  const suffix = /^\*\*([^/*?[\]\\][^*?[\]\\]*)$/.exec(pattern)?.[1];
  if (suffix !== undefined) return compiled(`${literal(suffix)}$`);
  let source = '';
  for (let at = 0; at < pattern.length;) {
    const piece = readPiece(pattern, at);
    if (!piece) return undefined;
    source += piece.source;
    at = piece.end;
  }
  return compiled(`^${source}$`);
}

interface Piece {
  /** Of a regular expression. */
  readonly source: string;
  /** Where the next one begins. */
  readonly end: number;
}

function readPiece(pattern: string, at: number): Piece | undefined {
  const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  if (pattern.startsWith('**', at)) return readFolders(pattern, at + 2);
  switch (character) {
    case '*':
      return { source: '[^/]*', end: at + 1 };
    case '?':
      return { source: '[^/]', end: at + 1 };
    case '[':
      return readClass(pattern, at + 1);
    case '\\':
      return readEscaped(pattern, at);
    default:
      return { source: literal(character), end: at + character.length };
  }
}

function readFolders(pattern: string, at: number): Piece {
  let end = pattern[at] === '/' ? at + 1 : at;
  // Any number of folders, and then any number of them: an expression of many such parts would take for ever.
  while (end > at && pattern.startsWith('**/', end)) end += 3;
  return { source: end === pattern.length ? '.*' : '(?:.*/)?', end };
}

/** `[a-z]` or `[^a-z]`; what would be a part of its form has a backslash before it. */
function readClass(pattern: string, begin: number): Piece | undefined {
  const isNegated = pattern[begin] === '^';
  let source = '';
  let at = begin + (isNegated ? 1 : 0);
  while (at < pattern.length && (pattern[at] !== ']' || source === '')) {
    const range = readRange(pattern, at);
    if (!range) return undefined;
    source += range.source;
    at = range.end;
  }
  if (at >= pattern.length) return undefined;
  return { source: `[${isNegated ? '^' : ''}${source}]`, end: at + 1 };
}

function readRange(pattern: string, at: number): Piece | undefined {
  const low = readMember(pattern, at);
  if (!low || pattern[low.end] !== '-') return low;
  const high = readMember(pattern, low.end + 1);
  return high && { source: `${low.source}-${high.source}`, end: high.end };
}

function readMember(pattern: string, at: number): Piece | undefined {
  if (pattern[at] === '-' || pattern[at] === ']') return undefined;
  return pattern[at] === '\\' ? readEscaped(pattern, at) : readLiteral(pattern, at);
}

function readEscaped(pattern: string, at: number): Piece | undefined {
  return readLiteral(pattern, at + 1);
}

function readLiteral(pattern: string, at: number): Piece | undefined {
  const code = pattern.codePointAt(at);
  if (code === undefined) return undefined;
  return { source: literal(String.fromCodePoint(code)), end: at + (code > 0xff_ff ? 2 : 1) };
}

/** The text itself, also within a class. */
function literal(text: string): string {
  return text.replace(/[\^$\\.*+?()[\]{}|/-]/g, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** A class can be of the right form and yet be none: `[z-a]`. */
function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'su');
  } catch {
    return undefined;
  }
}
