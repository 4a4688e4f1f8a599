/** SageMaker's behaviour for images, image versions and aliases. */

import { isDeepStrictEqual } from 'node:util';
import { appOperations } from './appConstraints.ts';
import { Apps } from './apps.ts';
import type { Arns } from './arns.ts';
import { accessDenied } from './faults.ts';
import { byNumber, findByAlias, ImageStore, notFound } from './imageStore.ts';
import type { ImageRecord, VersionRecord } from './imageStore.ts';
import {
  describeImage,
  describeVersion,
  metadataOf,
  summarizeImage,
  summarizeVersion,
} from './imageAnswers.ts';
import type { Principal } from './identities.ts';
import { imagesInOrder, timeFilter, versionsInOrder } from './imageOrders.ts';
import { cutPage, InvalidTokenError } from './paging.ts';
import type { Page, PageRequest } from './paging.ts';
import { sagemakerOperations } from './sagemakerConstraints.ts';
import type { Handlers, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { ValueOf } from './shapes.ts';
import { Studio } from './studio.ts';
import { studioOperations } from './studioConstraints.ts';
import type { Transitions } from './transitions.ts';
import { describeProblems } from './validation.ts';
import type { Problem } from './validation.ts';

type Table = typeof sagemakerOperations;
type Input<Operation extends keyof Table> = ValueOf<Table[Operation]['input']>;
type Output<Operation extends keyof Table> = ValueOf<Table[Operation]['output']>;

/** Operations that answer before their work is done, so that it can still fail. */
export type AsynchronousOperation =
  'CreateImage' | 'UpdateImage' | 'DeleteImage' | 'CreateImageVersion' | 'DeleteImageVersion';

/** What became of a reference to a container image. */
export type Resolution = { readonly containerImage: string } | { readonly failureReason: string };

export interface SageMakerOptions {
  readonly arns: Arns;
  readonly transitions: Transitions;
  /** Looks a container image up, as SageMaker does some time after it answered. */
  readonly resolve: (baseImage: string) => Resolution;
}

const defaultPageSize = 10;
const operationsOnVersions: ReadonlySet<string> = new Set([
  'DescribeImageVersion',
  'UpdateImageVersion',
  'DeleteImageVersion',
]);

export class SageMaker implements Service {
  readonly name = 'sagemaker';
  readonly wire = { protocol: 'json', targetPrefix: 'SageMaker' } as const;
  readonly operations = { ...sagemakerOperations, ...appOperations, ...studioOperations };
  readonly handlers: Handlers<Table> & Handlers<typeof appOperations> & Handlers<typeof studioOperations>;
  readonly #imageHandlers: Handlers<Table> = {
    CreateImage: (input) => this.#createImage(input),
    DescribeImage: (input) => describeImage(this.store.image(input.ImageName)),
    ListImages: (input) => this.#listImages(input),
    UpdateImage: (input) => this.#updateImage(input),
    DeleteImage: (input) => this.#deleteImage(input),
    CreateImageVersion: (input) => this.#createImageVersion(input),
    DescribeImageVersion: (input, caller) => this.#describeImageVersion(input, caller),
    ListImageVersions: (input) => this.#listImageVersions(input),
    UpdateImageVersion: (input) => this.#updateImageVersion(input),
    DeleteImageVersion: (input) => this.#deleteImageVersion(input),
    ListAliases: (input) => this.#listAliases(input),
  };
  readonly store: ImageStore;
  readonly apps: Apps;
  readonly studio = new Studio();
  /** How many images the account may have. */
  imageQuota = Number.POSITIVE_INFINITY;
  readonly #arns: Arns;
  readonly #transitions: Transitions;
  readonly #resolve: (baseImage: string) => Resolution;
  readonly #plannedFailures: { operation: AsynchronousOperation; reason: string }[] = [];
  readonly #createdByToken = new Map<string, { input: Input<'CreateImageVersion'>; arn: string }>();

  constructor({ arns, transitions, resolve }: SageMakerOptions) {
    this.#arns = arns;
    this.#transitions = transitions;
    this.#resolve = resolve;
    this.store = new ImageStore(arns);
    this.apps = new Apps(arns);
    this.handlers = { ...this.#imageHandlers, ...this.apps.handlers, ...this.studio.handlers };
  }

  /** Lets the next call of the operation succeed, and the work that it started fail. */
  failNext(operation: AsynchronousOperation, reason: string): void {
    this.#plannedFailures.push({ operation, reason });
  }

  refusal(problems: readonly Problem[]): ServiceError {
    const broken = problems.find(({ kind }) => kind === 'serialization');
    if (broken) return new ServiceError('SerializationException', broken.text);
    return invalid(describeProblems(problems));
  }

  resourceOf(operation: string, input: Readonly<Record<string, unknown>>): string {
    const { ImageName: name, Version: version } = input;
    if (typeof name !== 'string') return '*';
    if (!operationsOnVersions.has(operation)) return this.#arns.image(name);
    return this.#arns.imageVersion(name, typeof version === 'number' ? version : '*');
  }

  #createImage(input: Input<'CreateImage'>): Output<'CreateImage'> {
    const { ImageName: name } = input;
    if (this.store.images.get(name)) {
      throw inUse(`The Image with ImageName ${name} already exists. Please use a different ImageName.`);
    }
    this.#checkQuota();
    const image = this.store.addImage({
      name,
      roleArn: input.RoleArn,
      displayName: input.DisplayName,
      description: input.Description,
      status: 'CREATING',
    });
    this.#finishLater('CreateImage', (failureReason) =>
      this.store.changeImage(image, { status: failureReason ? 'CREATE_FAILED' : 'CREATED', failureReason }),
    );
    return { ImageArn: image.arn };
  }

  #checkQuota(): void {
    const used = this.store.images.size;
    if (used < this.imageQuota) return;
    throw new ServiceError(
      'ResourceLimitExceeded',
      "The account-level service limit 'Maximum number of SageMakerImage images allowed per account' is " +
        `${this.imageQuota} Images, with current utilization of ${used} Images and a request delta of 1 Images. ` +
        'Please use AWS Service Quotas to request an increase for this quota.',
    );
  }

  #listImages(input: Input<'ListImages'>): Output<'ListImages'> {
    const { SortBy: sortBy = 'CREATION_TIME', SortOrder: sortOrder = 'DESCENDING', NameContains } = input;
    const wanted = NameContains?.toLowerCase();
    const inTime = timeFilter(input);
    const { items, nextToken } = page(imagesInOrder(this.store, sortBy, sortOrder), {
      operation: 'ListImages',
      size: input.MaxResults ?? defaultPageSize,
      token: input.NextToken,
      keyOf: ({ name }) => name,
      matches: (image) =>
        inTime(image) && (wanted === undefined || image.name.toLowerCase().includes(wanted)),
    });
    return { Images: items.map(summarizeImage), NextToken: nextToken };
  }

  #updateImage(input: Input<'UpdateImage'>): Output<'UpdateImage'> {
    const image = this.store.image(input.ImageName);
    checkIsIdle(image);
    if (image.status !== 'CREATED' && image.status !== 'UPDATE_FAILED') throw imageInInvalidState(image);
    const deleted = input.DeleteProperties ?? [];
    this.store.changeImage(image, {
      status: 'UPDATING',
      failureReason: undefined,
      roleArn: input.RoleArn ?? image.roleArn,
      displayName: input.DisplayName ?? (deleted.includes('DisplayName') ? undefined : image.displayName),
      description: input.Description ?? (deleted.includes('Description') ? undefined : image.description),
    });
    this.#finishLater('UpdateImage', (failureReason) =>
      this.store.changeImage(image, { status: failureReason ? 'UPDATE_FAILED' : 'CREATED', failureReason }),
    );
    return { ImageArn: image.arn };
  }

  #deleteImage(input: Input<'DeleteImage'>): Output<'DeleteImage'> {
    const image = this.store.image(input.ImageName);
    checkIsIdle(image);
    this.store.changeImage(image, { status: 'DELETING', failureReason: undefined });
    this.#finishLater('DeleteImage', (failureReason) => {
      if (failureReason) this.store.changeImage(image, { status: 'DELETE_FAILED', failureReason });
      else this.store.images.delete(image.name);
    });
    return {};
  }

  #createImageVersion(input: Input<'CreateImageVersion'>): Output<'CreateImageVersion'> {
    const earlier = this.#createdByToken.get(input.ClientToken);
    if (earlier) return replay(earlier, input);
    const image = this.store.image(input.ImageName);
    if (image.status !== 'CREATED') throw imageInInvalidState(image);
    const { BaseImage: baseImage, Aliases: aliases = [] } = input;
    for (const alias of aliases) checkAliasIsFree(image, alias);
    const metadata = metadataOf(input);
    const version = this.store.addVersion(image, { baseImage, aliases, metadata, status: 'CREATING' });
    this.#createdByToken.set(input.ClientToken, { input, arn: version.arn });
    this.#finishLater('CreateImageVersion', (plannedFailure) => {
      const outcome = plannedFailure ? { failureReason: plannedFailure } : this.#resolve(baseImage);
      const status = 'failureReason' in outcome ? 'CREATE_FAILED' : 'CREATED';
      this.store.changeVersion(image, version, { ...outcome, status });
    });
    return { ImageVersionArn: version.arn };
  }

  #describeImageVersion(
    input: Input<'DescribeImageVersion'>,
    caller: Principal,
  ): Output<'DescribeImageVersion'> {
    const image = this.store.image(input.ImageName);
    checkSelector(input);
    if (input.Version !== undefined) return describeVersion(image, this.store.version(image, input.Version));
    if (input.Alias === undefined) return describeVersion(image, this.store.latestVersion(image));
    const version = findByAlias(image, input.Alias);
    if (version) return describeVersion(image, version);
    // The service does not tell a missing alias from a forbidden version.
    throw accessDenied({
      callerArn: caller.arn,
      action: 'sagemaker:DescribeImageVersion',
      resource: this.#arns.imageVersion(image.name, '*'),
    });
  }

  #listImageVersions(input: Input<'ListImageVersions'>): Output<'ListImageVersions'> {
    const image = this.store.image(input.ImageName);
    const { SortBy: sortBy = 'CREATION_TIME', SortOrder: sortOrder = 'DESCENDING' } = input;
    const { items, nextToken } = page(versionsInOrder(image, sortBy, sortOrder), {
      operation: 'ListImageVersions',
      size: input.MaxResults ?? defaultPageSize,
      token: input.NextToken,
      keyOf: ({ number }) => String(number),
      matches: timeFilter(input),
    });
    return { ImageVersions: items.map((version) => summarizeVersion(image, version)), NextToken: nextToken };
  }

  #updateImageVersion(input: Input<'UpdateImageVersion'>): Output<'UpdateImageVersion'> {
    const image = this.store.image(input.ImageName);
    const version = this.#selected(image, input);
    if (version.status !== 'CREATED') throw invalid('The image version is in an invalid state.');
    const { AliasesToAdd: added = [], AliasesToDelete: deleted = [] } = input;
    for (const alias of deleted) checkAliasIsOn(version, image, alias);
    for (const alias of added) {
      if (!version.aliases.has(alias)) checkAliasIsFree(image, alias);
    }
    for (const alias of deleted) version.aliases.delete(alias);
    for (const alias of added) version.aliases.add(alias);
    this.store.changeVersion(image, version, { metadata: { ...version.metadata, ...metadataOf(input) } });
    return { ImageVersionArn: version.arn };
  }

  #deleteImageVersion(input: Input<'DeleteImageVersion'>): Output<'DeleteImageVersion'> {
    const image = this.store.image(input.ImageName);
    const version = this.#selected(image, input);
    if (version.status === 'CREATING' || version.status === 'DELETING') {
      throw inUse(`The ImageVersion ${version.arn} is in use: its status is ${version.status}.`);
    }
    this.store.changeVersion(image, version, { status: 'DELETING', failureReason: undefined });
    this.#finishLater('DeleteImageVersion', (failureReason) => {
      if (failureReason) this.store.changeVersion(image, version, { status: 'DELETE_FAILED', failureReason });
      else image.versions.delete(String(version.number));
    });
    return {};
  }

  #listAliases(input: Input<'ListAliases'>): Output<'ListAliases'> {
    const image = this.store.image(input.ImageName);
    const { Version: number, Alias: alias } = input;
    const versions = number === undefined ? byNumber(image) : [this.store.version(image, number)];
    const aliases = versions.flatMap((version) => [...version.aliases]);
    if (alias !== undefined && !aliases.includes(alias)) throw aliasNotFound(image, alias);
    const { items, nextToken } = page(alias === undefined ? aliases : [alias], {
      operation: 'ListAliases',
      size: input.MaxResults ?? defaultPageSize,
      token: input.NextToken,
      keyOf: (item) => item,
    });
    return { SageMakerImageVersionAliases: items, NextToken: nextToken };
  }

  /** Which version a call without Version and Alias changes is not documented, so such a call is refused. */
  #selected(image: ImageRecord, selector: VersionSelector): VersionRecord {
    checkSelector(selector);
    if (selector.Version !== undefined) return this.store.version(image, selector.Version);
    if (selector.Alias === undefined) throw invalid('Either Version or Alias must be provided.');
    const version = findByAlias(image, selector.Alias);
    if (!version) throw aliasNotFound(image, selector.Alias);
    return version;
  }

  #finishLater(operation: AsynchronousOperation, finish: (failureReason: string | undefined) => void): void {
    const planned = this.#plannedFailures.findIndex((failure) => failure.operation === operation);
    const [failure] = planned === -1 ? [] : this.#plannedFailures.splice(planned, 1);
    this.#transitions.schedule(() => finish(failure?.reason));
  }
}

