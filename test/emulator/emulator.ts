/**
 * The AWS endpoint that tests and the demo run on: SageMaker images and ECR of one account in one region, and
 * what gives people and programs their identities there.
 */

import type { SeededApp } from './apps.ts';
import { Arns } from './arns.ts';
import { Container } from './container.ts';
import { Ecr } from './ecr.ts';
import { EcrPublic } from './ecrPublic.ts';
import { Endpoint } from './endpoint.ts';
import type { Faults, OperationName } from './faults.ts';
import { Iam } from './iam.ts';
import { Identities } from './identities.ts';
import type { Credentials, NewRole, NewUser } from './identities.ts';
import { IdentityCenter } from './identityCenter.ts';
import type { SsoControls, SsoRole } from './identityCenter.ts';
import type { ImageStatus, ImageVersionStatus, VersionMetadata } from './imageStore.ts';
import { InstanceMetadata } from './instanceMetadata.ts';
import { Logs } from './logs.ts';
import type { SeededLog } from './logs.ts';
import { RateLimit } from './rateLimit.ts';
import { RegistryMirror } from './registryMirror.ts';
import { RegistryTokens } from './registryTokens.ts';
import { RepositoryStore } from './repositoryStore.ts';
import { S3 } from './s3.ts';
import type { NewContainerImage, NewRepository, RepositoryRecord, Upstream } from './repositoryStore.ts';
import type { RecordedRequest, WaitOptions } from './requestLog.ts';
import { SageMaker } from './sagemaker.ts';
import type { AsynchronousOperation } from './sagemaker.ts';
import { serve } from './server.ts';
import type { HttpServer } from './server.ts';
import { Signin } from './signin.ts';
import type { LoginControls } from './signin.ts';
import { Sso } from './sso.ts';
import { SsoOidc } from './ssoOidc.ts';
import { Sts } from './sts.ts';
import { sha256 } from './containerImage.ts';
import type { Studio } from './studio.ts';
import { Transitions } from './transitions.ts';
import type { TransitionDelay } from './transitions.ts';

export type { Credentials } from './identities.ts';

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
  /** How many of SageMaker's calls are answered in a second; the others are throttled. */
  readonly requestsPerSecond?: number;
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

type Json = Readonly<Record<string, unknown>>;

