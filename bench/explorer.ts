/** The sidebar of a large account: how soon there are rows, how soon they have details, and what a rate limit costs. */
import { startAccount } from './account.ts';
import type { Account } from './account.ts';
import { inMs, medianOf, spreadOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';
import type { ExploreTimes } from './programs/explore.ts';
import { targetEnvironment } from './programs/target.ts';
import { runProgram } from './runProgram.ts';

const ROUNDS = 5;
const LATENCY_MS = 100;
const IMAGES = 5_000;
const FEW_IMAGES = 1_000;
const VERSIONS = 2_000;

/** Rows that are filled in, and how many at a time. */
const SCREENFUL = 30;
const AT_ONCE = 5;

const PER_SECOND = 20;
const OPENED = 8;
const LIMITED_IMAGES = 1_000;
const LIMITED_ROUNDS = 3;
const PAGE_SIZE = 100;

const MEGABYTE = 1_000_000;

export async function exploreAccount(workshop: Workshop): Promise<readonly Measurement[]> {
  await using many = await startAccount(accountOf(IMAGES));
  await using few = await startAccount(accountOf(FEW_IMAGES));
  const ofMany: ExploreTimes[] = [];
  const ofFew: ExploreTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ofMany.push(await explore(workshop, many, IMAGES + 1, 1));
    ofFew.push(await explore(workshop, few, FEW_IMAGES + 1, 1));
  }
  return [...againstRoundTrips(ofMany), growth(ofMany, ofFew), ...(await underLimit(workshop))];
}

function accountOf(images: number) {
  return { images, latencyMs: LATENCY_MS, versions: { images: 1, each: VERSIONS } };
}

function explore(
  workshop: Workshop,
  account: Account,
  images: number,
  opened: number,
): Promise<ExploreTimes> {
  const env = { ...account.environment, ...targetEnvironment(account), BENCH_IMAGES: String(images) };
  return runProgram<ExploreTimes>(workshop, 'explore', env, [String(opened)]);
}

/** Whatever is read page by page or row by row, nothing comes before its call is answered. */
function againstRoundTrips(times: readonly ExploreTimes[]): readonly Measurement[] {
  assertNoFailures(times);
  const batches = Math.ceil(SCREENFUL / AT_ONCE);
  const figures = [
    {
      what: `first rows of ${IMAGES.toLocaleString('en')} images`,
      ours: times.map(({ firstRowsMs }) => firstRowsMs),
      trips: 1,
      goal: 1.2,
    },
    {
      what: `first rows of ${VERSIONS.toLocaleString('en')} versions`,
      ours: times.flatMap(({ versionRowsMs }) => versionRowsMs),
      trips: 1,
      goal: 1.2,
    },
    {
      what: `details of the ${SCREENFUL} versions in view`,
      ours: times.map(({ detailsMs, versionRowsMs: [rowsMs = 0] }) => detailsMs - rowsMs),
      trips: batches,
      goal: 1.3,
    },
  ];
  return figures.map(({ what, ours, trips, goal }) => ({
    what,
    against: `${trips} round ${trips === 1 ? 'trip' : 'trips'} of ${LATENCY_MS} ms`,
    ratio: spreadOf(ours.map((milliseconds) => milliseconds / (trips * LATENCY_MS))),
    goal,
    note: `${inMs(medianOf(ours))} : ${inMs(trips * LATENCY_MS)}`,
  }));
}

function growth(many: readonly ExploreTimes[], few: readonly ExploreTimes[]): Measurement {
  const thousands = (IMAGES - FEW_IMAGES) / 1_000;
  const perThousand = many.map(
    ({ keptBytes }, index) => (keptBytes - (few[index]?.keptBytes ?? Number.NaN)) / thousands,
  );
  return {
    what: 'memory of 1,000 more images, VS Code’s rows included',
    against: '2 MB',
    ratio: spreadOf(perThousand.map((bytes) => bytes / (2 * MEGABYTE))),
    goal: 1,
    note: `${(medianOf(perThousand) / MEGABYTE).toFixed(2)} MB`,
  };
}

/** Images are listed and several opened: far more calls than may be made in that time. */
async function underLimit(workshop: Workshop): Promise<readonly Measurement[]> {
  const times: ExploreTimes[] = [];
  for (let round = 0; round < LIMITED_ROUNDS; round++) {
    await using account = await startAccount({
      images: LIMITED_IMAGES,
      latencyMs: 50,
      versions: { images: OPENED, each: PAGE_SIZE },
      requestsPerSecond: PER_SECOND,
    });
    times.push(await explore(workshop, account, LIMITED_IMAGES + OPENED, OPENED));
  }
  // Each row takes two calls; the process's first call is made before the time is taken, and the bucket is full then.
  const pages = Math.ceil((LIMITED_IMAGES + OPENED) / PAGE_SIZE);
  const calls = pages + SCREENFUL + OPENED + 2 * SCREENFUL * OPENED;
  const floorMs = ((calls - PER_SECOND) / PER_SECOND) * 1_000;
  const ours = times.map(({ totalMs }) => totalMs);
  const failed = times.flatMap(({ failures }) => failures);
  return [
    {
      what: `${calls} calls, for ${OPENED} opened images`,
      against: `a limit of ${PER_SECOND} calls a second`,
      ratio: spreadOf(ours.map((milliseconds) => milliseconds / floorMs)),
      goal: 1.15,
      note: `${inMs(medianOf(ours))} : ${inMs(floorMs)}`,
    },
    {
      what: 'rows without details under that limit',
      against: `${OPENED * SCREENFUL} rows`,
      ratio: spreadOf(times.map(({ failures }) => failures.length / (OPENED * SCREENFUL))),
      goal: 0,
      note: failed.length === 0 ? 'none failed' : [...new Set(failed)].join(', '),
    },
  ];
}

function assertNoFailures(times: readonly ExploreTimes[]): void {
  const failures = times.flatMap((one) => one.failures);
  if (failures.length > 0) throw new Error(`Calls failed: ${failures.join(', ')}`);
}
