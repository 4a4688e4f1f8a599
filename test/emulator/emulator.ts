/** The AWS endpoint that tests and the demo run on: SageMaker images, ECR and STS of one account in one region. */

import { Arns } from './arns.ts';
import { Ecr } from './ecr.ts';
import { Endpoint } from './endpoint.ts';
import type { Faults, OperationName } from './faults.ts';
import type { ImageStatus, ImageVersionStatus, VersionMetadata } from './imageStore.ts';
import { RepositoryStore } from './repositoryStore.ts';
import type { NewContainerImage, NewRepository } from './repositoryStore.ts';
import type { RecordedRequest, WaitOptions } from './requestLog.ts';
import { SageMaker } from './sagemaker.ts';
import type { AsynchronousOperation } from './sagemaker.ts';
import { serve } from './server.ts';
import type { Answer, HttpServer, Reaction } from './server.ts';
import type { AccessKey, SignedRequest } from './signature.ts';
import { Sts } from './sts.ts';
import { sha256 } from './containerImage.ts';
import { Transitions } from './transitions.ts';
import type { TransitionDelay } from './transitions.ts';

export interface EmulatorOptions {
  /** A free one, if not given. */
  readonly port?: number;
  readonly region?: string;
  readonly accountId?: string;
  /** A delay of every answer. */
  readonly latencyMs?: number;
  /** How long images and versions stay CREATING, UPDATING and DELETING; 50 ms, if not given. */
  readonly transitionDelay?: TransitionDelay;
  /** How many images the account may have. */
  readonly imageQuota?: number;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface SeededImage {
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly roleArn?: string;
  readonly status?: ImageStatus;
  readonly failureReason?: string;
  readonly createdAt?: Date;
}

export interface SeededVersion extends VersionMetadata {
  readonly imageName: string;
  readonly baseImage: string;
  /** What BaseImage was resolved to; made up, if not given and not in the emulated ECR. */
  readonly containerImage?: string;
  readonly aliases?: readonly string[];
  readonly status?: ImageVersionStatus;
  readonly failureReason?: string;
  readonly createdAt?: Date;
}

const blobPath = '/blobs/';

export class Emulator {
  readonly region: string;
  readonly accountId: string;
  /** Keys of a user. */
  readonly credentials: Credentials;
  /** Keys of a session, which can end. */
  readonly sessionCredentials: Credentials & { readonly sessionToken: string };
  readonly #arns: Arns;
  readonly #endpoint: Endpoint;
  readonly #repositories: RepositoryStore;
  readonly #sagemaker: SageMaker;
  readonly #transitions: Transitions;
  #server: HttpServer | undefined;
  #isSessionExpired = false;

