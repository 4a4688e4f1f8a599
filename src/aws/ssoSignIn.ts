import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
  type CreateTokenCommandOutput,
  type RegisterClientCommandOutput,
  type SSOOIDCClient,
} from '@aws-sdk/client-sso-oidc';
import { getSSOTokenFilepath } from '@smithy/shared-ini-file-loader';
import { orAborted } from '../core/abort.ts';
import { AppError } from '../core/errors.ts';
import type { Clock, DeviceRequest } from '../core/ports.ts';
import { required } from './call.ts';
import { translateError } from './errors.ts';
import type { SsoSignIn } from './signIns.ts';

export interface SsoSignInContext {
  readonly client: SSOOIDCClient;
  readonly clock: Clock;
  readonly profile: string;
  /** Is told what to confirm in a browser. */
  readonly show: (request: DeviceRequest) => void;
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const defaultIntervalSeconds = 5;
/** By how much a server that says `slow_down` wants to be asked less often (RFC 8628, 3.5). */
const slowDownSeconds = 5;

/**
 * Signs in with the device grant (RFC 8628), and writes the token where the AWS CLI, the SDKs and the AWS Toolkit
 * look for it, in their form.
 * @throws AppError `signIn.expired` when nobody confirmed in time, `signIn.failed` when it was refused.
 */
export async function signInWithDevice(
  signIn: SsoSignIn,
  context: SsoSignInContext,
  signal: AbortSignal,
): Promise<void> {
  const { client, show } = context;
  const options = { abortSignal: signal };
  try {
    const registration = await client.send(
      new RegisterClientCommand({
        clientName: 'sagemaker-images-vscode',
        clientType: 'public',
        ...(signIn.scopes.length > 0 && {
          scopes: [...signIn.scopes],
          grantTypes: [deviceGrant, 'refresh_token'],
        }),
      }),
      options,
    );
    const { clientId, clientSecret } = registration;
    const device = await client.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: signIn.startUrl }),
      options,
    );
    const operation = 'StartDeviceAuthorization';
    show({
      code: required(device.userCode, operation),
      url: required(device.verificationUriComplete, operation),
    });
    const command = new CreateTokenCommand({
      clientId,
      clientSecret,
      grantType: deviceGrant,
      deviceCode: device.deviceCode,
    });
    const token = await pollForToken(command, device.interval ?? defaultIntervalSeconds, context, signal);
    await writeToken(signIn, registration, token);
  } catch (error) {
    signal.throwIfAborted();
    throw translateFailure(error, signIn, context.profile);
  }
}

async function pollForToken(
  command: CreateTokenCommand,
  intervalSeconds: number,
  { client, clock }: SsoSignInContext,
  signal: AbortSignal,
): Promise<CreateTokenCommandOutput> {
  for (let seconds = intervalSeconds; ;) {
    await clock.delay(seconds * 1000, signal);
    try {
      return await orAborted(client.send(command, { abortSignal: signal }), signal);
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'SlowDownException') seconds += slowDownSeconds;
      else if (name !== 'AuthorizationPendingException') throw error;
    }
  }
}

/** Only the owner may read it, and nobody ever sees half of it. */
async function writeToken(
  { startUrl, region, cacheKey }: SsoSignIn,
  { clientId, clientSecret, clientSecretExpiresAt }: RegisterClientCommandOutput,
  { accessToken, expiresIn = 0, refreshToken }: CreateTokenCommandOutput,
): Promise<void> {
  const file = getSSOTokenFilepath(cacheKey);
  const token = {
    startUrl,
    region,
    accessToken: required(accessToken, 'CreateToken'),
    expiresAt: timestamp(new Date(Date.now() + expiresIn * 1000)),
    clientId,
    clientSecret,
    ...(clientSecretExpiresAt && {
      registrationExpiresAt: timestamp(new Date(clientSecretExpiresAt * 1000)),
    }),
    ...(refreshToken && { refreshToken }),
  };
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${randomUUID()}`;
  await writeFile(unfinished, JSON.stringify(token), { mode: 0o600 });
  await rename(unfinished, file);
}

/** The AWS CLI's form, without milliseconds: older readers take no other. */
function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function translateFailure(error: unknown, { region }: SsoSignIn, profile: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'ExpiredTokenException') return new AppError('signIn.expired', { profile });
  if (error.name === 'AccessDeniedException') {
    return new AppError('signIn.failed', { profile, reason: error.message });
  }
  return translateError(error, { operation: 'CreateToken', profile, region });
}
