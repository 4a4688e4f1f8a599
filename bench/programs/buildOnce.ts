/** From a Dockerfile to a registered version by the extension's code, from nothing. Its argument is the tag. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { emptyBuildDraft, type CompleteBuildDraft } from '../../src/core/build/buildDraft.ts';
import { parseContainerUri } from '../../src/core/containerUri.ts';
import { Serial } from '../../src/core/serial.ts';
import { BuildMemory } from '../../src/ui/build/buildMemory.ts';
import { BuildRunner } from '../../src/ui/build/buildRunner.ts';
import { RunningBuilds } from '../../src/ui/build/runningBuilds.ts';
import { systemClock as clock } from '../../src/ui/clock.ts';
import { FileMemento } from '../../src/ui/fileMemento.ts';
import { createEngines, openOutput, read, uriOf } from './ourBuild.ts';
import { openSession } from './ourCreate.ts';

type DockerfileModule = typeof import('../../src/core/dockerfile.ts');

async function main(): Promise<void> {
  const session = await openSession();
  const file = read('BENCH_DOCKERFILE');
  const folder = dirname(file);
  const text = readFileSync(file, 'utf8');
  const { readOutline } = require('./dockerfile.cjs') as DockerfileModule;
  const uri = parseContainerUri(read('BENCH_REPOSITORY'), session.region);
  if (!uri.ok) throw new Error(`${read('BENCH_REPOSITORY')}: ${uri.problem.code}`);
  const empty = emptyBuildDraft('Dockerfile', randomUUID());
  const tag = process.argv[2] ?? '';
  const draft: CompleteBuildDraft = {
    ...empty,
    version: { ...empty.version, image: { name: read('BENCH_IMAGE'), isNew: false } },
    repository: { kind: 'existing', uri: uri.value, immutableTags: false },
    tag: { scheme: tag, text: tag },
    target: null,
  };
  const runner = new BuildRunner({
    engines: () => createEngines(),
    memory: new BuildMemory(
      new FileMemento(join(read('BENCH_STATE'), 'memory.json'), (error) => {
        throw error;
      }),
    ),
    running: new RunningBuilds(),
    clock,
    writes: new Serial(),
    watcher: { watch: () => Promise.resolve() },
    readSources: () => Promise.resolve(undefined),
  });
  const { output } = openOutput();
  const { kind } = await runner.run(
    {
      place: {
        uri: uriOf(file),
        folder: undefined,
        path: 'Dockerfile',
        resolve: (path) => resolve(folder, path),
      },
      text,
      plan: { draft, outline: readOutline(text), source: undefined },
      session,
    },
    { output, tell: () => undefined },
    new AbortController().signal,
  );
  if (kind !== 'created') throw new Error('No version was created.');
}

void main();
