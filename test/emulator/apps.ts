/** SageMaker's behaviour for the apps of Studio: those that tests add, as nobody here creates any. */

import type { appOperations } from './appConstraints.ts';
import type { Arns } from './arns.ts';
import { notFound } from './imageStore.ts';
import { cutPage, InvalidTokenError } from './paging.ts';
import type { Handlers } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';

type Table = typeof appOperations;
type Input<Operation extends keyof Table> = ValueOf<Table[Operation]['input']>;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;
type AppAnswer = Output<'DescribeApp'>;

const defaultPageSize = 10;

export interface SeededApp {
  readonly domainId: string;
  /** Either this or `space`. */
  readonly userProfile?: string;
  readonly space?: string;
  readonly type: NonNullable<AppAnswer['AppType']>;
  readonly name: string;
  /** InService, if not given. */
  readonly status?: NonNullable<AppAnswer['Status']>;
  readonly failureReason?: string;
  readonly createdAt?: Date;
  readonly imageArn?: string;
  readonly imageVersionArn?: string;
  readonly instanceType?: string;
}

export class Apps {
  readonly handlers: Handlers<Table> = {
    ListApps: (input) => this.#list(input),
    DescribeApp: (input) => this.#describe(input),
  };
  readonly #arns: Arns;
  readonly #apps: AppAnswer[] = [];

  constructor(arns: Arns) {
    this.#arns = arns;
  }

  /** @returns the app's ARN */
  add(app: SeededApp): string {
    const { domainId, userProfile, space, type, name, status = 'InService', failureReason } = app;
    const owner = space ?? userProfile ?? '';
    const arn = this.#arns.app(`${domainId}/${owner}/${type.toLowerCase()}/${name}`);
    this.#apps.push({
      AppArn: arn,
      DomainId: domainId,
      UserProfileName: userProfile,
      SpaceName: space,
      AppType: type,
      AppName: name,
      Status: status,
      FailureReason: failureReason,
      CreationTime: (app.createdAt ?? new Date()).getTime() / 1000,
      ResourceSpec: {
        SageMakerImageArn: app.imageArn,
        SageMakerImageVersionArn: app.imageVersionArn,
        InstanceType: app.instanceType,
      },
    });
    return arn;
  }

  #list(input: Input<'ListApps'>): Output<'ListApps'> {
    const { DomainIdEquals: domain, UserProfileNameEquals: user, SpaceNameEquals: space } = input;
    const oldestFirst = this.#apps.toSorted((one, other) => timeOf(one) - timeOf(other));
    const listed = input.SortOrder === 'Descending' ? oldestFirst.toReversed() : oldestFirst;
    const request = {
      operation: 'ListApps',
      size: input.MaxResults ?? defaultPageSize,
      token: input.NextToken,
      keyOf: ({ AppArn = '' }: AppAnswer) => AppArn,
      matches: (app: AppAnswer) =>
        app.DomainId === (domain ?? app.DomainId) &&
        app.UserProfileName === (user ?? app.UserProfileName) &&
        app.SpaceName === (space ?? app.SpaceName),
    };
    try {
      const { items, nextToken } = cutPage(listed, request);
      return { Apps: items.map(summarize), NextToken: nextToken };
    } catch (error) {
      if (error instanceof InvalidTokenError)
        throw new ServiceError('ValidationException', 'Invalid NextToken.');
      throw error;
    }
  }

  #describe(input: Input<'DescribeApp'>): AppAnswer {
    const found = this.#apps.find(
      (app) =>
        app.DomainId === input.DomainId &&
        app.UserProfileName === input.UserProfileName &&
        app.SpaceName === input.SpaceName &&
        app.AppType === input.AppType &&
        app.AppName === input.AppName,
    );
    if (!found) throw notFound(`The App ${input.AppName} does not exist.`);
    return found;
  }
}

function summarize(app: AppAnswer): NonNullable<Output<'ListApps'>['Apps']>[number] {
  const { DomainId, UserProfileName, SpaceName, AppType, AppName, Status, CreationTime, ResourceSpec } = app;
  return { DomainId, UserProfileName, SpaceName, AppType, AppName, Status, CreationTime, ResourceSpec };
}

function timeOf({ CreationTime = 0 }: AppAnswer): number {
  return CreationTime;
}
