import assert from 'node:assert/strict';
import { BatchedChanges } from '../../../../src/core/explorer/batchedChanges.ts';
import { ManualClock, settled } from '../../../support/clocks.ts';

describe('batched changes', () => {
  let clock: ManualClock;
  let shown: (readonly string[])[];
  let changes: BatchedChanges<string>;
  beforeEach(() => {
    clock = new ManualClock();
    shown = [];
    changes = new BatchedChanges(clock, (changed) => shown.push(changed));
  });

  it('are shown together, each once', async () => {
    for (const changed of ['a', 'b', 'a']) changes.add(changed);
    assert.deepEqual(shown, []);
    await clock.advance(50);
    assert.deepEqual(shown, [['a', 'b']]);
  });

  it('are not put off by those that keep coming', async () => {
    changes.add('a');
    await clock.advance(40);
    changes.add('b');
    await clock.advance(10);
    changes.add('c');
    assert.deepEqual(shown, [['a', 'b']]);
    await clock.advance(50);
    assert.deepEqual(shown, [['a', 'b'], ['c']]);
    await clock.advance(1_000);
    assert.equal(shown.length, 2);
    assert.equal(clock.waiting, 0, 'nothing waits where nothing changes');
  });

  it('are forgotten when all is shown anew', async () => {
    changes.add('a');
    changes.clear();
    await settled();
    changes.add('b');
    await clock.advance(50);
    assert.deepEqual(shown, [['b']]);
  });
});