  /** Use `startEmulator`. */
  constructor(options: EmulatorOptions) {
    this.region = options.region ?? 'us-east-1';
    this.accountId = options.accountId ?? '123456789012';
    this.credentials = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    };
    this.sessionCredentials = {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
      sessionToken:
        'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI',
    };
    this.#arns = new Arns(this.region, this.accountId);
    this.#transitions = new Transitions(options.transitionDelay ?? 50);
    this.#repositories = new RepositoryStore(this.#arns);
    this.#sagemaker = new SageMaker({
      arns: this.#arns,
      transitions: this.#transitions,
      resolve: (baseImage) => this.#repositories.resolve(baseImage),
    });
    this.imageQuota = options.imageQuota ?? Number.POSITIVE_INFINITY;
    this.#endpoint = new Endpoint({
      region: this.region,
      services: [
        this.#sagemaker,
        new Ecr(this.#repositories, this.#arns, (digest) => this.#blobUrl(digest)),
        new Sts(this.accountId),
      ],
      keys: () => this.#keys(),
    });
    this.latencyMs = options.latencyMs ?? 0;
  }

  /** Starts to listen; `startEmulator` does it. */
  async listen(port: number): Promise<void> {
    this.#server = await serve(port, (request) => this.#react(request));
  }

  /** Breaks the open connections and stops. */
  async close(): Promise<void> {
    this.#transitions.cancel();
    this.#endpoint.close();
    await this.#server?.close();
  }

  get url(): string {
    if (!this.#server) throw new Error('The emulator does not listen');
    return this.#server.url;
  }

  /** `123456789012.dkr.ecr.us-east-1.amazonaws.com` */
  get registryHost(): string {
    return this.#arns.registryHost();
  }

  get faults(): Faults {
    return this.#endpoint.faults;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#endpoint.log.entries;
  }

  /** What the emulator answered against the services' constraints: a defect of the emulator, which tests should notice. */
  get contractViolations(): readonly string[] {
    return this.#endpoint.contractViolations;
  }

  get latencyMs(): number {
    return this.#endpoint.latencyMs;
  }

  set latencyMs(ms: number) {
    this.#endpoint.latencyMs = ms;
  }

  get imageQuota(): number {
    return this.#sagemaker.imageQuota;
  }

  set imageQuota(count: number) {
    this.#sagemaker.imageQuota = count;
  }

  get transitionDelay(): TransitionDelay {
    return this.#transitions.delay;
  }

  set transitionDelay(delay: TransitionDelay) {
    this.#transitions.delay = delay;
  }

  /** Waits until there has been such a request; one that came earlier counts too. */
  waitFor(operation: OperationName, options?: WaitOptions): Promise<RecordedRequest> {
    return this.#endpoint.log.waitFor(operation, options);
  }

  forgetRequests(): void {
    this.#endpoint.log.clear();
  }

  /** Ends all creating, updating and deleting now. */
  settle(): void {
    this.#transitions.settle();
  }

  /** Lets the next call of the operation succeed, and the work that it started fail. */
  failNext(operation: AsynchronousOperation, reason: string): void {
    this.#sagemaker.failNext(operation, reason);
  }

  /** Ends the session of `sessionCredentials`. */
  expireSession(): void {
    this.#isSessionExpired = true;
  }

  addImage(image: SeededImage): void {
    this.#sagemaker.store.addImage({
      ...image,
      roleArn: image.roleArn ?? this.#arns.role('SageMakerImageRole'),
      status: image.status ?? 'CREATED',
      creationTime: image.createdAt && image.createdAt.getTime() / 1000,
    });
  }

  /** @returns the version's number */
  addVersion({ imageName, createdAt, status = 'CREATED', ...version }: SeededVersion): number {
    const { baseImage, containerImage, aliases, failureReason, ...metadata } = version;
    const { store } = this.#sagemaker;
    return store.addVersion(store.image(imageName), {
      baseImage,
      containerImage: status === 'CREATED' ? (containerImage ?? this.#resolved(baseImage)) : undefined,
      aliases,
      metadata,
      status,
      failureReason,
      creationTime: createdAt && createdAt.getTime() / 1000,
    }).number;
  }

  addRepository(repository: NewRepository): void {
    this.#repositories.addRepository(repository);
  }

  /**
   * Pushes a container image; its tags leave the images that had them.
   * @returns its digest
   */
  addContainerImage(image: NewContainerImage): string {
    return this.#repositories.addContainerImage(image);
  }

  /** A version outlives the container image that it was made from. */
  #resolved(baseImage: string): string {
    const resolution = this.#repositories.resolve(baseImage);
    if ('containerImage' in resolution) return resolution.containerImage;
    return `${baseImage.replace(/(?::[^/@]*)?(?:@.*)?$/, '')}@${sha256(baseImage)}`;
  }

  #keys(): AccessKey[] {
    return [
      { ...this.credentials, callerArn: this.#arns.user('developer'), callerId: 'AIDACKCEVSQ6C2EXAMPLE' },
      {
        ...this.sessionCredentials,
        expired: this.#isSessionExpired,
        callerArn: this.#arns.assumedRole('DataScientist', 'developer'),
        callerId: 'AROACKCEVSQ6C2EXAMPLE:developer',
      },
    ];
  }

  async #react(request: SignedRequest): Promise<Reaction> {
    const isDownload = request.method === 'GET' && request.url.startsWith(blobPath);
    return isDownload ? this.#download(request) : this.#endpoint.react(request);
  }

  #blobUrl(digest: string): string {
    return `${this.url}${blobPath}${digest}?X-Amz-Algorithm=AWS4-HMAC-SHA256`;
  }

  /** Serves a blob as S3 does for a URL that is signed by itself: it refuses a second signature. */
  #download({ url, headers }: SignedRequest): Answer {
    if (headers['authorization'] !== undefined) {
      return { status: 400, headers: {}, body: 'Only one auth mechanism allowed' };
    }
    const digest = new URL(url, this.url).pathname.slice(blobPath.length);
    for (const { blobs } of this.#repositories.repositories.values()) {
      const blob = blobs.get(digest);
      if (blob) {
        return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: blob.text };
      }
    }
    return { status: 404, headers: {}, body: 'NoSuchKey' };
  }
}

/** Starts an account without images or repositories. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = new Emulator(options);
  await emulator.listen(options.port ?? 0);
  return emulator;
}
