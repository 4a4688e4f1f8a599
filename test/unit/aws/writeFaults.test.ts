import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isCancellation, isKnownError } from '../../../src/core/errors.ts';
import { AwsConfigFixture } from '../../support/awsConfig.ts';
import { openAccounts, profilesOf, type Account, type Window } from './writeFaultsAccount.ts';
import { spotsOf, type Spot } from './writeFaultsSpots.ts';
import { canMeet, disturbances, type Disturbance, type Told } from './writeFaultsTable.ts';

/** So many go wrong at a time, each in an account of its own. */
const width = 16;

interface Combination {
  readonly title: string;
  readonly spot: number;
  readonly disturbance: Disturbance;
}

const combinations: readonly Combination[] = spotsOf('any', 'any').flatMap((spot, index) =>
  disturbances
    .filter((disturbance) => canMeet(spot.operation, disturbance))
    .map((disturbance) => ({ title: `${spot.name}: ${disturbance.name}`, spot: index, disturbance })),
);

describe('a write that goes wrong', function () {
  this.timeout(120_000);
  const config = new AwsConfigFixture();
  const environmentBefore = { ...process.env };
  const results = new Map(combinations.map((combination) => [combination, Promise.withResolvers<void>()]));
  const lines: Promise<void>[] = [];
  let accounts: readonly Account[] = [];

  before(async () => {
    accounts = await openAccounts(width);
    config.write(profilesOf(accounts));
    Object.assign(process.env, config.environment);
    // One after the other they would take minutes, most of which the SDK waits between its tries.
    const waiting = combinations.entries();
    for (const account of accounts) lines.push(checkAll(waiting, account));
  });

  after(async () => {
    await Promise.all(lines);
    process.env = environmentBefore;
    config.dispose();
    for (const { emulator } of accounts) {
      assert.deepEqual(emulator.contractViolations, []);
      await emulator.close();
    }
  });

  it('goes wrong in more than two hundred ways', () => {
    assert.ok(combinations.length > 200, `${combinations.length}`);
    assert.equal(new Set(combinations.map(({ title }) => title)).size, combinations.length);
  });

  for (const combination of combinations) {
    it(combination.title, () => results.get(combination)?.promise);
  }

  /** Takes one after the other of those that nobody has taken yet. */
  async function checkAll(
    waiting: Iterable<readonly [number, Combination]>,
    account: Account,
  ): Promise<void> {
    for (const [index, combination] of waiting) {
      const result = results.get(combination);
      // Until its test looks at it, a failure is nobody's.
      result?.promise.catch(() => undefined);
      const failure = await inTime(check(account, `image-${index}`, combination)).catch((error: unknown) => ({
        error,
      }));
      if (failure) result?.reject(failure.error);
      else result?.resolve();
    }
  }
});

/** One that hangs does not hold up the others of its line. */
async function inTime(result: Promise<void>): Promise<void> {
  const { signal } = new AbortController();
  const late = delay(30_000, undefined, { signal, ref: false }).then(() => assert.fail('it hangs'));
  await Promise.race([result, late]);
}

/** What is told is what is there; and once nothing goes wrong any more, the same again leads to what is wanted. */
async function check(
  account: Account,
  name: string,
  { spot: index, disturbance }: Combination,
): Promise<void> {
  const { emulator } = account;
  const spot = spotsOf(name, randomUUID())[index];
  assert.ok(spot);
  emulator.faults.clear();
  emulator.transitionDelay = disturbance.isQuick ? 0 : 'manual';
  account.prepare(name, spot.before);
  assert.deepEqual(await account.read(name), spot.before);

  const window = await account.openWindow();
  const abort = new AbortController();
  const met = disturb(account, spot, disturbance);
  const tolds = told(spot.run(window.context, abort.signal));
  const again = await untilOver({ account, window, abort, met, tolds, disturbance });
  if (disturbance.also !== 'close') {
    const expected = spot.outcome(disturbance);
    assert.equal(await tolds, expected.told);
    emulator.faults.clear();
    assert.deepEqual(await account.read(name), expected.state, 'what is there is not what was told');
  }
  emulator.faults.clear();
  assert.equal(await told(spot.run(again.context, new AbortController().signal)), 'done');
  assert.deepEqual(await account.read(name), spot.wanted, 'the second try did not lead to what is wanted');
}

/** Has calls go wrong. @returns a promise that a call has met it, and SageMaker has done with it what it does. */
function disturb(
  { emulator }: Account,
  spot: Spot,
  { fault: kind, times, delayMs = 0, also }: Disturbance,
): Promise<void> {
  const { operation, where = () => true, alsoDenied } = spot;
  const met = Promise.withResolvers<void>();
  if (alsoDenied) emulator.faults.inject({ kind: 'denied', operation, where: alsoDenied });
  const aim = {
    operation,
    ...(times !== undefined && { times }),
    where: (input: Readonly<Record<string, unknown>>) => {
      if (!where(input)) return false;
      met.resolve();
      if (also === 'cutOff') emulator.faults.inject({ kind: 'silence' });
      return true;
    },
  };
  if (kind === 'slow') emulator.faults.inject({ ...aim, kind, delayMs });
  else if (kind !== 'emptyPage') emulator.faults.inject({ ...aim, kind });
  return met.promise;
}

interface UnderWay {
  readonly account: Account;
  readonly window: Window;
  readonly abort: AbortController;
  readonly met: Promise<void>;
  readonly tolds: Promise<Told>;
  readonly disturbance: Disturbance;
}

/** Does what a person does half-way. @returns the window in which it is tried again. */
async function untilOver({ account, window, abort, met, tolds, disturbance }: UnderWay): Promise<Window> {
  if (disturbance.also === 'cancel' || disturbance.also === 'close') {
    await met;
    // SageMaker's work is done within the turn in which the call meets the fault.
    await new Promise((resolve) => setImmediate(resolve));
    if (disturbance.also === 'close') window.close();
    abort.abort();
  }
  if (disturbance.also === 'close') return account.openWindow();
  await tolds;
  return window;
}

async function told(result: Promise<void>): Promise<Told> {
  try {
    await result;
    return 'done';
  } catch (error) {
    if (isCancellation(error)) return 'cancelled';
    if (isKnownError(error)) return error.code;
    throw error;
  }
}
