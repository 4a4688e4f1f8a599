import assert from 'node:assert/strict';
import { isKnownError } from '../../../../src/core/errors.ts';
import { becomeCaller } from './becomeCaller.ts';
import { rows } from './rows.ts';
import { createWorld, type World } from './world.ts';

describe('whom a profile makes the caller', () => {
  let world: World;
  before(async () => {
    world = await createWorld();
  });
  after(() => world.emulator.close());

  for (const row of rows) {
    it(row.title, async () => {
      world.emulator.forgetRequests();
      const { arn, error } = await becomeCaller(row, world);
      if ('becomes' in row) {
        if (error !== undefined) throw error;
        assert.equal(arn, row.becomes);
      } else {
        assert.ok(isKnownError(error), `${String(error)}, as ${arn}`);
        assert.equal(error.code, row.fails, error.stack);
        assert.partialDeepStrictEqual(error.facts, row.facts ?? {});
      }
      const { operation, input } = row.sends ?? {};
      if (input === undefined) return;
      const request = world.emulator.requests.find((candidate) => candidate.operation === operation);
      assert.partialDeepStrictEqual(request?.input, input);
    });
  }

  it('says nothing that AWS would not', () => {
    assert.deepEqual(world.emulator.contractViolations, []);
  });
});
