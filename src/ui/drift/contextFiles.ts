import { createHash } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContextFile, ContextFiles, NewHash } from '../../core/drift/contextFiles.ts';

/** Files that are asked for at the same time: the disk has others to serve. */
const atOnce = 32;
/** Most files are small. */
const firstPieceBytes = 16 * 1024;
const pieceBytes = 256 * 1024;
/** A file that became a link since it was listed is not followed. Windows has no such flag. */
const readNoLink = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/** A new SHA-256. */
export const newHash: NewHash = () => {
  const hash = createHash('sha256');
  return { update: (data) => void hash.update(data), digest: () => hash.digest('hex') };
};

/** The files of this machine's disk. */
export const contextFiles: ContextFiles = { list, read, readText };

async function* list(
  context: string,
  skips: (folder: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<ContextFile> {
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    signal.throwIfAborted();
    const entries = await readdir(join(context, folder), { withFileTypes: true });
    const pathOf = ({ name }: Dirent): string => (folder === '' ? name : `${folder}/${name}`);
    const below = entries.filter((entry) => entry.isDirectory()).map(pathOf);
    folders.push(...below.filter((path) => !skips(path)));
    // Of sockets and the like no image is made.
    const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink()).map(pathOf);
    for (let from = 0; from < files.length; from += atOnce) {
      signal.throwIfAborted();
      const found = await Promise.all(
        files.slice(from, from + atOnce).map((path) => describe(context, path)),
      );
      yield* found.filter((file) => file !== undefined);
    }
  }
}

/** @returns undefined of what went away in the meantime, or became a folder. */
async function describe(context: string, path: string): Promise<ContextFile | undefined> {
  try {
    const file = join(context, path);
    const stats = await lstat(file);
    const { size, mtimeMs: modifiedMs, mode } = stats;
    if (stats.isSymbolicLink()) {
      return { path, size, modifiedMs, isExecutable: false, link: await readlink(file) };
    }
    return stats.isFile() ? { path, size, modifiedMs, isExecutable: isExecutable(mode) } : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Windows makes one up from the name of the file. */
function isExecutable(mode: number): boolean {
  return process.platform !== 'win32' && (mode & constants.S_IXUSR) !== 0;
}

async function* read(context: string, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted();
  const file = await open(join(context, path), readNoLink);
  try {
    for (let length = firstPieceBytes; ; length = pieceBytes) {
      // Whoever is given a piece may keep it.
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(length), 0, length, null);
      signal.throwIfAborted();
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function readText(path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await readFile(path, { encoding: 'utf8', signal });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
