import * as vscode from 'vscode';
import type { BuildOutput } from './buildOutput.ts';

export interface OutputTerminalOptions {
  /** Somebody looks at it now. */
  readonly onOpen?: () => void;
  /** It was closed. */
  readonly onClose: () => void;
}

/** A terminal that shows an output: what was said before it was opened, too. Nothing can be typed into it. */
export class OutputTerminal implements vscode.Pseudoterminal {
  readonly #output: BuildOutput;
  readonly #options: OutputTerminalOptions;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #ended = new vscode.EventEmitter<number>();
  #subscription: vscode.Disposable | undefined;

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#ended.event;

  constructor(output: BuildOutput, options: OutputTerminalOptions) {
    this.#output = output;
    this.#options = options;
  }

  /** What is written before this is lost in VS Code. */
  open(): void {
    this.#output.flush();
    this.#written.fire(this.#output.text);
    this.#subscription = this.#output.onDidWrite((text) => this.#written.fire(text));
    this.#options.onOpen?.();
  }

  close(): void {
    this.#subscription?.dispose();
    this.#options.onClose();
  }

  /** Ends what runs in it, as tasks have it. */
  end(code: number): void {
    this.#output.flush();
    this.#ended.fire(code);
  }
}
