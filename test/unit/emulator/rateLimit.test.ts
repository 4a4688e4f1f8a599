import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { ListImagesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { startEmulator } from '../../emulator/emulator.ts';
import { RateLimit } from '../../emulator/rateLimit.ts';
import { clientSettings } from './useEmulator.ts';

describe('emulator: rate limit', () => {
  it('lets one second’s worth through at once, and then as much as time has passed', async () => {
    const limit = new RateLimit(20);
    const taken = Array.from({ length: 30 }, () => limit.take());
    assert.equal(taken.indexOf(false), 20);
    await delay(120);
    assert.equal(limit.take(), true);
  });

  it('throttles SageMaker’s calls beyond it', async () => {
    const emulator = await startEmulator({ requestsPerSecond: 2 });
    const client = new SageMakerClient({ ...clientSettings(emulator), maxAttempts: 1 });
    try {
      const calls = Array.from({ length: 5 }, () => client.send(new ListImagesCommand({})));
      const results = await Promise.allSettled(calls);
      const refused = results.filter((result) => result.status === 'rejected');
      assert.equal(refused.length, 3);
      for (const { reason } of refused) assert.equal((reason as Error).name, 'ThrottlingException');
      assert.deepEqual(emulator.contractViolations, []);
    } finally {
      client.destroy();
      await emulator.close();
    }
  });
});
