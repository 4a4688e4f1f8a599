/**
 * Many CreateImageVersion calls in one process, the extension's and those by hand in turns, each over a connection that
 * stays open. Prints the milliseconds of each as JSON.
 */
import { Agent } from 'node:http';

import { createOurVersion, openSession } from './ourCreate.ts';
import { signedCall } from './signedCall.ts';
import { newVersionInput, signingOptions } from './target.ts';

export interface WarmCalls {
  /** Milliseconds of the calls in turn: `ours[n]` and `byHand[n]` were made one right after the other. */
  readonly ours: readonly number[];
  readonly byHand: readonly number[];
}

const CALLS = 250;

async function main(): Promise<void> {
  const session = await openSession();
  const options = { ...signingOptions(), agent: new Agent({ keepAlive: true }) };
  const ours: number[] = [];
  const byHand: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    ours.push(await timed(() => createOurVersion(session)));
    byHand.push(await timed(() => signedCall('CreateImageVersion', newVersionInput(), options)));
  }
  const calls: WarmCalls = { ours, byHand };
  console.log(JSON.stringify(calls));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

void main();
