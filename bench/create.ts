/** The extension's main job, creating one image version: from nothing, and at the press of Enter. */
import { startAccount } from './account.ts';
import type { Account } from './account.ts';
import { findAwsCli, versionOf } from './awsCli.ts';
import { inMs, medianOf, ratioOf } from './measurement.ts';
import type { Measurement, Workshop } from './measurement.ts';
import type { WarmCalls } from './programs/createWarm.ts';
import { targetEnvironment } from './programs/target.ts';
import { programFile, runProgram, timeProcess } from './runProgram.ts';

const PAIRS = 21;

/** Calls of a warm process that are not counted: V8 is still compiling what they run. */
const CALLS_TO_WARM_UP = 50;

type TimedProcess = () => number;

/** A process that loads the SDK and creates one version, against the AWS CLI. */
export async function createAgainstCli(workshop: Workshop): Promise<readonly Measurement[]> {
  const aws = findAwsCli();
  await using account = await startAccount({ images: 1, latencyMs: 0 });
  const { ours, theirs } = inTurns(createOnce(workshop, account), () => createWithCli(aws, account));
  return [
    {
      what: 'create a version, whole process',
      against: 'aws sagemaker create-image-version',
      ratio: ratioOf(ours, theirs),
      goal: 0.22,
      note: `${sideBySide(ours, theirs)} (${versionOf(aws)})`,
    },
  ];
}

/** The same against a call that is signed by hand: the limit of what Node can do. */
export async function createAgainstLimit(workshop: Workshop): Promise<readonly Measurement[]> {
  await using account = await startAccount({ images: 1, latencyMs: 0 });
  const byHand: TimedProcess = () =>
    timeProcess(process.execPath, [programFile(workshop.extension, 'createByHand')], environmentOf(account));
  const { ours, theirs } = inTurns(createOnce(workshop, account), byHand);
  return [
    {
      what: 'create a version, whole process',
      against: 'node:http, signed by hand',
      ratio: ratioOf(ours, theirs),
      goal: 2.2,
      note: sideBySide(ours, theirs),
    },
  ];
}

/** A process that has made such calls before. */
export async function createWarm(workshop: Workshop): Promise<readonly Measurement[]> {
  await using account = await startAccount({ images: 1, latencyMs: 0 });
  const calls = await runProgram<WarmCalls>(workshop, 'createWarm', environmentOf(account));
  const ours = calls.ours.slice(CALLS_TO_WARM_UP);
  const byHand = calls.byHand.slice(CALLS_TO_WARM_UP);
  return [
    {
      what: 'create a version, warm process',
      against: 'node:http, signed by hand, keep-alive',
      ratio: ratioOf(ours, byHand),
      goal: 1.4,
      note: sideBySide(ours, byHand),
    },
  ];
}

/** Runs A B A B. The first pair is not counted: the emulator and the file cache are cold. */
function inTurns(one: TimedProcess, other: TimedProcess): { ours: number[]; theirs: number[] } {
  const pairs = Array.from({ length: PAIRS + 1 }, () => [one(), other()] as const).slice(1);
  return { ours: pairs.map(([ours]) => ours), theirs: pairs.map(([, theirs]) => theirs) };
}

function createOnce({ extension }: Workshop, account: Account): TimedProcess {
  return () => timeProcess(process.execPath, [programFile(extension, 'createOnce')], environmentOf(account));
}

function createWithCli(aws: string, account: Account): number {
  const { environment, region, url, imageName, baseImage } = account;
  const parameters = {
    region,
    'endpoint-url': url,
    'image-name': imageName,
    'base-image': baseImage,
    'client-token': crypto.randomUUID(),
  };
  const args = Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]);
  return timeProcess(aws, ['sagemaker', 'create-image-version', ...args], environment);
}

function environmentOf(account: Account): NodeJS.ProcessEnv {
  return { ...account.environment, ...targetEnvironment(account) };
}

function sideBySide(ours: readonly number[], theirs: readonly number[]): string {
  return `${inMs(medianOf(ours))} : ${inMs(medianOf(theirs))}`;
}
