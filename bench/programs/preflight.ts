/**
 * Checks a version that is to be created, and then makes each chain of the same calls alone, in turns: what a call
 * takes is in both. Prints the times as JSON.
 */
import { parseContainerUri, type ContainerUri } from '../../src/core/containerUri.ts';
import type { ImageReference, Session } from '../../src/core/ports.ts';
import { searchRegistered } from '../../src/core/build/findRegistered.ts';
import { readContents } from '../../src/core/containerImages/readContents.ts';
import { preflight } from '../../src/core/preflight/preflight.ts';
import type { Subject } from '../../src/core/preflight/subject.ts';
import { openSession } from './ourCreate.ts';
import { newVersionInput } from './target.ts';

export interface PreflightTimes {
  /** Milliseconds of the process's first preflight. */
  readonly firstMs: number;
  /** Milliseconds of whole preflights after it. */
  readonly allMs: readonly number[];
  /** Milliseconds of the slowest chain beside each of them. */
  readonly chainMs: readonly number[];
  /** Which chain that was. */
  readonly chain: string;
}

type Chain = (session: Session, uri: ContainerUri) => Promise<unknown>;

const ROUNDS = 15;
const imageName = 'a-versioned-image-1';
const { signal } = new AbortController();

/** Those of more than one call, each of which waits for the one before. */
const chains: Readonly<Record<string, Chain>> = {
  'the contents of an index': ({ registry }, uri) => readContents(referenceOf(uri), registry, signal),
  'the latest versions': ({ images }) => searchRegistered(imageName, Promise.resolve('none'), images, signal),
  'an image and its role': async ({ images, roles }) => {
    const { roleArn = '' } = await images.describeImage(imageName, signal);
    await roles.findTrust(roleArn, signal);
  },
};

async function main(): Promise<void> {
  const session = await openSession();
  const uri = uriOf();
  const subject: Subject = { uri, isByTag: true, image: { name: imageName, isNew: false }, aliases: ['new'] };
  const firstMs = await timeOf(() => check(subject, session));
  const allMs: number[] = [];
  const ofChains = new Map<string, number[]>(Object.keys(chains).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    allMs.push(await timeOf(() => check(subject, session)));
    for (const [name, chain] of Object.entries(chains)) {
      ofChains.get(name)?.push(await timeOf(() => chain(session, uri)));
    }
  }
  const [chain, chainMs] = [...ofChains].toSorted(([, one], [, other]) => sumOf(other) - sumOf(one))[0] ?? [
    '',
    [],
  ];
  const times: PreflightTimes = { firstMs, allMs, chainMs, chain };
  console.log(JSON.stringify(times));
}

/** What could not be checked would be measured as if it were quick. */
async function check(subject: Subject, session: Session): Promise<void> {
  for await (const { check: id, findings } of preflight(subject, session, signal)) {
    const failed = findings.find(({ code }) => code === 'notChecked');
    if (failed) throw new Error(`${id} could not be checked: ${JSON.stringify(failed.facts)}`);
  }
}

async function timeOf(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The one that is an index; no version was made of it. */
function uriOf(): ContainerUri {
  const { BaseImage } = newVersionInput();
  const parsed = parseContainerUri(BaseImage.replace(/:[^:]*$/, ':2.0'), undefined);
  if (!parsed.ok) throw new Error(`${BaseImage} is no container image: ${parsed.problem.code}`);
  return parsed.value;
}

function referenceOf({ accountId, repository, tag = '' }: ContainerUri): ImageReference {
  return { accountId, repository, tag };
}

void main();
