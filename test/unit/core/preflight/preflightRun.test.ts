import assert from 'node:assert/strict';
import { PreflightRun } from '../../../../src/core/preflight/preflightRun.ts';
import { checkIds } from '../../../../src/core/preflight/finding.ts';
import { digestOf, role } from '../../../support/builders.ts';
import { aConfiguration, arm64 } from '../../../support/contentsBuilders.ts';
import { ManualClock, settled } from '../../../support/clocks.ts';
import type { InMemorySession } from '../../../support/inMemorySession.ts';
import { aGoodSession } from '../../../support/goodSession.ts';
import { aSubject, signal } from './usePreflight.ts';

const patienceMs = 3000;

/** How much was open each time that somebody was told; ends with the run. */
async function follow(run: PreflightRun, stop = signal): Promise<readonly number[]> {
  const told: number[] = [];
  for await (const { open } of run.states(stop)) told.push(open.length);
  return told;
}

describe('a preflight beside a review', () => {
  let clock: ManualClock;
  let session: InMemorySession;
  beforeEach(() => {
    clock = new ManualClock();
    session = aGoodSession();
  });

  /** Lets the scan be waited for. @returns what ends that */
  function holdScan(): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    Object.assign(session.registry, { findScan: () => promise });
    return () => resolve(undefined);
  }

  function start(stop = signal): PreflightRun {
    return new PreflightRun(aSubject(), session, stop);
  }

  it('tells whoever follows it what is there, and each time that there is more', async () => {
    const run = start();
    assert.deepEqual(run.state, { checks: checkIds, findings: [], open: checkIds });
    const told = await follow(run);
    assert.equal(told[0], checkIds.length);
    assert.equal(told.at(-1), 0);
    assert.deepEqual(
      told.toSorted((one, other) => other - one),
      told,
    );
    assert.equal(new Set(told).size, told.length, 'nothing is told twice');
    assert.deepEqual(await follow(run), [0], 'who comes later is told what is known');
  });

  it('goes on without one that follows it no more', async () => {
    const endScan = holdScan();
    const run = start();
    const left = new AbortController();
    const leaving = follow(run, left.signal);
    const staying = follow(run);
    await settled();
    left.abort();
    await assert.rejects(leaving, { name: 'AbortError' });
    endScan();
    assert.equal((await staying).at(-1), 0);
  });

  it('lets go on where all is well, without waiting any longer', async () => {
    const outcome = await start().outcomeWithin(patienceMs, clock, signal);
    assert.deepEqual(outcome, { checks: checkIds, findings: [], open: [], verdict: 'go' });
    assert.equal(clock.waiting, 0);
  });

  it('asks what warnings are worth, and stops at errors', async () => {
    session.roles.trusts.set(role, 'untrusted');
    assert.equal((await start().outcomeWithin(patienceMs, clock, signal)).verdict, 'ask');
    session.registry.configurations.set(digestOf('c'), aConfiguration({ platform: arm64 }));
    assert.equal((await start().outcomeWithin(patienceMs, clock, signal)).verdict, 'stop');
  });

  it('is waited for just so long, and then asks', async () => {
    const endScan = holdScan();
    const run = start();
    const waiting = run.outcomeWithin(patienceMs, clock, signal);
    await settled();
    await clock.advance(patienceMs);
    assert.deepEqual(await waiting, { checks: checkIds, findings: [], open: ['scan'], verdict: 'ask' });
    endScan();
    await settled();
    const { open, findings } = run.state;
    assert.deepEqual([open, findings.map(({ code }) => code)], [[], ['scan.none']]);
  });

  it('stops at an error that is known, whatever is open', async () => {
    holdScan();
    session.registry.configurations.set(digestOf('c'), aConfiguration({ platform: arm64 }));
    const waiting = start().outcomeWithin(patienceMs, clock, signal);
    await settled();
    await clock.advance(patienceMs);
    assert.equal((await waiting).verdict, 'stop');
  });

  it('ends with whoever wants it, and tells no more', async () => {
    holdScan();
    const run = start();
    const following = follow(run);
    run.stop();
    assert.ok((await following).every((open) => open === checkIds.length));
    assert.deepEqual(run.state.open, checkIds);
  });

  it('is not waited for by who gives up', async () => {
    holdScan();
    const stop = new AbortController();
    const waiting = start().outcomeWithin(patienceMs, clock, stop.signal);
    stop.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    assert.equal(clock.waiting, 0);
  });
});
