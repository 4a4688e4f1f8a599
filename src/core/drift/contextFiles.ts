/** The files that a build may read, as the core knows them. Paths of folders are absolute, with slashes. */

/** One file of a context, or a link: folders of their own are none. */
export interface ContextFile {
  /** Relative to the context, with slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** When it was written, in milliseconds since the epoch, with a fraction where there is one. */
  readonly modifiedMs: number;
  /** Whether its owner may execute it; false where files have no such bit. */
  readonly isExecutable: boolean;
  /** Where a symbolic link leads, as it says itself. It is not followed, as no engine does. */
  readonly link?: string;
}

/** The file system under a context. Calls reject where something cannot be read, and stop when the signal aborts. */
export interface ContextFiles {
  /**
   * In any order.
   * @param skips which folders, by their relative paths, are not to be looked into.
   */
  list(context: string, skips: (folder: string) => boolean, signal: AbortSignal): AsyncIterable<ContextFile>;
  /** The content of one file, piece by piece. */
  read(context: string, path: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** @param path absolute. @returns undefined where there is no such file. */
  readText(path: string, signal: AbortSignal): Promise<string | undefined>;
}

/** A hash under way, such as Node's SHA-256. */
interface Hash {
  update(data: string | Uint8Array): void;
  /** In hexadecimal. */
  digest(): string;
}

export type NewHash = () => Hash;
