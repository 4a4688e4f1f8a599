import { fileURLToPath } from 'node:url';

/**
 * The SDK's providers of credentials bring smaller copies of two clients that we have whole. One of each is enough, and
 * 18 KB less to load.
 */
export const clientAliases = {
  '@aws-sdk/nested-clients/sso-oidc': '@aws-sdk/client-sso-oidc',
  '@aws-sdk/nested-clients/sts': '@aws-sdk/client-sts',
} as const;

/** What clients bring for calls that are never made: 16 KB. */
export const standIns = {
  '@smithy/core/event-streams': fileURLToPath(new URL('noEventStreams.ts', import.meta.url)),
} as const;
