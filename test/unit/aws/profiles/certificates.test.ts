import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CloudOptions } from '../../../../src/aws/cloud.ts';
import { hasCode } from '../../../../src/core/errors.ts';
import { useWorld } from './useWorld.ts';
import { otherAccount, ssoTokenFile } from './world.ts';

const { signal } = new AbortController();
const openssl = 'openssl';

/** A proxy that opens TLS on its way, with a certificate that only its company trusts. */
class OpeningProxy {
  /** Where it passes requests on to. */
  target = '';
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'company-'));
  readonly #key = path.join(this.#folder, 'key.pem');
  readonly certificate = path.join(this.#folder, 'certificate.pem');
  readonly #server: ReturnType<typeof createServer>;

  constructor() {
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const subject = ['-subj', '/CN=company', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const files = ['-keyout', this.#key, '-out', this.certificate];
    execFileSync(openssl, ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' });
    const pair = { key: readFileSync(this.#key), cert: readFileSync(this.certificate) };
    this.#server = createServer(pair, (incoming, response) => {
      const { method = 'GET', url = '/', headers } = incoming;
      const outgoing = request(new URL(url, this.target), { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(outgoing);
    });
  }

  async listen(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

describe('a certificate that only a company trusts', () => {
  if (spawnSync(openssl, ['version']).status !== 0) {
    it.skip(`is not tried: ${openssl} is missing`);
    return;
  }
  const fixture = useWorld();
  let proxy: OpeningProxy;
  before(async () => {
    proxy = new OpeningProxy();
    await proxy.listen();
  });
  after(() => proxy.close());

  /** Signs in, takes a role on and calls two services: what reaches AWS on four ways. */
  async function useRole(settings = '', options: Partial<CloudOptions> = {}): Promise<void> {
    const { world } = fixture;
    const { startUrl } = world.emulator.sso;
    proxy.target = world.url;
    fixture.moveTo({
      config: [
        `[profile work]\nrole_arn = ${world.role('Deployer')}\nsource_profile = base\n${settings}`,
        `[profile base]\nsso_start_url = ${startUrl}\nsso_region = us-east-1`,
        `sso_account_id = ${otherAccount}\nsso_role_name = Developer\n`,
      ].join('\n'),
      files: { [ssoTokenFile(startUrl)]: world.ssoToken() },
      environment: { AWS_ENDPOINT_URL: proxy.url, ...(bundle && { AWS_CA_BUNDLE: bundle }) },
    });
    const session = await fixture.newCloud(options).openSession({ profile: 'work' });
    await session.identify(signal);
    await session.images.listImages({ sortBy: 'name' }, signal)[Symbol.asyncIterator]().next();
  }

  let bundle: string | undefined;
  afterEach(() => {
    bundle = undefined;
  });

  it('is trusted where AWS_CA_BUNDLE names it', async () => {
    bundle = proxy.certificate;
    await useRole();
  });

  it('is trusted where the profile names it', () => useRole(`ca_bundle = ${proxy.certificate}\n`));

  it('need not be where certificates do not matter', () => useRole('', { strictSsl: () => false }));

  it('is refused everywhere else', async () => {
    await assert.rejects(useRole(), (error) => hasCode(error, 'network.untrusted'));
  });

  it('is refused in a call, too', async () => {
    const { world } = fixture;
    proxy.target = world.url;
    fixture.moveTo({
      credentials: `[work]\naws_access_key_id = ${world.ann.accessKeyId}\naws_secret_access_key = ${world.ann.secretAccessKey}\n`,
      environment: { AWS_ENDPOINT_URL: proxy.url },
    });
    const session = await fixture.newCloud().openSession({ profile: 'work' });
    await assert.rejects(session.identify(signal), (error) => hasCode(error, 'network.untrusted'));
  });

  it('is an error when its file is missing', async () => {
    bundle = '~/gone.pem';
    await assert.rejects(useRole(), (error) => hasCode(error, 'config.unreadable'));
  });
});
