import type * as vscode from 'vscode';

/** What VS Code keeps of a workspace: as text, so that nothing but plain JSON survives. */
export class InMemoryMemento implements vscode.Memento {
  readonly #texts = new Map<string, string>();

  keys(): readonly string[] {
    return [...this.#texts.keys()];
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the signature is vscode.Memento's
  get<T>(key: string): T | undefined;
  get<T>(key: string, defaultValue: T): T;
  get<T>(key: string, defaultValue?: T): T | undefined {
    const text = this.#texts.get(key);
    return text === undefined ? defaultValue : (JSON.parse(text) as T);
  }

  update(key: string, value: unknown): Promise<void> {
    if (value === undefined) this.#texts.delete(key);
    else this.#texts.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}
