import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECRPUBLICClient } from '@aws-sdk/client-ecr-public';
import { IAMClient } from '@aws-sdk/client-iam';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { once } from '../core/once.ts';
import type { ServiceName } from './endpoint.ts';
import type { PatientHandler } from './requestHandler.ts';

/** The only place that makes SDK clients: one set per profile and region, each made with its first call, and reused. */
export interface Clients {
  readonly sagemaker: () => SageMakerClient;
  /**
   * For the writes a user waits for. A client slows down all of its calls once one was throttled: were it the same,
   * a click would stand in line behind the rows that are filled in.
   */
  readonly sagemakerWrites: () => SageMakerClient;
  readonly ecr: () => ECRClient;
  /** For what a user waits for. Engines sign in to registries of other regions, too. */
  readonly ecrIn: (region: string) => ECRClient;
  readonly ecrPublic: () => ECRPUBLICClient;
  readonly iam: () => IAMClient;
  readonly logs: () => CloudWatchLogsClient;
  readonly sts: () => STSClient;
}

/** Many attempts at a falling rate: the standard mode loses rows under throttling (docs/architecture.md, rule 11). */
const patientRetries = { retryMode: 'adaptive', maxAttempts: 8 };
/** Enough for a blip; then the user is told, and decides. */
const promptRetries = { retryMode: 'standard', maxAttempts: 4 };

/** The one region that has the API of ECR Public. */
export const publicRegistryRegion = 'us-east-1';

/** How the services are reached. */
export interface Network {
  /** Where the SDK finds `use_fips_endpoint` and the like. */
  readonly profile: string;
  readonly requestHandler: PatientHandler;
  /** Undefined where AWS's own endpoint is meant. */
  readonly endpointOf: (service: ServiceName) => string | undefined;
}

export interface ClientOptions extends Network {
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
}

export function createClients({
  profile,
  region,
  credentials,
  requestHandler,
  endpointOf,
}: ClientOptions): Clients {
  const config = { region, profile, credentials, requestHandler };
  const at = (service: ServiceName): { endpoint?: string } => endpointAt(service, endpointOf);
  return {
    sagemaker: once(() =>
      unlogged(new SageMakerClient({ ...config, ...patientRetries, ...at('sagemaker') })),
    ),
    sagemakerWrites: once(() =>
      unlogged(new SageMakerClient({ ...config, ...promptRetries, ...at('sagemaker') })),
    ),
    ecr: once(() => unlogged(new ECRClient({ ...config, ...patientRetries, ...at('ecr') }))),
    ecrIn: oncePer((where) =>
      unlogged(new ECRClient({ ...config, region: where, ...promptRetries, ...at('ecr') })),
    ),
    ecrPublic: once(() =>
      unlogged(
        new ECRPUBLICClient({
          ...config,
          region: publicRegistryRegion,
          ...promptRetries,
          ...at('ecr_public'),
        }),
      ),
    ),
    iam: once(() => unlogged(new IAMClient({ ...config, ...promptRetries, ...at('iam') }))),
    logs: once(() =>
      unlogged(new CloudWatchLogsClient({ ...config, ...promptRetries, ...at('cloudwatch_logs') })),
    ),
    sts: once(() => unlogged(new STSClient({ ...config, ...promptRetries, ...at('sts') }))),
  };
}

/**
 * The SDK copies each answer for a log that nobody reads: two milliseconds for a page of a hundred images. What is
 * logged of a call is `call.ts`'s own.
 */
function unlogged<C extends { readonly middlewareStack: { remove(name: string): boolean } }>(client: C): C {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/**
 * Makes a client that assumes roles.
 * @param credentials those of the role's source; undefined where a token takes their place.
 */
export function createRoleClient(
  region: string,
  credentials: AwsCredentialIdentity | undefined,
  { profile, requestHandler, endpointOf }: Network,
): STSClient {
  return new STSClient({
    region,
    profile,
    ...(credentials && { credentials }),
    requestHandler,
    ...promptRetries,
    ...endpointAt('sts', endpointOf),
  });
}

/** Makes a client that signs in with IAM Identity Center. */
export function createSignInClient(
  region: string,
  { profile, requestHandler, endpointOf }: Network,
): SSOOIDCClient {
  return new SSOOIDCClient({
    region,
    profile,
    requestHandler,
    ...promptRetries,
    ...endpointAt('sso_oidc', endpointOf),
  });
}

function oncePer<Key, T>(make: (key: Key) => T): (key: Key) => T {
  const made = new Map<Key, T>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

function endpointAt(service: ServiceName, endpointOf: Network['endpointOf']): { endpoint?: string } {
  const endpoint = endpointOf(service);
  return endpoint ? { endpoint } : {};
}
