import { AppError, isKnownError } from '../core/errors.ts';
import { SilenceError } from './requestHandler.ts';

/** What the sentence needs and the SDK's error does not say. */
export interface CallContext {
  readonly operation: string;
  readonly profile: string;
  readonly region: string;
  readonly imageName?: string;
  readonly versionNumber?: number;
  readonly repository?: string;
  /** The device whose code was sent along. */
  readonly mfaSerial?: string;
}

/** The members that errors of the SDK and of Node may have. */
interface Failure extends Error {
  readonly code?: string;
  readonly hostname?: string;
  readonly address?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

type Translate = (failure: Failure, context: CallContext) => AppError;

/**
 * The one table from the SDK's errors to ours, by `error.name`: classes differ between bundles, and SageMaker's
 * framework errors have none (facts: the service's codes carry no `Exception` suffix, the framework's do).
 */
const translations: Readonly<Record<string, Translate>> = {
  ExpiredTokenException: expired,
  ExpiredToken: expired,
  RequestExpired: expired,
  UnrecognizedClientException: invalidCredentials,
  InvalidClientTokenId: invalidCredentials,
  InvalidSignatureException: invalidCredentials,
  SignatureDoesNotMatch: invalidCredentials,
  MissingAuthenticationTokenException: invalidCredentials,
  InvalidIdentityTokenException: refused,
  IDPRejectedClaimException: refused,
  AccessDeniedException: denied,
  AccessDenied: denied,
  ResourceNotFound: notFound,
  RepositoryNotFoundException: notFound,
  RepositoryAlreadyExistsException: repositoryExists,
  ResourceInUse: inUse,
  ConflictException: inUse,
  ResourceLimitExceeded: quota,
  LimitExceededException: quota,
  ThrottlingException: throttled,
  Throttling: throttled,
  TooManyRequestsException: throttled,
  ValidationException: invalidRequest,
  SerializationException: invalidRequest,
  InvalidParameterException: invalidRequest,
  SyntaxError: notAws,
  SilenceError: silent,
  TimeoutError: unreachable,
};

const networkCodes: Readonly<Record<string, Translate>> = {
  ENOTFOUND: (failure, { region }) =>
    new AppError('region.unreachable', { region, host: failure.hostname ?? '' }, failure),
  EAI_AGAIN: unreachable,
  ECONNREFUSED: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ECONNRESET: dropped,
  EPIPE: dropped,
  // Certificates that are not trusted: those of a proxy that opens TLS, as a rule.
  CERT_HAS_EXPIRED: untrusted,
  CERT_NOT_YET_VALID: untrusted,
  CERT_UNTRUSTED: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
};

/**
 * @returns the error as one of ours. What the table does not know and is no answer of the service stays as it is, and
 *   is shown as unexpected.
 */
export function translateError(error: unknown, context: CallContext): unknown {
  if (isKnownError(error) || !(error instanceof Error)) return error;
  const failure = error as Failure;
  // Codes first: the SDK gives every error of a socket the name TimeoutError.
  const translate = networkCodes[failure.code ?? ''] ?? translations[failure.name];
  if (translate) return translate(failure, context);
  const status = failure.$metadata?.httpStatusCode;
  if (status === undefined) return error;
  if (status >= 500) return new AppError('service.failed', { operation: context.operation, status }, failure);
  return new AppError('request.invalid', { reason: failure.message || failure.name }, failure);
}

function expired(failure: Failure, { profile }: CallContext): AppError {
  return new AppError('auth.expired', { profile }, failure);
}

function invalidCredentials(failure: Failure, { profile, region }: CallContext): AppError {
  return new AppError('auth.invalid', { profile, region }, failure);
}

function refused(failure: Failure, { profile }: CallContext): AppError {
  return new AppError('auth.refused', { profile, reason: failure.message }, failure);
}

/** IAM's own text names the principal, the action and the resource. */
function denied(failure: Failure, { profile, mfaSerial }: CallContext): AppError {
  if (mfaSerial !== undefined && failure.message.startsWith('MultiFactorAuthentication failed')) {
    return new AppError('auth.mfaRefused', { profile, serial: mfaSerial }, failure);
  }
  const said =
    /(?:User: (?<principal>\S+) )?is not authorized to perform: (?<action>\S+)(?: on resource: (?<resource>\S+))?/;
  const { principal, action, resource } = said.exec(failure.message)?.groups ?? {};
  return new AppError('auth.denied', { principal, action, resource }, failure);
}

function notFound(failure: Failure, { imageName, versionNumber, repository, region }: CallContext): AppError {
  if (repository !== undefined)
    return new AppError('repository.notFound', { name: repository, region }, failure);
  if (imageName !== undefined && versionNumber !== undefined) {
    return new AppError('version.notFound', { name: imageName, number: versionNumber }, failure);
  }
  return new AppError('image.notFound', { name: imageName ?? '', region }, failure);
}

function repositoryExists(failure: Failure, { repository = '' }: CallContext): AppError {
  return new AppError('repository.exists', { name: repository }, failure);
}

function inUse(failure: Failure, { operation, imageName = '' }: CallContext): AppError {
  return operation === 'CreateImage'
    ? new AppError('image.exists', { name: imageName }, failure)
    : new AppError('image.inUse', { name: imageName, reason: failure.message }, failure);
}

function quota(failure: Failure): AppError {
  return new AppError('quota.exceeded', { reason: failure.message }, failure);
}

function throttled(failure: Failure, { operation }: CallContext): AppError {
  return new AppError('request.throttled', { operation }, failure);
}

function invalidRequest(failure: Failure): AppError {
  return new AppError('request.invalid', { reason: failure.message }, failure);
}

/** An answer that is not JSON: a proxy's or a sign-in page's. */
function notAws(failure: Failure): AppError {
  return new AppError('network.notAws', { status: failure.$metadata?.httpStatusCode }, failure);
}

function untrusted(failure: Failure): AppError {
  return new AppError('network.untrusted', { reason: failure.code ?? '' }, failure);
}

function silent(failure: Failure, { operation }: CallContext): AppError {
  const milliseconds = failure instanceof SilenceError ? failure.milliseconds : 0;
  return new AppError('network.silent', { operation, seconds: Math.round(milliseconds / 1000) }, failure);
}

function unreachable(failure: Failure): AppError {
  return new AppError('network.unreachable', { host: failure.hostname ?? failure.address }, failure);
}

function dropped(failure: Failure, { operation }: CallContext): AppError {
  return new AppError('network.dropped', { operation }, failure);
}
