/** A thread that counts what checks of a Dockerfile have to do: how often the blocks of their code are run. */
import { Session, type Profiler } from 'node:inspector/promises';
import { parentPort } from 'node:worker_threads';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

// Only what is loaded from here on is counted.
const { ParsedDockerfile } = await import('../../src/core/dockerfile.ts');
const { ruleIds } = await import('../../src/core/dockerfile/rules/ruleIds.ts');
const { targets } = await import('../../src/core/dockerfile/rules/targets.ts');
const severities = Object.fromEntries(ruleIds.map((id) => [id, 'warning']));
const today = new Date('2026-01-15');

parentPort?.on('message', (text: string) => void count(text));

async function count(text: string): Promise<void> {
  const parsed = new ParsedDockerfile(text);
  // What the parser did, which is a library's, is left out.
  await session.post('Profiler.takePreciseCoverage');
  for (const target of targets) parsed.check({ today, target, severities });
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const ours = result.filter(({ url }) => /\/src\/core\/dockerfile/.test(url));
  parentPort?.postMessage(
    ours.reduce((sum, one) => sum + blocksOf(one), 0),
    [],
  );
}

function blocksOf({ functions }: Profiler.ScriptCoverage): number {
  return functions.flatMap(({ ranges }) => ranges).reduce((sum, { count: times }) => sum + times, 0);
}