interface VersionSelector {
  readonly Version?: number | undefined;
  readonly Alias?: string | undefined;
}

/** What Version and Alias mean together is not documented, so a call with both is refused. */
function checkSelector({ Version, Alias }: VersionSelector): void {
  if (Version !== undefined && Alias !== undefined) {
    throw invalid('Version and Alias can not be provided together.');
  }
}

/** What a known token with other arguments does is not documented, so such a call is refused. */
function replay(
  earlier: { readonly input: Input<'CreateImageVersion'>; readonly arn: string },
  input: Input<'CreateImageVersion'>,
): Output<'CreateImageVersion'> {
  if (isDeepStrictEqual(earlier.input, input)) return { ImageVersionArn: earlier.arn };
  throw invalid(`The ClientToken ${input.ClientToken} was already used with different parameters.`);
}

function checkIsIdle({ name, status }: ImageRecord): void {
  if (status === 'CREATING' || status === 'UPDATING' || status === 'DELETING') {
    throw inUse(`The Image with ImageName ${name} is in use: its status is ${status}.`);
  }
}

function checkAliasIsFree(image: ImageRecord, alias: string): void {
  const holder = findByAlias(image, alias);
  if (holder) {
    throw inUse(`The alias ${alias} is already in use by version ${holder.number} of image ${image.name}.`);
  }
}

function checkAliasIsOn(version: VersionRecord, image: ImageRecord, alias: string): void {
  if (!version.aliases.has(alias)) throw aliasNotFound(image, alias);
}

function imageInInvalidState({ name }: ImageRecord): ServiceError {
  return invalid(`Image ${name} is in an invalid state.`);
}

function aliasNotFound(image: ImageRecord, alias: string): ServiceError {
  return notFound(`The alias ${alias} does not exist for image ${image.name}.`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

function inUse(message: string): ServiceError {
  return new ServiceError('ResourceInUse', message);
}

function page<Item>(items: readonly Item[], request: PageRequest<Item>): Page<Item> {
  try {
    return cutPage(items, request);
  } catch (error) {
    if (error instanceof InvalidTokenError) throw invalid('Invalid NextToken.');
    throw error;
  }
}
