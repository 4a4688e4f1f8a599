/**
 * Lists all images as the sidebar does, and then by hand, in a process that has made a call before: what is measured
 * are not the costs of loading the SDK. Prints the times as JSON.
 */
import { Agent } from 'node:http';

import { Listing } from '../../src/core/listing.ts';
import type { ImageStore } from '../../src/core/ports.ts';
import { openSession } from './ourCreate.ts';
import { signedCall } from './signedCall.ts';
import { signingOptions } from './target.ts';

export interface ListTimes {
  /** Milliseconds until the first rows could be shown. */
  readonly firstRowsMs: number;
  /** Milliseconds until all rows were there. */
  readonly allMs: number;
  /** Milliseconds until all pages were there with nothing but Node. */
  readonly byHandMs: number;
}

async function main(): Promise<void> {
  const { images } = await openSession();
  await images.findLatestVersion('notebook', new AbortController().signal);
  const times: ListTimes = { ...(await listWithListing(images)), byHandMs: await listByHand() };
  console.log(JSON.stringify(times));
}

async function listWithListing(images: ImageStore): Promise<Omit<ListTimes, 'byHandMs'>> {
  const start = performance.now();
  const pages = images.listImages({ sortBy: 'name' }, new AbortController().signal);
  const listing = new Listing(pages, () => undefined);
  await listing.ready;
  const firstRowsMs = performance.now() - start;
  await listing.complete;
  if (listing.error !== undefined) throw listing.error;
  return { firstRowsMs, allMs: performance.now() - start };
}

async function listByHand(): Promise<number> {
  const start = performance.now();
  const options = { ...signingOptions(), agent: new Agent({ keepAlive: true }) };
  let token: string | undefined;
  do {
    const input = { SortBy: 'IMAGE_NAME', SortOrder: 'ASCENDING', MaxResults: 100, NextToken: token };
    const page = (await signedCall('ListImages', input, options)) as { readonly NextToken?: string };
    token = page.NextToken;
  } while (token !== undefined);
  return performance.now() - start;
}

void main();
