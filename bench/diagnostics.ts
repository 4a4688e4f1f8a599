/** The diagnostics of a long Dockerfile, on top of the parse that they share with its code lens. */
import type { CheckTimes } from './programs/checkDockerfiles.ts';
import { inMs, medianOf, spreadOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';
import { runProgram } from './runProgram.ts';

const LIMIT_MS = 25;

export async function checkDockerfiles(workshop: Workshop): Promise<readonly Measurement[]> {
  const { parseMs, checkMs } = await runProgram<CheckTimes>(workshop, 'checkDockerfiles', process.env);
  return [
    {
      what: 'diagnostics of 2,000 lines, beyond one shared parse',
      against: `${LIMIT_MS} ms`,
      ratio: spreadOf(checkMs.map((milliseconds) => milliseconds / LIMIT_MS)),
      goal: 1,
      note: `${inMs(medianOf(checkMs))} after ${inMs(medianOf(parseMs))} of parsing; the first time ${inMs(checkMs[0] ?? 0)}`,
    },
  ];
}
