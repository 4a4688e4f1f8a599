/** What the extension costs whoever opens a Dockerfile, in a real extension host: the time to load and activate it. */
import { setTimeout as delay } from 'node:timers/promises';

import { isolatedEnvironment } from '../test/vscode/isolatedEnvironment.ts';
import type { Mark } from './host/probe.ts';
import { EMPTY_EXTENSION, startHost } from './host/windows.ts';
import type { HostWindows } from './host/windows.ts';
import { inMs, medianOf, spreadOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';

const WINDOWS = 7;
const LIMIT_MS = 5;
const OURS = 'sagemaker-images.sagemaker-images';

/** Milliseconds of the host's own marks. */
interface Activation {
  readonly loadMs: number;
  readonly activateMs: number;
}

interface Activations {
  readonly ours: Activation;
  readonly empty: Activation;
}

export async function activateExtension(workshop: Workshop): Promise<readonly Measurement[]> {
  const env = { ...process.env, ...isolatedEnvironment(workshop.scratch) };
  await using windows = await startHost(workshop, env);
  const opened: Activations[] = [];
  for (let count = 0; count < WINDOWS; count++) opened.push(await activationsOf(windows));
  return [differenceOf(opened)];
}

async function activationsOf(windows: HostWindows): Promise<Activations> {
  await using window = await windows.open();
  await window.workbench.openFile('Dockerfile');
  for (;;) {
    const marks = await window.ask('marks');
    const [ours, empty] = [OURS, EMPTY_EXTENSION].map((extension) => activationOf(extension, marks));
    if (ours !== undefined && empty !== undefined) return { ours, empty };
    await delay(100);
  }
}

/** Undefined while the extension is not active yet. */
function activationOf(extension: string, marks: readonly Mark[]): Activation | undefined {
  const between = (step: string): number => {
    const [will, did] = [`will${step}`, `did${step}`].map(
      (moment) => marks.find(({ name }) => name === `code/extHost/${moment}/${extension}`)?.startTime,
    );
    return will === undefined || did === undefined ? Number.NaN : did - will;
  };
  const loadMs = between('LoadExtensionCode');
  const activateMs = between('ActivateExtension');
  return Number.isNaN(loadMs + activateMs) ? undefined : { loadMs, activateMs };
}

function differenceOf(opened: readonly Activations[]): Measurement {
  const ours = opened.map((window) => window.ours);
  const empty = opened.map((window) => window.empty);
  return {
    what: 'load and activate, beyond an empty extension',
    against: `${LIMIT_MS} ms`,
    ratio: spreadOf(opened.map((window) => (totalOf(window.ours) - totalOf(window.empty)) / LIMIT_MS)),
    goal: 1,
    note: `load and activate: ${describe(ours)}; the empty one: ${describe(empty)}`,
  };
}

function totalOf({ loadMs, activateMs }: Activation): number {
  return loadMs + activateMs;
}

function describe(activations: readonly Activation[]): string {
  const load = medianOf(activations.map(({ loadMs }) => loadMs));
  const activate = medianOf(activations.map(({ activateMs }) => activateMs));
  return `${inMs(load)} + ${inMs(activate)}`;
}
