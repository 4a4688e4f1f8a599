import assert from 'node:assert/strict';
import { followVersion, type FollowContext } from '../../../../src/core/create/followVersion.ts';
import { AppError } from '../../../../src/core/errors.ts';
import type { VersionRef } from '../../../../src/core/model.ts';
import { Serial } from '../../../../src/core/serial.ts';
import { anImage, aVersion } from '../../../support/builders.ts';
import { InstantClock, ManualClock, settled } from '../../../support/clocks.ts';
import { InMemoryImageStore } from '../../../support/inMemoryImageStore.ts';

const { signal } = new AbortController();
const creating = aVersion({ number: 2, status: 'CREATING' });
const ref: VersionRef = { imageName: 'notebook', number: 2, arn: creating.arn };

describe('follow version', () => {
  let images: InMemoryImageStore;
  let clock: InstantClock;
  let changes: string[];
  let context: FollowContext;

  beforeEach(() => {
    images = new InMemoryImageStore().add(anImage(), aVersion(), creating);
    clock = new InstantClock();
    changes = [];
    context = {
      images,
      clock,
      writes: new Serial(),
      onChange: ({ number, status }) => changes.push(`${number} ${status}`),
    };
  });

  const settleAfter = (milliseconds: number, change?: { status: string; failureReason?: string }): void =>
    clock.after(milliseconds, () => images.settleVersion('notebook', 2, change));

  it('until it is created', async () => {
    settleAfter(3_000);
    assert.deepEqual(await followVersion(ref, [], context, signal), { kind: 'created' });
    assert.deepEqual(clock.delays, [1_000, 1_500, 2_250]);
    assert.deepEqual(changes, ['2 CREATED']);
    assert.equal(images.calls.to('addAliases').length, 0);
  });

  it('adds the aliases once it is created, and not before', async () => {
    settleAfter(3_000);
    const outcome = await followVersion(ref, ['latest', '2.0'], context, signal);
    assert.deepEqual(outcome, { kind: 'created' });
    assert.deepEqual(images.calls.operations, [
      'describeVersion',
      'describeVersion',
      'describeVersion',
      'listAliases',
      'addAliases',
    ]);
    assert.deepEqual(images.aliasesNow('notebook', 2), ['latest', '2.0']);
    assert.deepEqual(changes, ['2 CREATED', '2 CREATED'], 'the second change shows the aliases');
  });

  it('adds only the aliases that an earlier try did not', async () => {
    settleAfter(1_000);
    clock.after(1_000, () => void images.addAliases('notebook', 2, ['latest'], signal));
    const outcome = await followVersion(ref, ['latest', '2.0'], context, signal);
    assert.deepEqual(outcome, { kind: 'created' });
    assert.deepEqual(images.aliasesNow('notebook', 2), ['latest', '2.0']);
  });

  it('until it fails, and adds no aliases then', async () => {
    settleAfter(1_000, { status: 'CREATE_FAILED', failureReason: 'No such image.' });
    const outcome = await followVersion(ref, ['latest'], context, signal);
    assert.deepEqual(outcome, { kind: 'failed', reason: 'No such image.' });
    assert.deepEqual(changes, ['2 CREATE_FAILED']);
    assert.equal(images.calls.to('addAliases').length, 0);
  });

  it('until it fails without a reason', async () => {
    settleAfter(1_000, { status: 'CREATE_FAILED' });
    assert.deepEqual(await followVersion(ref, [], context, signal), { kind: 'failed', reason: undefined });
  });

  it('until somebody has deleted it, or is about to', async () => {
    settleAfter(1_000, { status: 'DELETING' });
    assert.deepEqual(await followVersion(ref, ['latest'], context, signal), { kind: 'gone' });
    images.removeVersion('notebook', 2);
    assert.deepEqual(await followVersion(ref, ['latest'], context, signal), { kind: 'gone' });
    assert.equal(images.calls.to('addAliases').length, 0);
  });

  it('no longer than the time limit', async () => {
    const timing = { firstDelayMs: 1_000, longestDelayMs: 1_000, growth: 1, limitMs: 5_000 };
    const outcome = await followVersion(ref, ['latest'], { ...context, timing }, signal);
    assert.deepEqual(outcome, { kind: 'pending' });
    assert.equal(clock.delays.length, 5);
    assert.deepEqual(changes, []);
  });

  it('through errors that pass', async () => {
    images.calls.fail(
      'describeVersion',
      new AppError('request.throttled', { operation: 'DescribeImageVersion' }),
      new AppError('network.unreachable', { host: undefined }),
      new AppError('service.failed', { operation: 'DescribeImageVersion', status: 500 }),
    );
    settleAfter(1_000);
    assert.deepEqual(await followVersion(ref, [], context, signal), { kind: 'created' });
    assert.equal(clock.delays.length, 4);
  });

  it('until an error that waiting does not cure, and can be taken up again after it', async () => {
    const expired = new AppError('auth.expired', { profile: 'default' });
    images.calls.fail('describeVersion', expired);
    await assert.rejects(followVersion(ref, ['latest'], context, signal), expired);
    settleAfter(1_000);
    assert.deepEqual(await followVersion(ref, ['latest'], context, signal), { kind: 'created' });
    assert.deepEqual(images.aliasesNow('notebook', 2), ['latest']);
  });

  it('and says so when an alias is taken: the version is created all the same', async () => {
    await images.addAliases('notebook', 1, ['latest'], signal);
    settleAfter(1_000);
    const outcome = await followVersion(ref, ['latest'], context, signal);
    assert.ok(outcome.kind === 'created');
    assert.ok(outcome.aliasProblem instanceof AppError);
    assert.equal(outcome.aliasProblem.code, 'image.inUse');
    assert.deepEqual(changes, ['2 CREATED']);
  });

  it('and adds its aliases after an earlier write to the image', async () => {
    settleAfter(1_000);
    const earlier = Promise.withResolvers<void>();
    const busy = context.writes.run('notebook', () => earlier.promise);
    const outcome = followVersion(ref, ['latest'], context, signal);
    await settled();
    assert.equal(images.calls.to('addAliases').length, 0);
    earlier.resolve();
    await busy;
    await outcome;
    assert.deepEqual(images.aliasesNow('notebook', 2), ['latest']);
  });

  it('until it is aborted while it waits', async () => {
    const abort = new AbortController();
    const result = followVersion(ref, [], { ...context, clock: new ManualClock() }, abort.signal);
    await settled();
    abort.abort();
    await assert.rejects(result, { name: 'AbortError' });
  });

  it('until it is aborted while it adds aliases, which is no alias problem', async () => {
    const abort = new AbortController();
    settleAfter(1_000);
    const onChange = (): void => abort.abort();
    const result = followVersion(ref, ['latest'], { ...context, onChange }, abort.signal);
    await assert.rejects(result, { name: 'AbortError' });
  });
});
