/**
 * `npm run bench`: how the extension compares, as ratios that were measured side by side in this run.
 *
 *     npm run bench                        everything, some ten minutes
 *     npm run bench -- --only listing      one benchmark
 *     npm run bench -- --json FILE         the same figures to a file as well
 *
 * A ratio is "what" divided by "against": another program that did the same in turns with ours (A B A B), or a fixed
 * limit. Median, least and greatest of all rounds are shown; the median is held against the goal. The machine's speed
 * cancels out in the former, not in the latter, so let nothing else run meanwhile.
 *
 * All of it runs on a production build of its own (`dist` stays as it is) against an emulated AWS account in a process
 * of its own. What needs a tool that is missing is skipped and says so. A goal that is missed is no failure: the exit
 * code is 1 only when something could not be measured for another reason.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { SetupError } from '../test/vscode/setupError.ts';
import { activateExtension } from './activation.ts';
import { measureBuilds } from './build.ts';
import { checkDockerfiles } from './diagnostics.ts';
import { createAgainstCli, createAgainstLimit, createWarm } from './create.ts';
import { exploreAccount } from './explorer.ts';
import { readLenses } from './lenses.ts';
import { listImages } from './listing.ts';
import { MissingToolError } from './measurement.ts';
import type { Benchmark, Workshop } from './measurement.ts';
import { openPicker } from './picker.ts';
import { runPreflight } from './preflight.ts';
import { stayResponsive } from './responsiveness.ts';
import { measureSizes } from './sizes.ts';
import { formatTable, isMet } from './table.ts';
import type { Result } from './table.ts';
import { prepareWorkshop } from './workshop.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  activation: activateExtension,
  build: measureBuilds,
  'create-cli': createAgainstCli,
  'create-limit': createAgainstLimit,
  'create-warm': createWarm,
  diagnostics: checkDockerfiles,
  explorer: exploreAccount,
  listing: listImages,
  lenses: readLenses,
  picker: openPicker,
  preflight: runPreflight,
  responsiveness: stayResponsive,
  sizes: measureSizes,
};

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } });
  const chosen = Object.entries(BENCHMARKS).filter(([name]) => name === (values.only ?? name));
  if (chosen.length === 0) {
    console.error(`There is no "${values.only}"; choose from ${Object.keys(BENCHMARKS).join(', ')}.`);
    return 1;
  }
  await using workshop = await prepareWorkshop();
  const results: Result[] = [];
  for (const [name, benchmark] of chosen) {
    console.error(`Measuring ${name} …`);
    results.push(await measure(name, benchmark, workshop));
  }
  console.log(`\n${formatTable(results)}\n`);
  console.log(summaryOf(results));
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
  return results.some(({ kind }) => kind === 'failed') ? 1 : 0;
}

async function measure(name: string, benchmark: Benchmark, workshop: Workshop): Promise<Result> {
  try {
    return { name, kind: 'measured', measurements: await benchmark(workshop) };
  } catch (error) {
    if (error instanceof MissingToolError || error instanceof SetupError) {
      return { name, kind: 'skipped', reason: error.message };
    }
    console.error(error);
    return { name, kind: 'failed', reason: 'the error is above' };
  }
}

function summaryOf(results: readonly Result[]): string {
  const measured = results.flatMap((result) => (result.kind === 'measured' ? result.measurements : []));
  const met = measured.filter(isMet).length;
  const notMeasured = results.length - results.filter(({ kind }) => kind === 'measured').length;
  const rest = notMeasured > 0 ? `, ${notMeasured} not measured` : '';
  return `${met} goals met, ${measured.length - met} missed${rest}`;
}

process.exitCode = await main();
