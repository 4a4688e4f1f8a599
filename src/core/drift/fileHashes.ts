import type { Clock } from '../ports.ts';
import type { ContextFile, ContextFiles, NewHash } from './contextFiles.ts';

/** A file may be written once more within one tick of the file system's clock, and then looks the same. */
const oneTickMs = 2_000;

interface Entry {
  readonly size: number;
  readonly modifiedMs: number;
  readonly hash: string;
}

export interface FileHashesContext {
  readonly files: Pick<ContextFiles, 'read'>;
  readonly newHash: NewHash;
  readonly clock: Pick<Clock, 'now'>;
}

/** The hashes of files' contents. A file that was not written since is not read again. */
export class FileHashes {
  readonly #context: FileHashesContext;
  readonly #byContext = new Map<string, Map<string, Entry>>();

  constructor(context: FileHashesContext) {
    this.#context = context;
  }

  /** @returns in hexadecimal */
  async hash(context: string, file: ContextFile, signal: AbortSignal): Promise<string> {
    const known = this.#byContext.get(context)?.get(file.path);
    const { size, modifiedMs } = file;
    if (known && known.size === size && known.modifiedMs === modifiedMs) return known.hash;
    const beganMs = this.#context.clock.now().getTime();
    const hash = await this.#read(context, file.path, signal);
    if (beganMs - modifiedMs >= oneTickMs)
      this.#entriesOf(context).set(file.path, { size, modifiedMs, hash });
    return hash;
  }

  /** Forgets the files that are not there any more. */
  keepOnly(context: string, files: readonly ContextFile[]): void {
    const paths = new Set(files.map(({ path }) => path));
    const entries = this.#entriesOf(context);
    for (const path of entries.keys()) if (!paths.has(path)) entries.delete(path);
  }

  async #read(context: string, path: string, signal: AbortSignal): Promise<string> {
    const hash = this.#context.newHash();
    for await (const piece of this.#context.files.read(context, path, signal)) {
      signal.throwIfAborted();
      hash.update(piece);
    }
    signal.throwIfAborted();
    return hash.digest();
  }

  #entriesOf(context: string): Map<string, Entry> {
    const entries = this.#byContext.get(context) ?? new Map<string, Entry>();
    this.#byContext.set(context, entries);
    return entries;
  }
}
