/** Reads Dockerfiles of 2,000 lines for their code lenses. Prints the milliseconds as JSON. */
import type { CancellationToken, TextDocument } from 'vscode';

import { registerLenses } from '../../src/ui/lenses.ts';
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
const LINES = 2_000;

/** One stage of the kind that is found in notebook images: 40 lines. */
const STAGE = [
  'FROM python:3.12-slim AS stage$',
  'ARG VERSION=$',
  'ENV PYTHONUNBUFFERED=1 \\',
  '    PIP_NO_CACHE_DIR=1 \\',
  '    VERSION=${VERSION}',
  '# What the notebooks need of the system.',
  'RUN apt-get update \\',
  ' && apt-get install -y --no-install-recommends \\',
  ...Array.from({ length: 20 }, (_, index) => `    library-${index}=1.${index}.$ \\`),
  ' && rm -rf /var/lib/apt/lists/*',
  'COPY --chown=1000:100 requirements.txt /tmp/requirements.txt',
  'RUN --mount=type=cache,target=/root/.cache pip install -r /tmp/requirements.txt',
  '',
  'RUN <<EOF',
  'set -e',
  'useradd --uid 1000 --gid 100 --create-home sagemaker-user',
  'EOF',
  'WORKDIR /home/sagemaker-user',
  'LABEL team="data science" build="$"',
  'USER 1000:100',
  'CMD ["jupyter", "lab", "--ip", "0.0.0.0", "--port", "8888"]',
];

function main(): void {
  const loadStart = performance.now();
  const { findFinalStage } = require('./dockerfile.cjs') as DockerfileModule;
  const loadMs = performance.now() - loadStart;

  const newTextMs = Array.from({ length: TEXTS }, (_, index) => {
    const text = dockerfile(index);
    return timed(() => findFinalStage(text));
  });

  registerLenses(() => findFinalStage, {
    onDidChange: () => ({ dispose: () => undefined }),
    resume: () => undefined,
  });
  const [provider] = codeLensProviders;
  const document = {
    uri: { scheme: 'file' },
    getText: () => dockerfile(TEXTS),
    version: 1,
  } as TextDocument;
  const provide = (): unknown =>
    provider?.provideCodeLenses(document, undefined as unknown as CancellationToken);
  provide();
  const unchangedMs = Array.from({ length: TEXTS }, () => timed(provide));

  const times: LensTimes = { loadMs, newTextMs, unchangedMs };
  console.log(JSON.stringify(times));
}

/** @param seed makes it another text */
function dockerfile(seed: number): string {
  const stages = Math.ceil(LINES / STAGE.length);
  const lines = Array.from({ length: stages }, (_, stage) =>
    STAGE.map((line) => line.replace(/\$(?!\{)/, `${seed}${stage}`)),
  );
  return lines.flat().slice(-LINES).join('\n');
}

function timed(work: () => unknown): number {
  const start = performance.now();
  if (work() === undefined) throw new Error('The Dockerfile has no final stage.');
  return performance.now() - start;
}

main();
