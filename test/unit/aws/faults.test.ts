import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createCloud } from '../../../src/aws/cloud.ts';
import { isKnownError, type ErrorCode } from '../../../src/core/errors.ts';
import type { NewVersion, VersionRef } from '../../../src/core/model.ts';
import type { Session } from '../../../src/core/ports.ts';
import type { Fault } from '../../emulator/faults.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { AwsConfigFixture } from '../../support/awsConfig.ts';
import { cloudOptions } from '../../support/cloudOptions.ts';
import { rememberEnvironment } from '../../support/rememberEnvironment.ts';

const imageName = 'churn-notebook';
const silenceMs = 200;

/** Each way a create can go wrong: what it becomes, and how many versions there are afterwards. */
const table: readonly {
  readonly fault: Exclude<Fault['kind'], 'slow' | 'emptyPage'>;
  readonly code: ErrorCode;
  readonly versions: 0 | 1;
}[] = [
  { fault: 'internal', code: 'service.failed', versions: 0 },
  { fault: 'html', code: 'network.notAws', versions: 0 },
  { fault: 'dropBefore', code: 'network.dropped', versions: 0 },
  { fault: 'dropAfter', code: 'network.dropped', versions: 1 },
  { fault: 'silence', code: 'network.silent', versions: 0 },
  { fault: 'throttle', code: 'request.throttled', versions: 0 },
  { fault: 'expired', code: 'auth.expired', versions: 0 },
  { fault: 'denied', code: 'auth.denied', versions: 0 },
  { fault: 'unrecognized', code: 'auth.invalid', versions: 0 },
  { fault: 'inUse', code: 'image.inUse', versions: 0 },
  { fault: 'quota', code: 'quota.exceeded', versions: 0 },
];

describe('a create that goes wrong', function () {
  this.timeout(60_000);
  const config = new AwsConfigFixture();
  const restoreEnvironment = rememberEnvironment();
  let emulator: Emulator;
  let session: Session;

  before(async () => {
    emulator = await startEmulator();
    config.write({
      test: { region: emulator.region, endpointUrl: emulator.url, keys: emulator.credentials },
    });
    Object.assign(process.env, config.environment);
    const cloud = createCloud(cloudOptions({ silenceMs }));
    session = await cloud.openSession({ profile: 'test' });
  });

  after(async () => {
    restoreEnvironment();
    config.dispose();
    await emulator.close();
  });

  afterEach(() => emulator.faults.clear());

  for (const { fault, code, versions } of table) {
    it(`${fault} is ${code}, and a retry with the same token leaves exactly one version`, async () => {
      const version = aVersion(`${imageName}-${fault}`);
      emulator.addImage({ name: version.imageName });
      emulator.faults.inject({ kind: fault, operation: 'CreateImageVersion' });

      await assert.rejects(create(version), (error) => isKnownError(error) && error.code === code);
      assert.equal(await countVersions(version.imageName), versions);

      emulator.faults.clear();
      const ref = await create(version);
      assert.equal(ref.number, 1);
      assert.equal(await countVersions(version.imageName), 1);
    });
  }

  function create(version: NewVersion): Promise<VersionRef> {
    return session.images.createVersion(version, new AbortController().signal);
  }

  async function countVersions(name: string): Promise<number> {
    let count = 0;
    for await (const page of session.images.listVersions(name, new AbortController().signal))
      count += page.length;
    return count;
  }
});

function aVersion(name: string): NewVersion {
  return {
    imageName: name,
    baseImage: '123456789012.dkr.ecr.us-east-1.amazonaws.com/churn:1.0',
    clientToken: randomUUID(),
  };
}
