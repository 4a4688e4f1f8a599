/** Listing the images of a large account in a distant region: what is left to wait for besides the network. */
import { startAccount } from './account.ts';
import type { Account } from './account.ts';
import { inMs, medianOf, ratioOf, spreadOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';
import type { ListTimes } from './programs/listImages.ts';
import { targetEnvironment } from './programs/target.ts';
import { runProgram } from './runProgram.ts';

const ROUNDS = 5;
const LATENCY_MS = 50;
const PAGE_SIZE = 100;

const FEW = 1_000;
const MANY = 10_000;

export async function listImages(workshop: Workshop): Promise<readonly Measurement[]> {
  await using few = await startAccount({ images: FEW, latencyMs: LATENCY_MS });
  await using many = await startAccount({ images: MANY, latencyMs: LATENCY_MS });
  const ofFew: ListTimes[] = [];
  const ofMany: ListTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ofFew.push(await list(workshop, few));
    ofMany.push(await list(workshop, many));
  }
  return [
    againstNetwork(FEW, ofFew),
    againstNetwork(MANY, ofMany),
    againstLimit(ofMany),
    manyAgainstFew(ofMany, ofFew),
  ];
}

function list(workshop: Workshop, account: Account): Promise<ListTimes> {
  const env = { ...account.environment, ...targetEnvironment(account) };
  return runProgram<ListTimes>(workshop, 'listImages', env);
}

/** Every page names the next one, so less than the sum of their round trips is not possible. */
function againstNetwork(images: number, times: readonly ListTimes[]): Measurement {
  const pages = images / PAGE_SIZE;
  const floorMs = pages * LATENCY_MS;
  const ours = times.map(({ allMs }) => allMs);
  return {
    what: `list ${images.toLocaleString('en')} images`,
    against: `${pages} round trips of ${LATENCY_MS} ms`,
    ratio: spreadOf(ours.map((milliseconds) => milliseconds / floorMs)),
    goal: 1.1,
    note: `${inMs(medianOf(ours))} : ${inMs(floorMs)}`,
  };
}

/** What the emulator itself needs for a page is in both. */
function againstLimit(times: readonly ListTimes[]): Measurement {
  const ours = times.map(({ allMs }) => allMs);
  const byHand = times.map(({ byHandMs }) => byHandMs);
  return {
    what: `list ${MANY.toLocaleString('en')} images`,
    against: 'node:http, signed by hand, keep-alive',
    ratio: ratioOf(ours, byHand),
    goal: 1.1,
    note: `${inMs(medianOf(ours))} : ${inMs(medianOf(byHand))}`,
  };
}

function manyAgainstFew(many: readonly ListTimes[], few: readonly ListTimes[]): Measurement {
  const ofMany = many.map(({ firstRowsMs }) => firstRowsMs);
  const ofFew = few.map(({ firstRowsMs }) => firstRowsMs);
  return {
    what: `first rows of ${MANY.toLocaleString('en')} images`,
    against: `first rows of ${FEW.toLocaleString('en')} images`,
    ratio: ratioOf(ofMany, ofFew),
    goal: 1.25,
    note: `${inMs(medianOf(ofMany))} : ${inMs(medianOf(ofFew))}`,
  };
}
