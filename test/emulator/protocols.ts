import { jsonProtocol } from './jsonProtocol.ts';
import type { Protocol } from './protocol.ts';
import { formType, queryProtocol } from './queryProtocol.ts';
import { restProtocol } from './restProtocol.ts';
import type { HttpRequest } from './server.ts';

/** The protocol in which a request is read and answered, be it one that any service knows or not. */
export function protocolOf({ url, headers }: HttpRequest): Protocol {
  if (url !== '/') return restProtocol;
  return headers['content-type']?.startsWith(formType) ? queryProtocol : jsonProtocol;
}
