/** Where a program on an EC2 instance finds its role's credentials: the second version of the instance metadata service. */

import { randomBytes } from 'node:crypto';
import type { Arns } from './arns.ts';
import type { Identities } from './identities.ts';
import { instanceMetadataOperations } from './identityConstraints.ts';
import type { Handlers, RestWire, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import { formatTimestamp } from './timestamp.ts';
import { issueToWorkload } from './workloadCredentials.ts';

type Table = typeof instanceMetadataOperations;
type Input<Operation extends keyof Table> = ValueOf<Table[Operation]['input']>;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;

export interface InstanceSettings {
  /** The name of the role that programs on the instance have; none, if undefined. */
  readonly instanceRole: string | undefined;
}

const tokenHeader = 'x-aws-ec2-metadata-token';
const maxTokenSeconds = 21_600;
const instanceId = 'i-0123456789abcdef0';

export class InstanceMetadata implements Service {
  readonly name = 'imds';
  readonly wire: RestWire = {
    protocol: 'rest',
    routes: {
      GetMetadataToken: {
        method: 'PUT',
        path: /^\/latest\/api\/token$/,
        headers: { [`${tokenHeader}-ttl-seconds`]: 'ttlSeconds' },
        text: { member: 'token', type: 'text/plain' },
      },
      GetInstanceRole: {
        method: 'GET',
        path: /^\/latest\/meta-data\/iam\/security-credentials\/?$/,
        headers: { [tokenHeader]: 'token' },
        text: { member: 'roleName', type: 'text/plain' },
      },
      GetInstanceCredentials: {
        method: 'GET',
        path: /^\/latest\/meta-data\/iam\/security-credentials\/(?<roleName>[^/]+)$/,
        headers: { [tokenHeader]: 'token' },
      },
    },
  };
  readonly operations = instanceMetadataOperations;
  readonly handlers: Handlers<Table> = {
    GetMetadataToken: (input) => this.#getMetadataToken(input),
    GetInstanceRole: (input) => ({ roleName: this.#roleFor(input) }),
    GetInstanceCredentials: (input) => this.#getInstanceCredentials(input),
  };
  readonly #arns: Arns;
  readonly #identities: Identities;
  readonly #settings: InstanceSettings;
  readonly #tokens = new Map<string, number>();

  constructor(arns: Arns, identities: Identities, settings: InstanceSettings) {
    this.#arns = arns;
    this.#identities = identities;
    this.#settings = settings;
  }

  #getMetadataToken({ ttlSeconds }: Input<'GetMetadataToken'>): Output<'GetMetadataToken'> {
    this.#role();
    const seconds = Number(ttlSeconds);
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > maxTokenSeconds) {
      throw new ServiceError('BadRequest', `The token must live 1 to ${maxTokenSeconds} seconds`);
    }
    const token = randomBytes(40).toString('base64');
    this.#tokens.set(token, Date.now() + seconds * 1000);
    return { token };
  }

  #getInstanceCredentials(input: Input<'GetInstanceCredentials'>): Output<'GetInstanceCredentials'> {
    const name = this.#roleFor(input);
    if (input.roleName !== name) throw notFound(`The instance has no role ${input.roleName}`);
    return {
      Code: 'Success',
      LastUpdated: formatTimestamp(Date.now()),
      Type: 'AWS-HMAC',
      ...issueToWorkload(this.#identities, { name, accountId: this.#arns.accountId }, instanceId),
    };
  }

  /** The role, for whoever has a token. */
  #roleFor({ token = '' }: Input<'GetInstanceRole'>): string {
    const role = this.#role();
    if ((this.#tokens.get(token) ?? 0) > Date.now()) return role;
    throw new ServiceError('Unauthorized', 'The token is missing or no longer valid', 401);
  }

  #role(): string {
    const { instanceRole } = this.#settings;
    if (instanceRole === undefined) throw notFound('This is no instance with a role');
    return instanceRole;
  }
}

function notFound(message: string): ServiceError {
  return new ServiceError('NotFound', message, 404);
}
