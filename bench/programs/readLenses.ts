/** Reads Dockerfiles of 2,000 lines for their code lenses. Prints the milliseconds as JSON. */
import type { CancellationToken, TextDocument } from 'vscode';

import { registerLenses } from '../../src/ui/lenses.ts';
import { ParsedDockerfiles } from '../../src/ui/parsedDockerfiles.ts';
import { longDockerfile } from './longDockerfile.ts';
import { codeLensProviders } from './vscodeStandIn.ts';

export interface LensTimes {
  /** Milliseconds to load the parser's bundle. */
  readonly loadMs: number;
  /** Milliseconds for texts that had not been read before, the process's first one first. */
  readonly newTextMs: readonly number[];
  /** Milliseconds for a document that did not change since it was read. */
  readonly unchangedMs: readonly number[];
}

type DockerfileModule = typeof import('../../src/core/dockerfile.ts');

const TEXTS = 30;

const onDidChange = (): { dispose(): void } => ({ dispose: () => undefined });

function main(): void {
  const loadStart = performance.now();
  const { findFinalStage, parseDockerfile } = require('./dockerfile.cjs') as DockerfileModule;
  const loadMs = performance.now() - loadStart;

  const newTextMs = Array.from({ length: TEXTS }, (_, index) => {
    const text = longDockerfile(index);
    return timed(() => findFinalStage(text));
  });

  registerLenses(
    new ParsedDockerfiles(() => parseDockerfile),
    { onDidChange, resume: () => undefined },
    { onDidChange, titleOf: () => undefined },
  );
  const [provider] = codeLensProviders;
  const document = {
    uri: { scheme: 'file' },
    getText: () => longDockerfile(TEXTS),
    version: 1,
  } as TextDocument;
  const provide = (): unknown =>
    provider?.provideCodeLenses(document, undefined as unknown as CancellationToken);
  provide();
  const unchangedMs = Array.from({ length: TEXTS }, () => timed(provide));

  const times: LensTimes = { loadMs, newTextMs, unchangedMs };
  console.log(JSON.stringify(times));
}

function timed(work: () => unknown): number {
  const start = performance.now();
  if (work() === undefined) throw new Error('The Dockerfile has no final stage.');
  return performance.now() - start;
}

main();
