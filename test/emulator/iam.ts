/** AWS IAM: what an account is called. */

import { iamOperations } from './identityConstraints.ts';
import type { Handlers, Service } from './service.ts';

export interface IamSettings {
  readonly accountAlias: string | undefined;
}

export class Iam implements Service {
  readonly name = 'iam';
  readonly wire = {
    protocol: 'query',
    version: '2010-05-08',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  } as const;
  readonly isGlobal = true;
  readonly operations = iamOperations;
  readonly handlers: Handlers<typeof iamOperations>;

  constructor(settings: IamSettings) {
    this.handlers = {
      ListAccountAliases: () => ({
        AccountAliases: settings.accountAlias === undefined ? [] : [settings.accountAlias],
        IsTruncated: false,
      }),
    };
  }
}
