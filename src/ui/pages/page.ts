import type * as vscode from 'vscode';

/** What can be clicked, above the line that it belongs to, counted from 0. */
export interface PageLens {
  readonly line: number;
  readonly command: vscode.Command;
}

export interface Page {
  readonly text: string;
  readonly lenses: readonly PageLens[];
}

/** Writes a Markdown document, section by section. */
export class PageWriter {
  readonly #lines: string[] = [];
  readonly #lenses: PageLens[] = [];

  get page(): Page {
    return { text: `${this.#lines.join('\n')}\n`, lenses: this.#lenses };
  }

  heading(level: 1 | 2, text: string): void {
    this.#separate();
    this.#lines.push(`${'#'.repeat(level)} ${text}`);
  }

  paragraph(text: string, commands: readonly vscode.Command[] = []): void {
    this.#separate();
    this.#click(commands);
    this.#lines.push(text);
  }

  fence(text: string): void {
    this.#separate();
    this.#lines.push(...codeFence(text));
  }

  /** Begins a list, or goes on with it. @param details stand below it */
  item(text: string, details: readonly string[] = [], commands: readonly vscode.Command[] = []): void {
    if (!this.#isInList) this.#separate();
    this.#click(commands);
    this.#lines.push(`- ${text}`, ...details.map((detail) => `  ${detail}`));
  }

  get #isInList(): boolean {
    return /^(- | {2})/.test(this.#lines.at(-1) ?? '');
  }

  #separate(): void {
    if (this.#lines.length > 0) this.#lines.push('');
  }

  #click(commands: readonly vscode.Command[]): void {
    const line = this.#lines.length;
    this.#lenses.push(...commands.map((command) => ({ line, command })));
  }
}

/** A text of others as a block of Markdown that nothing in it can end. */
function codeFence(text: string): readonly string[] {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [`${fence}text`, ...text.split(/\r\n|\n|\r/), fence];
}
