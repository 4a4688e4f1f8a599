import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { GetAuthorizationTokenCommand as GetPublicAuthorizationTokenCommand } from '@aws-sdk/client-ecr-public';
import type { RegistryLogin } from '../core/build/engine.ts';
import { parseContainerUri } from '../core/containerUri.ts';
import { AppError, isCancellation, isKnownError } from '../core/errors.ts';
import { required, signedCall, type SignedCaller } from './call.ts';
import { publicRegistryRegion, type Clients } from './clients.ts';

const operation = 'GetAuthorizationToken';
const publicHost = 'public.ecr.aws';

/** Regions of other partitions begin differently: their credentials are worth nothing where ECR Public is. */
const publicPartition = /^(?!cn-|us-gov-|us-iso|eu-isoe-|eusc-)/;

/**
 * What engines sign in to a registry with. Whose registry it is makes no difference to ECR, only its region.
 * @throws AppError without a cause: what is answered is a secret, and the SDK's errors may have a part of it in them.
 */
export async function getRegistryLogin(
  host: string,
  clients: Pick<Clients, 'ecrIn' | 'ecrPublic'>,
  caller: SignedCaller,
  signal: AbortSignal,
): Promise<RegistryLogin> {
  const region = host === publicHost ? publicRegistryRegion : regionOf(host);
  if (region === undefined || (host === publicHost && !publicPartition.test(caller.region))) {
    throw new AppError('registry.refused', { host, reason: 'not a registry of Amazon ECR for this account' });
  }
  const there = { ...caller, region };
  try {
    return loginOf(
      await (host === publicHost
        ? getPublicToken(clients, there, signal)
        : getToken(region, clients, there, signal)),
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    if (isKnownError(error)) throw new AppError(error.code, error.facts);
    throw new AppError('service.failed', { operation, status: undefined });
  }
}

async function getToken(
  region: string,
  { ecrIn }: Pick<Clients, 'ecrIn'>,
  caller: SignedCaller,
  signal: AbortSignal,
): Promise<string | undefined> {
  const answer = await signedCall(caller, { operation }, signal, (options) =>
    ecrIn(region).send(new GetAuthorizationTokenCommand({}), options),
  );
  return answer.authorizationData?.[0]?.authorizationToken;
}

async function getPublicToken(
  { ecrPublic }: Pick<Clients, 'ecrPublic'>,
  caller: SignedCaller,
  signal: AbortSignal,
): Promise<string | undefined> {
  const answer = await signedCall(caller, { operation }, signal, (options) =>
    ecrPublic().send(new GetPublicAuthorizationTokenCommand({}), options),
  );
  return answer.authorizationData?.authorizationToken;
}

/** @param token user and password in Base64 */
function loginOf(token: string | undefined): RegistryLogin {
  const text = Buffer.from(required(token, operation), 'base64').toString();
  const colon = text.indexOf(':');
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** @returns undefined for a host that is no private ECR registry */
function regionOf(host: string): string | undefined {
  const parsed = parseContainerUri(`${host}/any`, undefined);
  return parsed.ok ? parsed.value.region : undefined;
}
