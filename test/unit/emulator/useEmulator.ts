/** What every test of the emulator starts from: a running one, and the clients that real programs use. */

import assert from 'node:assert/strict';
import { Sha256 } from '@aws-crypto/sha256-js';
import { ECRClient } from '@aws-sdk/client-ecr';
import { CreateImageVersionCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { CreateImageVersionCommandInput } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { startEmulator } from '../../emulator/emulator.ts';
import type { Credentials, Emulator, EmulatorOptions } from '../../emulator/emulator.ts';

export interface Fixture {
  readonly emulator: Emulator;
  readonly sagemaker: SageMakerClient;
  readonly ecr: ECRClient;
  readonly sts: STSClient;
}

export const roleArn = 'arn:aws:iam::123456789012:role/SageMakerImageRole';

/** Starts an emulator before each test, and after it makes sure that all its answers kept the services' contract. */
export function useEmulator(options: EmulatorOptions = {}): Fixture {
  const fixture: { -readonly [Key in keyof Fixture]?: Fixture[Key] } = {};
  beforeEach(async () => {
    const emulator = await startEmulator({ transitionDelay: 'manual', ...options });
    const settings = clientSettings(emulator);
    Object.assign(fixture, {
      emulator,
      sagemaker: new SageMakerClient(settings),
      ecr: new ECRClient(settings),
      sts: new STSClient(settings),
    });
  });
  afterEach(async () => {
    await fixture.emulator?.close();
    assert.deepEqual(fixture.emulator?.contractViolations, []);
  });
  // Filled before each test, which is the only time it is looked at.
  return fixture as Fixture;
}

interface ClientSettings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts: number;
}

/** Clients that try once, so that a test sees the first answer. */
export function clientSettings({ url, region, credentials }: Emulator): ClientSettings {
  return { endpoint: url, region, credentials, maxAttempts: 1 };
}

/** Whom keys belong to. @returns an ARN */
export async function identityOf(
  { emulator }: Fixture,
  credentials: Credentials,
): Promise<string | undefined> {
  const client = new STSClient({ ...clientSettings(emulator), credentials });
  return (await client.send(new GetCallerIdentityCommand({}))).Arn;
}

export interface RawAnswer {
  readonly status: number;
  /** Of the error, if it is one. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly body: object;
}

/** Sends a body that the SDK would not send. */
export async function post(
  emulator: Emulator,
  target: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const { host } = new URL(emulator.url);
  const signer = new SignatureV4({
    credentials: emulator.credentials,
    region: emulator.region,
    service: target.startsWith('SageMaker') ? 'sagemaker' : 'ecr',
    sha256: Sha256,
  });
  const signed = await signer.sign({
    method: 'POST',
    protocol: 'http:',
    hostname: host,
    path: '/',
    headers: { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, ...headers },
    body,
  });
  const response = await fetch(emulator.url, { method: 'POST', headers: signed.headers, body });
  const answer = (await response.json()) as { __type?: string; message?: string };
  const { __type: code, message } = answer;
  return { status: response.status, code, message, body: answer };
}

/** An image whose container image is in the emulated ECR. */
export function addImage({ emulator }: Fixture, name = 'notebook'): { imageName: string; baseImage: string } {
  emulator.addImage({ name });
  emulator.addContainerImage({ repository: name, tags: ['1.0'] });
  return { imageName: name, baseImage: `${emulator.registryHost}/${name}:1.0` };
}

/** Creates a version over the wire. @returns its ARN */
export async function createVersion(
  { sagemaker }: Fixture,
  input: Omit<CreateImageVersionCommandInput, 'ClientToken'> & { ClientToken?: string },
): Promise<string | undefined> {
  return (await sagemaker.send(new CreateImageVersionCommand(input as CreateImageVersionCommandInput)))
    .ImageVersionArn;
}
