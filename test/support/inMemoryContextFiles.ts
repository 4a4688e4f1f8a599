import { createHash } from 'node:crypto';
import type { ContextFile, ContextFiles, NewHash } from '../../src/core/drift/contextFiles.ts';
import { Calls } from './calls.ts';

export const newHash: NewHash = () => {
  const hash = createHash('sha256');
  return { update: (data) => void hash.update(data), digest: () => hash.digest('hex') };
};

/** Long before any test's clock. */
const longAgoMs = Date.parse('2025-01-01T00:00:00.000Z');

type Written = Omit<ContextFile, 'path' | 'size'> & { readonly text: string };

/** A file system under absolute paths with slashes. */
export class InMemoryContextFiles implements ContextFiles {
  readonly calls = new Calls<keyof ContextFiles>();
  /** The folders that a listing was told to leave alone. */
  readonly skipped: string[] = [];
  /** Whether the last file comes first in a listing. */
  isReversed = false;
  readonly #files = new Map<string, Written>();
  #writes = 0;

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  /** Writes a file, later than the ones before it. */
  write(path: string, text: string, has: Partial<Written> = {}): this {
    this.#writes += 1;
    this.#files.set(path, { text, modifiedMs: longAgoMs + this.#writes, isExecutable: false, ...has });
    return this;
  }

  remove(path: string): void {
    this.#files.delete(path);
  }

  async *list(
    context: string,
    skips: (folder: string) => boolean,
    signal: AbortSignal,
  ): AsyncGenerator<ContextFile> {
    const files = await this.calls.make('list', [context], signal, () => this.#filesIn(context));
    for (const file of this.isReversed ? files.toReversed() : files) {
      const skipped = foldersOf(file.path).find(skips);
      if (skipped === undefined) yield file;
      else this.skipped.push(skipped);
    }
  }

  async *read(context: string, path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const text = await this.calls.make(
      'read',
      [path],
      signal,
      () => this.#require(`${context}/${path}`).text,
    );
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length; from += 4) yield bytes.subarray(from, from + 4);
  }

  readText(path: string, signal: AbortSignal): Promise<string | undefined> {
    return this.calls.make('readText', [path], signal, () => this.#files.get(path)?.text);
  }

  #filesIn(context: string): readonly ContextFile[] {
    return [...this.#files]
      .filter(([path]) => path.startsWith(`${context}/`))
      .map(([path, { text, ...file }]) => ({
        ...file,
        path: path.slice(context.length + 1),
        size: Buffer.byteLength(text),
      }));
  }

  #require(path: string): Written {
    const found = this.#files.get(path);
    if (!found) throw new Error(`ENOENT: ${path}`);
    return found;
  }
}

/** The outermost first. */
function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
