/** The portal of IAM Identity Center: credentials of a role for whoever logged in. */

import type { Identities } from './identities.ts';
import type { IdentityCenter } from './identityCenter.ts';
import { ssoOperations } from './identityConstraints.ts';
import type { Handlers, RestWire, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import { describeProblems } from './validation.ts';
import type { Problem } from './validation.ts';

type Operation = (typeof ssoOperations)['GetRoleCredentials'];

const sessionSeconds = 3600;

export class Sso implements Service {
  readonly name = 'sso';
  readonly wire: RestWire = {
    protocol: 'rest',
    routes: {
      GetRoleCredentials: {
        method: 'GET',
        path: /^\/federation\/credentials$/,
        query: { role_name: 'roleName', account_id: 'accountId' },
        headers: { 'x-amz-sso_bearer_token': 'accessToken' },
      },
    },
    errorNames: {
      AccessDeniedException: ['ForbiddenException', 403],
      ExpiredTokenException: ['UnauthorizedException', 401],
      ThrottlingException: ['TooManyRequestsException', 429],
    },
  };
  readonly operations = ssoOperations;
  readonly handlers: Handlers<typeof ssoOperations> = {
    GetRoleCredentials: (input) => this.#getRoleCredentials(input),
  };
  readonly #center: IdentityCenter;
  readonly #identities: Identities;

  constructor(center: IdentityCenter, identities: Identities) {
    this.#center = center;
    this.#identities = identities;
  }

  refusal(problems: readonly Problem[]): ServiceError {
    return new ServiceError('InvalidRequestException', describeProblems(problems));
  }

  #getRoleCredentials({
    roleName,
    accountId,
    accessToken,
  }: ValueOf<Operation['input']>): ValueOf<Operation['output']> {
    if (!this.#center.isLoggedIn(accessToken)) {
      throw new ServiceError('UnauthorizedException', 'Session token not found or invalid', 401);
    }
    if (!this.#center.isAssigned(accountId, roleName)) {
      throw new ServiceError('AccessDeniedException', 'No access');
    }
    const name = `AWSReservedSSO_${roleName}_0123456789abcdef`;
    const principal = this.#identities.session({ name, accountId }, 'developer');
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = this.#identities.issue(
      principal,
      sessionSeconds,
    );
    return {
      roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: Math.round(expiresAt) },
    };
  }
}
