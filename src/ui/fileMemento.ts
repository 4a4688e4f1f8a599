import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as vscode from 'vscode';

type Values = Record<string, unknown>;

/**
 * A memento that is on disk once `update` has resolved. VS Code's own is written some time later, which is too late
 * for what must survive a window that is closed, or crashes, in the middle of a call.
 */
export class FileMemento implements vscode.Memento {
  readonly #file: string;
  readonly #onFailure: (error: unknown) => void;
  #values: Values | undefined;
  #written: Promise<void> = Promise.resolve();

  /** @param onFailure is told what could not be written; it is then kept for this window at least. */
  constructor(file: string, onFailure: (error: unknown) => void) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  keys(): readonly string[] {
    return Object.keys(this.#read());
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the signature is vscode.Memento's
  get<T>(key: string): T | undefined;
  get<T>(key: string, defaultValue: T): T;
  get(key: string, defaultValue?: unknown): unknown {
    return this.#read()[key] ?? defaultValue;
  }

  update(key: string, value: unknown): Promise<void> {
    this.#values = { ...this.#read(), [key]: value };
    this.#written = this.#written.then(() => this.#write(key, value)).catch(this.#onFailure);
    return this.#written;
  }

  /** Read on first use, not at activation. What cannot be read is as good as not there. */
  #read(): Values {
    this.#values ??= readValues(this.#file);
    return this.#values;
  }

  /** Only the key that changed, for windows without a folder share a file; in one go, for a reader never sees half. */
  async #write(key: string, value: unknown): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const unfinished = `${this.#file}.${randomUUID()}`;
    const text = JSON.stringify({ ...readValues(this.#file), [key]: value });
    await writeFile(unfinished, text, { mode: 0o600 });
    await rename(unfinished, this.#file);
  }
}

function readValues(file: string): Values {
  try {
    const values: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof values === 'object' && values !== null ? { ...values } : {};
  } catch {
    return {};
  }
}
