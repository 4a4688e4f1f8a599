import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePending, type PendingChange } from '../../core/watch/change.ts';

const extension = '.json';

/**
 * The changes that are not over yet, in all windows: a small file for each in one folder, so that windows need no lock
 * to add theirs, and exactly one of them takes each away.
 */
export class PendingChanges {
  readonly #folder: string;
  readonly #onFailure: (error: unknown) => void;
  /** What could not be written is kept for this window at least. */
  readonly #unwritten = new Map<string, PendingChange>();

  constructor(folder: string, onFailure: (error: unknown) => void) {
    this.#folder = folder;
    this.#onFailure = onFailure;
  }

  /** On disk once it resolves, in one go: no window ever reads half of it. */
  async add(pending: PendingChange): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      const unfinished = this.#temporary();
      await writeFile(unfinished, JSON.stringify(pending), { mode: 0o600 });
      await rename(unfinished, this.#file(pending));
    } catch (error) {
      this.#unwritten.set(pending.id, pending);
      this.#onFailure(error);
    }
  }

  /** Those that can be read, in no order. */
  async list(): Promise<readonly PendingChange[]> {
    const names = await this.#names();
    const read = await Promise.all(
      names.filter((name) => name.endsWith(extension)).map((name) => this.#read(name)),
    );
    return [...this.#unwritten.values(), ...read.filter((pending) => pending !== undefined)];
  }

  async has(pending: PendingChange): Promise<boolean> {
    if (this.#unwritten.has(pending.id)) return true;
    return access(this.#file(pending)).then(
      () => true,
      () => false,
    );
  }

  /** Takes it away. @returns whether it was here that it was taken: of all windows, in one (or it can not be). */
  async take(pending: PendingChange): Promise<boolean> {
    if (this.#unwritten.delete(pending.id)) return true;
    // Where two windows could rename a file at once (Windows), only one of them finds it under its own name after that.
    const mine = this.#temporary();
    try {
      await rename(this.#file(pending), mine);
      await unlink(mine);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      this.#onFailure(error);
      return this.has(pending);
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (!isMissing(error)) this.#onFailure(error);
      return [];
    }
  }

  async #read(name: string): Promise<PendingChange | undefined> {
    const text = await readFile(join(this.#folder, name), 'utf8').catch(() => '');
    const pending = parsePending(text);
    return pending && this.#name(pending) === name ? pending : undefined;
  }

  #file(pending: PendingChange): string {
    return join(this.#folder, this.#name(pending));
  }

  #name({ id }: PendingChange): string {
    return `${id}${extension}`;
  }

  #temporary(): string {
    return join(this.#folder, `${randomUUID()}.tmp`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
