/** Amazon S3, in so far as ECR sends somebody there: a blob behind a URL that is signed by itself. */

import { string, structure } from './shapes.ts';
import type { OperationTable, ValueOf } from './shapes.ts';
import type { Handlers, RestWire, Service } from './service.ts';
import { ServiceError } from './serviceError.ts';
import type { RegistryTokens } from './registryTokens.ts';

const text = string();

/** Not the whole of the service's interface: what of it a signed URL makes use of. */
export const s3Operations = {
  GetObject: {
    input: structure({ digest: text }, { signature: text, authorization: text }),
    output: structure({ body: text }, {}),
    errors: ['AccessDenied', 'InvalidArgument', 'NoSuchKey'],
    isUnsigned: true,
  },
} satisfies OperationTable;

type Input = ValueOf<(typeof s3Operations)['GetObject']['input']>;
type Output = ValueOf<(typeof s3Operations)['GetObject']['output']>;

export class S3 implements Service {
  readonly name = 's3';
  readonly wire: RestWire = {
    protocol: 'rest',
    routes: {
      GetObject: {
        method: 'GET',
        path: /^\/blobs\/(?<digest>[^/]+)$/,
        query: { 'X-Amz-Signature': 'signature' },
        headers: { authorization: 'authorization' },
        text: { member: 'body', type: 'text/plain' },
      },
    },
  };
  readonly operations = s3Operations;
  readonly handlers: Handlers<typeof s3Operations> = { GetObject: (input) => this.#getObject(input) };
  readonly #signatures: RegistryTokens;
  readonly #findBlob: (digest: string) => string | undefined;

  /** @param signatures what ECR has signed URLs with; each is good for one blob */
  constructor(signatures: RegistryTokens, findBlob: (digest: string) => string | undefined) {
    this.#signatures = signatures;
    this.#findBlob = findBlob;
  }

  /** The path and query at which a blob can be downloaded for a while. */
  sign(digest: string): string {
    const { authorizationToken } = this.#signatures.issue(digest);
    const [, signature = ''] = Buffer.from(authorizationToken, 'base64').toString().split(':');
    return `/blobs/${digest}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=${signature}`;
  }

  #getObject({ digest, signature = '', authorization }: Input): Output {
    if (authorization !== undefined) {
      throw new ServiceError('InvalidArgument', 'Only one auth mechanism allowed', 400);
    }
    const judgement = this.#signatures.judge(digest, 'AWS', signature);
    if (judgement === 'expired') throw new ServiceError('AccessDenied', 'Request has expired', 403);
    if (judgement === 'unknown') throw new ServiceError('AccessDenied', 'Access Denied', 403);
    const body = this.#findBlob(digest);
    if (body === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
    return { body };
  }
}
