/** Amazon ECR Public, in so far as it lets one sign in. */

import { ecrPublicOperations } from './ecrConstraints.ts';
import type { RegistryTokens } from './registryTokens.ts';
import type { Handlers, Service } from './service.ts';

/** What stands for the region in the passwords of the registry that has none. */
export const publicScope = 'public';

export class EcrPublic implements Service {
  readonly name = 'ecr-public';
  readonly wire = { protocol: 'json', targetPrefix: 'SpencerFrontendService' } as const;
  /** There is one, in us-east-1. */
  readonly isGlobal = true;
  readonly operations = ecrPublicOperations;
  readonly handlers: Handlers<typeof ecrPublicOperations>;

  constructor(tokens: RegistryTokens) {
    this.handlers = { GetAuthorizationToken: () => ({ authorizationData: tokens.issue(publicScope) }) };
  }
}
