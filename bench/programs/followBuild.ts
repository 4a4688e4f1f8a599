/**
 * Follows a build that prints much, as the extension does: into a terminal that is open. Prints what that took as JSON.
 * With `held` as its argument it looks at its memory every now and then, which takes time of its own.
 */
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { BuildProgress } from '../../src/ui/build/buildProgress.ts';
import { createEngines, openOutput, read } from './ourBuild.ts';

export interface FollowCosts {
  /** Milliseconds of the processor that this process has used, the programs that it started not counted. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** By how many bytes more was held at most than before, what is only waiting to be collected not counted. */
  readonly heldBytes: number;
  /** By how many bytes more memory was resident at most than before. */
  readonly residentBytes: number;
  readonly lines: number;
  /** What the terminal was given. */
  readonly messages: number;
  readonly characters: number;
}

const LINES_PER_LOOK = 5_000;

async function main(): Promise<void> {
  const { signal } = new AbortController();
  const dockerfile = read('BENCH_DOCKERFILE');
  await using engine = await createEngines(read('BENCH_STUDIO') === 'yes').open(signal);
  const { output, shown } = openOutput();
  const progress = new BuildProgress(output, () => undefined);
  progress.begin('build');
  const looksAtMemory = process.argv[2] === 'held';
  const heldBefore = looksAtMemory ? heldBytes() : 0;
  let held = heldBefore;
  let lines = 0;
  const residentBefore = process.memoryUsage.rss();
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  await engine.build(
    {
      dockerfile,
      context: dirname(dockerfile),
      target: undefined,
      buildArgs: {},
      platform: 'linux/amd64',
      labels: {},
      reference: `${read('BENCH_REPOSITORY')}:followed`,
      mediaTypes: 'any',
    },
    (event) => {
      progress.report(event);
      if (event.kind !== 'output') return;
      lines += 1;
      if (looksAtMemory && lines % LINES_PER_LOOK === 0) held = Math.max(held, heldBytes());
    },
    signal,
  );
  output.flush();
  const { user, system } = process.cpuUsage(cpuBefore);
  const costs: FollowCosts = {
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - start,
    heldBytes: held - heldBefore,
    residentBytes: process.resourceUsage().maxRSS * 1024 - residentBefore,
    lines,
    ...shown,
  };
  console.log(JSON.stringify(costs));
}

function heldBytes(): number {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

void main();
