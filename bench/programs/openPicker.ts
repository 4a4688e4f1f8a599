/** Opens the list of profiles of the AWS configuration in HOME. Prints the milliseconds as JSON. */
import { pickSession } from '../../src/core/switchSession.ts';
import { reviewTexts } from '../../src/ui/preflight/reviewTexts.ts';
import { createPrompts } from '../../src/ui/prompts.ts';
import { cloudOptions } from '../../test/support/cloudOptions.ts';
import { quickPicks } from './vscodeStandIn.ts';

export interface PickerTimes {
  /** Milliseconds of the process's first time. */
  readonly firstMs: number;
  /** Milliseconds of the times after it. */
  readonly openMs: readonly number[];
}

type AwsModule = typeof import('../../src/aws/cloud.ts');

const ROUNDS = 30;
const ROWS = 1_000;

async function main(): Promise<void> {
  const { createCloud } = require('./aws.cjs') as AwsModule;
  const cloud = createCloud(cloudOptions());
  const prompts = createPrompts(
    () => undefined,
    () => reviewTexts,
  );
  const open = async (): Promise<number> => {
    const start = performance.now();
    const shown = quickPicks.next();
    const closing = new AbortController();
    const picked = pickSession(
      { cloud, prompts, current: {}, defaultProfile: 'default', recentRegions: [] },
      closing.signal,
    );
    const { items } = await shown;
    const milliseconds = performance.now() - start;
    if (items.length < ROWS) throw new Error(`The list has ${items.length} rows only.`);
    closing.abort();
    await picked;
    return milliseconds;
  };

  const firstMs = await open();
  const openMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) openMs.push(await open());
  const times: PickerTimes = { firstMs, openMs };
  console.log(JSON.stringify(times));
}

void main();
