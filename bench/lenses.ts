/** The code lens of a long Dockerfile: it is read anew with every key that is pressed. */
import { inMs, medianOf, spreadOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';
import type { LensTimes } from './programs/readLenses.ts';
import { runProgram } from './runProgram.ts';

const NEW_TEXT_LIMIT_MS = 20;
const UNCHANGED_LIMIT_MS = 1;

export async function readLenses(workshop: Workshop): Promise<readonly Measurement[]> {
  const { loadMs, newTextMs, unchangedMs } = await runProgram<LensTimes>(workshop, 'readLenses', process.env);
  return [
    {
      what: 'lenses of 2,000 lines, text changed',
      against: `${NEW_TEXT_LIMIT_MS} ms`,
      ratio: spreadOf(newTextMs.map((milliseconds) => milliseconds / NEW_TEXT_LIMIT_MS)),
      goal: 1,
      note: `${inMs(medianOf(newTextMs))}; the first time ${inMs(newTextMs[0] ?? 0)} after ${inMs(loadMs)} of loading`,
    },
    {
      what: 'lenses of 2,000 lines, text unchanged',
      against: `${UNCHANGED_LIMIT_MS} ms`,
      ratio: spreadOf(unchangedMs.map((milliseconds) => milliseconds / UNCHANGED_LIMIT_MS)),
      goal: 1,
      note: `${medianOf(unchangedMs).toFixed(4)} ms`,
    },
  ];
}
