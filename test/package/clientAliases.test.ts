import assert from 'node:assert/strict';

import { clientAliases } from '../../scripts/clientAliases.ts';

describe('a client that stands in for its smaller copy', () => {
  for (const [copy, client] of Object.entries(clientAliases)) {
    it(`has all that the copy has: ${client}`, async () => {
      const theirs = await namesOf(copy);
      const ours = await namesOf(client);
      assert.ok(theirs.length > 0);
      assert.deepEqual(
        theirs.filter((name) => !ours.includes(name)),
        [],
      );
    });
  }
});

async function namesOf(name: string): Promise<readonly string[]> {
  return Object.keys((await import(name)) as object);
}
