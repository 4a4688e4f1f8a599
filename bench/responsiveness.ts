/** The longest time for which the extension host can do nothing else: every other extension waits meanwhile. */
import { setTimeout as delay } from 'node:timers/promises';

import { TreeView } from '../test/e2e/parts/treeView.ts';
import { startAccount } from './account.ts';
import { describeShares } from './host/profile.ts';
import type { Block } from './host/probe.ts';
import { startHost } from './host/windows.ts';
import type { HostWindow } from './host/windows.ts';
import { inMs, medianOf, spreadOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';

const WINDOWS = 5;
const LIMIT_MS = 50;

const IMAGES = 10_000;
const LATENCY_MS = 20;

/** Milliseconds of work at a time that do not count as quiet, and milliseconds for which it must have been quiet. */
const NOISE_MS = 10;
const QUIET_MS = 1_000;

/** The sidebar with 10,000 images, from the first time it is opened until the last row is in view. */
export async function stayResponsive(workshop: Workshop): Promise<readonly Measurement[]> {
  await using account = await startAccount({ images: IMAGES, latencyMs: LATENCY_MS });
  await using host = await startHost(workshop, account.environment);
  const longest: Block[] = [];
  for (let count = 0; count < WINDOWS; count++) {
    await using window = await host.open();
    longest.push(await longestBlock(window));
  }
  // Profiling slows down what it looks at, so that window's times are not counted.
  await using window = await host.open();
  await window.ask('startProfile');
  const profiled = await longestBlock(window);
  const shares = describeShares(await window.ask('stopProfile'), profiled);
  const wallMs = medianOf(longest.map(({ milliseconds }) => milliseconds));
  return [
    {
      what: 'longest block of the extension host, 10,000 rows',
      against: `${LIMIT_MS} ms of the thread`,
      ratio: spreadOf(longest.map(({ cpuMs }) => cpuMs / LIMIT_MS)),
      goal: 1,
      note: `${inMs(medianOf(longest.map(({ cpuMs }) => cpuMs)))} (${inMs(wallMs)} with waiting for a processor): ${shares}`,
    },
  ];
}

async function longestBlock(window: HostWindow): Promise<Block> {
  await untilQuiet(window);
  await window.ask('watch');
  await showLastImage(window);
  await delay(QUIET_MS);
  const [longest] = (await window.ask('blocks')).toSorted((one, other) => other.cpuMs - one.cpuMs);
  if (longest === undefined) throw new Error('The extension host did nothing.');
  return longest;
}

/** Lets the extensions that VS Code brings along finish what they begin with. */
async function untilQuiet(window: HostWindow): Promise<void> {
  do {
    await window.ask('watch');
    await delay(QUIET_MS);
  } while ((await window.ask('blocks')).some(({ cpuMs }) => cpuMs > NOISE_MS));
}

/** Opens the sidebar and goes to the last row again and again, while there are more and more of them. */
async function showLastImage({ workbench }: HostWindow): Promise<void> {
  await workbench.sideBar.open('SageMaker Images');
  const view = new TreeView(workbench.page, workbench.page.locator('.part.sidebar'));
  await view.row('notebook').click();
  const last = `team-image-${String(IMAGES - 1).padStart(5, '0')}`;
  do {
    await workbench.page.keyboard.press('End');
    await delay(200);
  } while (!(await view.rows()).some(({ label }) => label === last));
}
