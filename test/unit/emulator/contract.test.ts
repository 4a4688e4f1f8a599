import assert from 'node:assert/strict';
import { ListImagesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Emulator } from '../../emulator/emulator.ts';
import { clientSettings } from './useEmulator.ts';

describe("emulator: answers that break the service's contract", () => {
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  const listImages = () => new SageMakerClient(clientSettings(emulator)).send(new ListImagesCommand({}));

  it('are replaced by an error, and recorded', async () => {
    emulator.addImage({ name: 'x', displayName: ' spaces around ' });
    await assert.rejects(listImages(), { name: 'InternalFailure' });
    assert.equal(emulator.contractViolations.length, 1);
    assert.match(
      emulator.contractViolations[0] ?? '',
      /ListImages answered ' spaces around ' at 'images\.1\.member\.displayName'/,
    );
  });

  it('are also errors that the operation does not declare', async () => {
    emulator.faults.inject({ operation: 'ListImages', kind: 'inUse' });
    await assert.rejects(listImages(), { name: 'InternalFailure' });
    assert.deepEqual(emulator.contractViolations, [
      'sagemaker ListImages answered ResourceInUse, which it does not declare',
    ]);
  });
});
