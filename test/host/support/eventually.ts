import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits for something that VS Code has no event for.
 * @param what a function where it is to say how things are in the end.
 */
export async function eventually(condition: () => boolean, what: string | (() => string)): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited >= 10_000) assert.fail(`not within ten seconds: ${typeof what === 'string' ? what : what()}`);
    await delay(20);
  }
}
