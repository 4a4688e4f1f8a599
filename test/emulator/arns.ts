type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

const globalRegions: Readonly<Record<Partition, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

/** Names of resources in one account and region. */
export class Arns {
  readonly region: string;
  readonly accountId: string;
  readonly #partition: Partition;
  readonly #dnsSuffix: string;

  constructor(region: string, accountId: string) {
    this.region = region;
    this.accountId = accountId;
    this.#partition = partitionOf(region);
    this.#dnsSuffix = this.#partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  }

  image(name: string): string {
    return this.#arn('sagemaker', `image/${name}`);
  }

  /** The name part is lower case, whatever the case of the image's name. */
  imageVersion(imageName: string, version: number | '*'): string {
    return this.#arn('sagemaker', `image-version/${imageName.toLowerCase()}/${version}`);
  }

  /** @param path domain, owner, type and name */
  app(path: string): string {
    return this.#arn('sagemaker', `app/${path}`);
  }

  /** @param stream empty for the group alone. */
  logStream(group: string, stream: string): string {
    return this.#arn('logs', `log-group:${group}:log-stream:${stream}`);
  }

  repository(name: string): string {
    return this.#arn('ecr', `repository/${name}`);
  }

  role(name: string): string {
    return `arn:${this.#partition}:iam::${this.accountId}:role/${name}`;
  }

  user(name: string): string {
    return `arn:${this.#partition}:iam::${this.accountId}:user/${name}`;
  }

  /** In a list of principals, everybody in the account. */
  root(): string {
    return `arn:${this.#partition}:iam::${this.accountId}:root`;
  }

  mfaDevice(name: string): string {
    return `arn:${this.#partition}:iam::${this.accountId}:mfa/${name}`;
  }

  assumedRole(role: string, session: string): string {
    return `arn:${this.#partition}:sts::${this.accountId}:assumed-role/${role}/${session}`;
  }

  /** The same region's names in another account. */
  ofAccount(accountId: string): Arns {
    return new Arns(this.region, accountId);
  }

  /** The region that requests to services without regions are signed for. */
  globalRegion(): string {
    return globalRegions[this.#partition];
  }

  /** The host of the account's container registry in this region. */
  registryHost(): string {
    return `${this.accountId}.dkr.ecr.${this.region}.${this.#dnsSuffix}`;
  }

  #arn(service: string, resource: string): string {
    return `arn:${this.#partition}:${service}:${this.region}:${this.accountId}:${resource}`;
  }
}

function partitionOf(region: string): Partition {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
