/** Where a program in a container, of Amazon ECS or EKS, finds its role's credentials. */

import type { Arns } from './arns.ts';
import type { Identities } from './identities.ts';
import { containerOperations } from './identityConstraints.ts';
import type { Handlers, RestWire, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import { issueToWorkload } from './workloadCredentials.ts';

type Operation = (typeof containerOperations)['GetContainerCredentials'];

export interface ContainerSettings {
  /** The name of the role that programs in the container have; none, if undefined. */
  readonly containerRole: string | undefined;
  readonly container: {
    /** What requests must carry in `Authorization`; nothing, if undefined. */
    readonly authorizationToken: string | undefined;
  };
}

const taskId = '0123456789abcdef0123456789abcdef';

export class Container implements Service {
  readonly name = 'container';
  readonly wire: RestWire = {
    protocol: 'rest',
    routes: {
      GetContainerCredentials: {
        method: 'GET',
        path: /^\/container-credentials$/,
        headers: { authorization: 'authorizationToken' },
      },
    },
    errorBody: ({ code, message }) => ({ Code: code, Message: message }),
  };
  readonly operations = containerOperations;
  readonly handlers: Handlers<typeof containerOperations> = {
    GetContainerCredentials: (input) => this.#getContainerCredentials(input),
  };
  readonly #arns: Arns;
  readonly #identities: Identities;
  readonly #settings: ContainerSettings;

  constructor(arns: Arns, identities: Identities, settings: ContainerSettings) {
    this.#arns = arns;
    this.#identities = identities;
    this.#settings = settings;
  }

  #getContainerCredentials(input: ValueOf<Operation['input']>): ValueOf<Operation['output']> {
    const { containerRole: name, container } = this.#settings;
    if (name === undefined) throw new ServiceError('NotFound', 'This is no container with a role', 404);
    if (
      container.authorizationToken !== undefined &&
      container.authorizationToken !== input.authorizationToken
    ) {
      throw new ServiceError('Unauthorized', 'The authorization token is missing or wrong', 401);
    }
    return {
      RoleArn: this.#arns.role(name),
      ...issueToWorkload(this.#identities, { name, accountId: this.#arns.accountId }, taskId),
    };
  }
}
