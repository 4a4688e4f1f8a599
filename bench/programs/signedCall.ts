/** A call of SageMaker's API with nothing but Node: the least that such a call can cost. */
import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { Agent } from 'node:http';
import { json } from 'node:stream/consumers';

export interface SignedCallOptions {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Keeps the connection open from call to call; each has one of its own when left out. */
  readonly agent?: Agent;
}

const signedHeaders = 'content-type;host;x-amz-date;x-amz-target';

/** @throws when the answer is not the one of a success */
export async function signedCall(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  options: SignedCallOptions,
): Promise<unknown> {
  const body = JSON.stringify(input);
  const headers = signed(operation, body, options);
  const answer = await new Promise<{ status: number | undefined; content: unknown }>((resolve, reject) => {
    const sent = request(options.url, { method: 'POST', headers, agent: options.agent }, (response) => {
      json(response).then((content) => resolve({ status: response.statusCode, content }), reject);
    });
    sent.once('error', reject).end(body);
  });
  if (answer.status !== 200) throw new Error(`${operation} failed: ${JSON.stringify(answer.content)}`);
  return answer.content;
}

function signed(
  operation: string,
  body: string,
  { url, region, accessKeyId, secretAccessKey }: SignedCallOptions,
): Record<string, string> {
  const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    host: new URL(url).host,
    'x-amz-date': now,
    'x-amz-target': `SageMaker.${operation}`,
  };
  const canonicalHeaders = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonicalRequest = ['POST', '/', '', canonicalHeaders.join(''), signedHeaders, sha256(body)].join(
    '\n',
  );
  const scope = [now.slice(0, 8), region, 'sagemaker', 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', now, scope.join('/'), sha256(canonicalRequest)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return {
    ...headers,
    authorization:
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, ` +
      `SignedHeaders=${signedHeaders}, Signature=${hmac(key, text).toString('hex')}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
