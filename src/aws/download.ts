import { createHash } from 'node:crypto';
import { HttpRequest } from '@smithy/core/protocols';
import { orAborted } from '../core/abort.ts';
import { SilenceError, type PatientHandler } from './requestHandler.ts';

/** What is fetched: neither the URL, which is a secret, nor any part of it may get into an error or the log. */
interface Download {
  /** Signed by itself: credentials sent along would be refused. */
  readonly url: string;
  readonly digest: string;
  readonly maxBytes: number;
}

/** Why there is no use in what was downloaded. */
class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

/** Fetches a text over the same network as AWS's services, by proxy and with certificates alike. */
export type Downloader = (download: Download, signal: AbortSignal) => Promise<string>;

export function createDownloader(handler: PatientHandler): Downloader {
  return async ({ url, digest, maxBytes }, signal) => {
    const silence = AbortSignal.timeout(handler.silenceMs);
    const ended = AbortSignal.any([signal, silence]);
    const { response } = await handler.handle(requestFor(url), { abortSignal: signal });
    const body = response.body as AsyncIterable<Uint8Array> & { destroy(): void };
    try {
      if (response.statusCode !== 200) throw new DownloadError(`HTTP status ${response.statusCode}`);
      const bytes = await orAborted(readBytes(body, maxBytes), ended);
      // What is at the URL is whatever somebody's proxy answers.
      if (digestOf(bytes) !== digest) throw new DownloadError('its digest is another one');
      return bytes.toString();
    } catch (error) {
      if (silence.aborted && !signal.aborted) throw new SilenceError(handler.silenceMs);
      throw error;
    } finally {
      body.destroy();
    }
  };
}

function requestFor(url: string): HttpRequest {
  const { protocol, hostname, port, pathname, searchParams } = new URL(url);
  return new HttpRequest({
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    method: 'GET',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host: port === '' ? hostname : `${hostname}:${port}` },
  });
}

async function readBytes(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new DownloadError(`it has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