export class Emulator {
  readonly region: string;
  readonly accountId: string;
  /** Keys of a user. */
  readonly credentials: Credentials;
  /** Keys of a session, which can end. */
  readonly sessionCredentials: Credentials & { readonly sessionToken: string };
  /** How long credentials live that are given out from now on; as long as was asked for, if undefined. */
  sessionSeconds: number | undefined;
  /** The developer's device for multi-factor authentication. */
  readonly mfaSerial: string;
  /** What the device shows. */
  mfaCode = '123456';
  /** The token of another identity provider that roles are given for. */
  webIdentityToken = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJkZXZlbG9wZXIifQ.c2lnbmF0dXJl';
  /** What the account is called; it has no name, if undefined. */
  accountAlias: string | undefined;
  /** The name of the role at `/container-credentials`; there is none, if undefined. */
  containerRole: string | undefined;
  /** Whether, and with which token, containers have to authorize themselves. */
  readonly container: { authorizationToken: string | undefined } = { authorizationToken: undefined };
  /** The passwords that ECR gives out for its registries. */
  readonly registryTokens = new RegistryTokens();
  /** What the URLs of downloads are signed with, each for a blob. */
  readonly downloadSignatures = new RegistryTokens();
  /** The name of the role that the instance metadata service has; there is none, if undefined. */
  instanceRole: string | undefined;
  readonly #arns: Arns;
  readonly #identities: Identities;
  readonly #identityCenter: IdentityCenter;
  readonly #signin: Signin;
  readonly #endpoint: Endpoint;
  readonly #repositories: RepositoryStore;
  readonly #s3: S3;
  readonly #sagemaker: SageMaker;
  readonly #logs: Logs;
  readonly #transitions: Transitions;
  #mirror: RegistryMirror | undefined;
  #server: HttpServer | undefined;

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
    this.mfaSerial = this.#arns.mfaDevice('developer');
    this.#identities = new Identities(this.#arns, this);
    this.#addFixedKeys();
    this.#identityCenter = new IdentityCenter(this.region);
    this.#signin = new Signin(this.#identities);
    this.#transitions = new Transitions(options.transitionDelay ?? 50);
    this.#repositories = new RepositoryStore(this.#arns);
    this.#s3 = new S3(this.downloadSignatures, (digest) => this.#repositories.findBlob(digest)?.text);
    this.#sagemaker = new SageMaker({
      arns: this.#arns,
      transitions: this.#transitions,
      resolve: (baseImage) => this.#repositories.resolve(baseImage),
    });
    this.#logs = new Logs(this.#arns);
    this.imageQuota = options.imageQuota ?? Number.POSITIVE_INFINITY;
    this.#endpoint = new Endpoint({
      arns: this.#arns,
      services: [
        this.#sagemaker,
        new Ecr(
          this.#repositories,
          this.#arns,
          this.registryTokens,
          (digest) => `${this.url}${this.#s3.sign(digest)}`,
        ),
        this.#s3,
        this.#logs,
        new EcrPublic(this.registryTokens),
        new Sts(this.#identities, this),
        new Iam(this.#identities, this),
        new Sso(this.#identityCenter, this.#identities),
        new SsoOidc(this.#identityCenter, () => this.url),
        this.#signin,
        new Container(this.#arns, this.#identities, this),
        new InstanceMetadata(this.#arns, this.#identities, this),
      ],
      findKey: (accessKeyId) => this.#identities.findKey(accessKeyId),
      prepare: (input) => this.#lookIntoRegistry(input),
    });
    this.latencyMs = options.latencyMs ?? 0;
    if (options.requestsPerSecond !== undefined) {
      this.#endpoint.rateLimit = new RateLimit(options.requestsPerSecond);
    }
  }

  /** Starts to listen; `startEmulator` does it. */
  async listen(port: number): Promise<void> {
    this.#server = await serve(port, (request) => this.#endpoint.react(request));
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

  /** How many repositories the account may have. */
  get repositoryQuota(): number {
    return this.#repositories.quota;
  }

  set repositoryQuota(count: number) {
    this.#repositories.quota = count;
  }

  /** Whether archived container images are found only by who asks for archived ones. */
  set hidesArchived(isHidden: boolean) {
    this.#repositories.hidesArchived = isHidden;
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
    this.#identities.endKey(this.sessionCredentials.accessKeyId);
  }

  /** Ends every session whose credentials were given out by a request; not that of `sessionCredentials`. */
  expireIssuedCredentials(): void {
    this.#identities.endSessions();
  }

  /** @returns keys of the user */
  addUser(user: NewUser): Credentials {
    return this.#identities.addUser(user);
  }

  /** @returns the role's ARN */
  addRole(role: NewRole): string {
    return this.#identities.addRole(role);
  }

  /** Lets whoever logs in to IAM Identity Center have a role. */
  assignSsoRole({ accountId = this.accountId, roleName }: SsoRole): void {
    this.#identityCenter.assignRole(accountId, roleName);
  }

  /** IAM Identity Center, where one logs in through a browser. */
  get sso(): SsoControls {
    return this.#identityCenter;
  }

  /** AWS Sign-In, where `aws login` logs in. */
  get login(): LoginControls {
    return this.#signin;
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

  /** @returns the app's ARN */
  addApp(app: SeededApp): string {
    return this.#sagemaker.apps.add(app);
  }

  /** Domains, user profiles, spaces and app image configs are added there. */
  get studio(): Studio {
    return this.#sagemaker.studio;
  }

  /** Writes a log stream, or makes just its group. */
  addLog(log: SeededLog): void {
    this.#logs.add(log);
  }

  addRepository(repository: NewRepository): void {
    this.#repositories.addRepository(repository);
  }

  addUpstream(upstream: Upstream): void {
    this.#repositories.upstreams.push(upstream);
  }

  findRepository(name: string): RepositoryRecord | undefined {
    return this.#repositories.repositories.get(name);
  }

  /**
   * Lets ECR and SageMaker see what a real registry holds, beside what tests add.
   * @param url where it lets everybody in
   * @param nameOf what a repository is called there; the same, if not given
   */
  attachRegistry(url: string, nameOf: (repository: string) => string = (name) => name): void {
    this.#mirror = new RegistryMirror(url, nameOf, this.#repositories);
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

  /** What a call asks for may have been pushed since the last one. */
  async #lookIntoRegistry({ repositoryName, imageIds, BaseImage }: Json): Promise<void> {
    const [, name = repositoryName, digest] =
      /^[^/]+\/([^:@]+)(?::[^@]*)?(?:@(.*))?$/.exec(textOf(BaseImage)) ?? [];
    const repository = this.findRepository(textOf(name));
    if (!this.#mirror || !repository) return;
    const identifiers = Array.isArray(imageIds) ? (imageIds as { imageDigest?: string }[]) : [];
    const digests = [digest, ...identifiers.map(({ imageDigest }) => imageDigest)];
    await this.#mirror.look(
      repository,
      digests.filter((wanted) => wanted !== undefined),
    );
  }

  #addFixedKeys(): void {
    const expiresAt = Number.POSITIVE_INFINITY;
    const user = this.#identities.user('developer');
    this.#identities.addKey({ ...this.credentials, expiresAt, principal: user });
    const role = { name: 'DataScientist', accountId: this.accountId };
    const session = this.#identities.session(role, 'developer');
    this.#identities.addKey({ ...this.sessionCredentials, expiresAt, principal: session });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Starts an account without images or repositories. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = new Emulator(options);
  await emulator.listen(options.port ?? 0);
  return emulator;
}
