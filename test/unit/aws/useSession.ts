import assert from 'node:assert/strict';

import { createCloud, type CloudOptions } from '../../../src/aws/cloud.ts';
import type { Session } from '../../../src/core/ports.ts';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator.ts';
import { AwsConfigFixture } from '../../support/awsConfig.ts';
import { cloudOptions } from '../../support/cloudOptions.ts';
import { rememberEnvironment } from '../../support/rememberEnvironment.ts';

interface Setup {
  readonly emulator?: EmulatorOptions;
  readonly cloud?: Partial<CloudOptions>;
}

interface Opened {
  readonly emulator: Emulator;
  readonly session: Session;
}

/** Gives each test an account of its own and a session with it, and holds what the account answers to its contract. */
export function useSession(take: (opened: Opened) => void, setup: Setup = {}): void {
  const config = new AwsConfigFixture();
  const restoreEnvironment = rememberEnvironment();
  let emulator: Emulator | undefined;

  beforeEach(async () => {
    emulator = await startEmulator(setup.emulator);
    const { region, url: endpointUrl, credentials: keys } = emulator;
    config.write({ test: { region, endpointUrl, keys } });
    Object.assign(process.env, config.environment);
    const session = await createCloud(cloudOptions(setup.cloud)).openSession({ profile: 'test' });
    take({ emulator, session });
  });

  afterEach(async () => {
    assert.deepEqual(emulator?.contractViolations, []);
    await emulator?.close();
  });

  after(() => {
    restoreEnvironment();
    config.dispose();
  });
}
