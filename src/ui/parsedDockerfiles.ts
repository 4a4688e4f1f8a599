import type * as vscode from 'vscode';
import type { ParsedDockerfile } from '../core/dockerfile.ts';

/** Parses the text of a Dockerfile. */
export type ParseDockerfile = (text: string) => ParsedDockerfile;

/** Dockerfiles as they are in editors, each parsed once per version, whoever asks for it. */
export class ParsedDockerfiles {
  readonly #loadParser: () => ParseDockerfile;
  readonly #known = new WeakMap<vscode.TextDocument, { version: number; parsed: ParsedDockerfile }>();

  /** @param loadParser gives the parser, which is loaded with the first Dockerfile and not before. */
  constructor(loadParser: () => ParseDockerfile) {
    this.#loadParser = loadParser;
  }

  of(document: vscode.TextDocument): ParsedDockerfile {
    const before = this.#known.get(document);
    if (before?.version === document.version) return before.parsed;
    const parsed = this.#loadParser()(document.getText());
    this.#known.set(document, { version: document.version, parsed });
    return parsed;
  }
}
