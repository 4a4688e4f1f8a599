import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Clock, ConfigurationPaths } from '../core/ports.ts';

/** A sign-in writes several files, and editors replace what they save: one change is made of many events. */
const quietMs = 200;

/** Tells when the files that credentials come from have changed, whoever changed them. */
export class ConfigurationWatcher implements vscode.Disposable {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #disposables: vscode.Disposable[] = [];
  #waiting = new AbortController();

  constructor({ config, credentials, signIns }: ConfigurationPaths, clock: Clock, onChange: () => void) {
    this.#clock = clock;
    this.#onChange = onChange;
    for (const file of [config, credentials]) this.#watch(dirname(file), basename(file));
    for (const folder of signIns) this.#watch(folder, '*.json');
  }

  dispose(): void {
    this.#waiting.abort();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** A folder that is made later is told of itself: what was in it before VS Code noticed is not. */
  #watch(folder: string, pattern: string): void {
    const { createFileSystemWatcher: watch } = vscode.workspace;
    const files = watch(new vscode.RelativePattern(vscode.Uri.file(folder), pattern));
    const parent = vscode.Uri.file(dirname(folder));
    const itself = watch(new vscode.RelativePattern(parent, basename(folder)), false, true, true);
    const note = (): void => void this.#noteChange();
    this.#disposables.push(
      files,
      files.onDidChange(note),
      files.onDidCreate(note),
      files.onDidDelete(note),
      itself,
      itself.onDidCreate(note),
    );
  }

  async #noteChange(): Promise<void> {
    this.#waiting.abort();
    this.#waiting = new AbortController();
    const { signal } = this.#waiting;
    await this.#clock.delay(quietMs, signal).catch(() => undefined);
    if (!signal.aborted) this.#onChange();
  }
}
