import type { Configuration } from '../core/profiles.ts';
import type { Environment } from './configuration.ts';

/** The services' names in `[services …]` sections and, in capitals, in AWS_ENDPOINT_URL_… variables. */
export type ServiceName =
  'sagemaker' | 'ecr' | 'ecr_public' | 'sts' | 'iam' | 'sso' | 'sso_oidc' | 'cloudwatch_logs';

/**
 * The endpoint that a profile configures for a service. The SDK looks for it in the default profile alone, whatever
 * profile the client was made with; what the environment says it finds by itself.
 */
export function configuredEndpoint(
  service: ServiceName,
  profileName: string,
  { profiles, services }: Configuration,
  environment: Environment,
): string | undefined {
  const profile = profiles[profileName];
  const isIgnored =
    environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile?.['ignore_configured_endpoint_urls'];
  const isInEnvironment =
    environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? environment['AWS_ENDPOINT_URL'];
  if (isIgnored === 'true' || isInEnvironment) return undefined;
  const ofService = services[profile?.['services'] ?? '']?.[`${service}.endpoint_url`];
  return ofService ?? profile?.['endpoint_url'];
}
