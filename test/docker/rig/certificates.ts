import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Certificates {
  /** The file of the authority that signed it, in PEM. */
  readonly authorityFile: string;
  readonly key: Buffer;
  readonly certificate: Buffer;
}

const run = promisify(execFile);
const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';

/** Makes an authority of the rig's own, and a certificate for the hosts; the keys exist in the folder alone. */
export async function makeCertificates(folder: string, hosts: readonly string[]): Promise<Certificates> {
  const file = (name: string): string => join(folder, name);
  const names = hosts.map((host) => `DNS:${host}`).join(',');
  await writeFile(file('server.ext'), `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`);

  const authority = { key: file('authority.key'), certificate: file('authority.pem') };
  const server = { key: file('server.key'), certificate: file('server.pem') };
  const request = file('server.csr');
  await openssl(`req -x509 ${newKey} -days 2`, {
    subj: '/CN=Test rig',
    keyout: authority.key,
    out: authority.certificate,
  });
  await openssl(`req ${newKey}`, {
    subj: '/CN=Amazon ECR in the test rig',
    keyout: server.key,
    out: request,
  });
  await openssl('x509 -req -CAcreateserial -days 2', {
    in: request,
    extfile: file('server.ext'),
    CA: authority.certificate,
    CAkey: authority.key,
    out: server.certificate,
  });
  return {
    authorityFile: authority.certificate,
    key: await readFile(server.key),
    certificate: await readFile(server.certificate),
  };
}

async function openssl(command: string, options: Readonly<Record<string, string>>): Promise<void> {
  const args = Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]);
  await run('openssl', [...command.split(' '), ...args]);
}
