/** The checks before a version is created, from a distant region: as many as there are, they should take no longer than one. */
import { startAccount } from './account.ts';
import { inMs, medianOf, ratioOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';
import type { PreflightTimes } from './programs/preflight.ts';
import { targetEnvironment } from './programs/target.ts';
import { runProgram } from './runProgram.ts';

const LATENCY_MS = 50;
/** As many as are searched for the same container image. */
const VERSIONS = 20;

export async function runPreflight(workshop: Workshop): Promise<readonly Measurement[]> {
  const versions = { images: 1, each: VERSIONS };
  await using account = await startAccount({ images: 1, latencyMs: LATENCY_MS, versions });
  const environment = { ...account.environment, ...targetEnvironment(account) };
  const { firstMs, allMs, chainMs, chain } = await runProgram<PreflightTimes>(
    workshop,
    'preflight',
    environment,
  );
  return [
    {
      what: `preflight of a version, calls of ${LATENCY_MS} ms`,
      against: 'its slowest chain of calls, alone',
      ratio: ratioOf(allMs, chainMs),
      goal: 1.3,
      note: `${inMs(medianOf(allMs))} : ${inMs(medianOf(chainMs))} (${chain}); the first time ${inMs(firstMs)}`,
    },
  ];
}
