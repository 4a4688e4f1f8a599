import type { ContextFile, ContextFiles, NewHash } from './contextFiles.ts';
import type { FileHashes } from './fileHashes.ts';
import type { IgnoreRules } from './ignoreRules.ts';

/** Up to where two contexts are compared: nobody waits for more, and the disk has others to serve. */
export interface HashLimits {
  /** Files of the context. */
  readonly files: number;
  /** Files that are looked at, those that turn out to be ignored included. */
  readonly looks: number;
  readonly bytes: number;
}

export const usualLimits: HashLimits = { files: 20_000, looks: 100_000, bytes: 500_000_000 };

export type ContextHash = { readonly kind: 'hash'; readonly hash: string } | { readonly kind: 'tooLarge' };

export interface HashOptions {
  readonly files: Pick<ContextFiles, 'list'>;
  readonly fileHashes: FileHashes;
  readonly newHash: NewHash;
  readonly limits?: HashLimits;
}

/**
 * Stands for all that a build can take from a context: paths, contents, links and executable bits, whatever order they
 * are listed in. Who owns the files and when they were written makes no other image.
 * @param left which files are left out beside the ignored ones.
 * @throws whatever the files reject with: then the context cannot be read as a whole.
 */
export async function hashContext(
  context: string,
  rules: IgnoreRules,
  left: (path: string) => boolean,
  options: HashOptions,
  signal: AbortSignal,
): Promise<ContextHash> {
  const { files, fileHashes, newHash, limits = usualLimits } = options;
  const isOut = (path: string): boolean => isOfTools(path) || left(path) || rules.ignores(path);
  const skips = (folder: string): boolean => isOfTools(`${folder}/`) || rules.ignoresAllIn(folder);
  const listed = await listWithin(limits, files.list(context, skips, signal), isOut, signal);
  if (!listed) return { kind: 'tooLarge' };
  const hash = newHash();
  for (const file of listed.toSorted(byPath)) {
    const content = file.link === undefined ? await fileHashes.hash(context, file, signal) : '';
    // No path has a NUL, so that no two lists of files are written the same.
    hash.update(`${file.path}\0${modeOf(file)}\0${file.link ?? content}\0`);
  }
  fileHashes.keepOnly(context, listed);
  return { kind: 'hash', hash: hash.digest() };
}

/**
 * What git and VS Code keep for themselves changes all the time, and nobody makes an image for it.
 * @param path from the context.
 */
export function isOfTools(path: string): boolean {
  return path.startsWith('.git/') || /(?:^|\/)\.vscode\//.test(path);
}

async function listWithin(
  limits: HashLimits,
  files: AsyncIterable<ContextFile>,
  isOut: (path: string) => boolean,
  signal: AbortSignal,
): Promise<readonly ContextFile[] | undefined> {
  const listed: ContextFile[] = [];
  let looks = 0;
  let bytes = 0;
  for await (const file of files) {
    signal.throwIfAborted();
    looks += 1;
    if (looks > limits.looks) return undefined;
    if (isOut(file.path)) continue;
    listed.push(file);
    bytes += file.size;
    if (listed.length > limits.files || bytes > limits.bytes) return undefined;
  }
  signal.throwIfAborted();
  return listed;
}

function byPath(one: ContextFile, other: ContextFile): number {
  return one.path < other.path ? -1 : 1;
}

function modeOf({ link, isExecutable }: ContextFile): string {
  if (link !== undefined) return 'link';
  return isExecutable ? 'executable' : 'file';
}
