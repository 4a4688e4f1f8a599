/** Authenticates requests the way AWS does: by signing them again with the keys that the caller should have. */

import { createHash } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AccessKey, Principal } from './identities.ts';
import type { HttpRequest } from './server.ts';
import { ServiceError } from './serviceError.ts';

/** What a request's credential scope must name. */
export interface Scope {
  readonly region: string;
  readonly service: string;
}

interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const allowedSkewMs = 5 * 60 * 1000;
const headersThatMustBeSigned = ['host', 'x-amz-date'];

/**
 * Finds out who signed a request.
 * @throws ServiceError when the signature is missing, wrong, too old, or made for another service or region
 */
export async function authenticate(
  request: HttpRequest,
  expected: Scope,
  findKey: (accessKeyId: string) => AccessKey | undefined,
): Promise<Principal> {
  const authorization = readAuthorization(request.headers['authorization']);
  const key = findKey(authorization.accessKeyId);
  if (!key || key.sessionToken !== request.headers['x-amz-security-token']) throw unrecognizedClient();
  if (key.expiresAt <= Date.now()) throw expiredToken();
  checkScope(authorization, expected);
  const signedAt = readSigningDate(request.headers['x-amz-date'], authorization);
  checkSkew(signedAt);
  checkPayloadHash(request);
  if ((await signatureOf(request, authorization, key, signedAt)) !== authorization.signature) {
    throw invalidSignature(
      'The request signature we calculated does not match the signature you provided. ' +
        'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return key.principal;
}

/** The region that a request says it is signed for. */
export function signedRegionOf({ headers }: HttpRequest): string | undefined {
  return /Credential=[^/,]+\/\d+\/([^/,]+)\//.exec(headers['authorization'] ?? '')?.[1];
}

export function unrecognizedClient(): ServiceError {
  return new ServiceError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  );
}

export function expiredToken(): ServiceError {
  return new ServiceError('ExpiredTokenException', 'The security token included in the request is expired');
}

function invalidSignature(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', message);
}

function readAuthorization(header: string | undefined): Authorization {
  if (header === undefined) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(header) ??
    [];
  const [accessKeyId, date, region, service, terminator] = credential?.split('/') ?? [];
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') throw incomplete();
  if (!signedHeaders || !signature) throw incomplete();
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

function incomplete(): ServiceError {
  return new ServiceError(
    'IncompleteSignatureException',
    "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.",
  );
}

function checkScope(authorization: Authorization, expected: Scope): void {
  if (authorization.region !== expected.region) {
    throw invalidSignature(
      `Credential should be scoped to a valid region. This endpoint is in '${expected.region}'.`,
    );
  }
  if (authorization.service !== expected.service) {
    throw invalidSignature(`Credential should be scoped to correct service: '${expected.service}'.`);
  }
}

function readSigningDate(header: string | undefined, authorization: Authorization): Date {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(header ?? '') ?? [];
  const date = new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  if (Number.isNaN(date.getTime())) {
    throw invalidSignature("Date must be in ISO-8601 'basic format', in the header X-Amz-Date.");
  }
  if (!header?.startsWith(authorization.date)) {
    throw invalidSignature('Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.');
  }
  return date;
}

function checkSkew(signedAt: Date): void {
  const now = new Date();
  const skewMs = now.getTime() - signedAt.getTime();
  if (Math.abs(skewMs) <= allowedSkewMs) return;
  const [what, relation] =
    skewMs > 0 ? ['Signature expired', 'earlier'] : ['Signature not yet current', 'later'];
  throw invalidSignature(
    `${what}: ${basicFormat(signedAt)} is now ${relation} than ${basicFormat(now)} (${basicFormat(now)} ` +
      `${skewMs > 0 ? '-' : '+'} 5 min.)`,
  );
}

function basicFormat(date: Date): string {
  return date.toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** The signature covers the hash that the header claims, so the claim itself has to be checked. */
function checkPayloadHash({ headers, body }: HttpRequest): void {
  const claimed = headers['x-amz-content-sha256'];
  if (claimed === undefined || claimed === createHash('sha256').update(body).digest('hex')) return;
  throw invalidSignature("The value of 'x-amz-content-sha256' does not match what was computed.");
}

async function signatureOf(
  request: HttpRequest,
  authorization: Authorization,
  key: AccessKey,
  signedAt: Date,
): Promise<string> {
  const unsigned = headersThatMustBeSigned.filter((name) => !authorization.signedHeaders.includes(name));
  if (unsigned.length > 0) {
    throw invalidSignature(`'${unsigned.join("', '")}' must be a signed header in the AWS Authorization.`);
  }
  const { accessKeyId, secretAccessKey } = key;
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey },
    region: authorization.region,
    service: authorization.service,
    sha256: Sha256,
    // The request says by itself which headers it signed; the signer must not add one.
    applyChecksum: false,
  });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: request.headers['host'] ?? '',
      path: request.url,
      headers: pick(request.headers, authorization.signedHeaders),
      body: request.body,
    },
    { signingDate: signedAt, signableHeaders: new Set(authorization.signedHeaders) },
  );
  return readAuthorization(signed.headers['authorization']).signature;
}

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, headers[name] ?? '']));
}
