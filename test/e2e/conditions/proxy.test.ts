import assert from 'node:assert/strict';

import { Account } from '../account.ts';
import { ForwardProxy, SelfSignedServer } from './proxy.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

describe('A network with a proxy', () => {
  const account = new Account();
  let proxy: ForwardProxy;
  let server: SelfSignedServer;
  let session: Session;
  let workbench: Workbench;
  const closing: (() => Promise<unknown>)[] = [];

  before(async () => {
    closing.push(await account.start());
    session = await Session.start({ name: 'e2e-proxy' });
    closing.push(() => session[Symbol.asyncDispose]());
    server = await SelfSignedServer.start(account.emulator.url, session.home);
    closing.push(() => server[Symbol.asyncDispose]());
    proxy = new ForwardProxy(account.emulator.url, server.port);
    closing.push(() => proxy[Symbol.asyncDispose]());
    await session.changeSettings({ 'http.proxy': await proxy.listen() });
    session.aws.write({ default: { ...account.withKeys, endpointUrl: 'http://aws.test' } });
    workbench = await session.openWindow({ suite: 'proxy' });
  });

  after(async () => {
    for (const close of closing.toReversed()) await close();
  });

  it('every call goes through it', async () => {
    const { sideBar, statusBar } = workbench;
    await sideBar.open('SageMaker Images');
    await sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await statusBar.waitForTooltip('default · us-east-1', 'Account: 123456789012');
    assert.deepEqual([...new Set(proxy.requests)], ['POST http://aws.test/']);
    await workbench.screenshot('through');
  });

  it('refuses a certificate that nobody knows', async () => {
    session.aws.write({ default: { ...account.withKeys, endpointUrl: 'https://aws.test' } });
    const view = workbench.sideBar.view('SageMaker Images');
    await view.rowContaining('The certificate of the server').waitFor();
    await workbench.screenshot('refused');
    assert.ok(proxy.requests.includes('CONNECT aws.test:443'));
  });

  it('takes any where VS Code is told not to be strict', async () => {
    await session.changeSettings({ 'http.proxyStrictSSL': false });
    await workbench.reload();
    await workbench.sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await session.changeSettings({ 'http.proxyStrictSSL': true });
    await workbench.reload();
    await workbench.sideBar.view('SageMaker Images').rowContaining('The certificate of the server').waitFor();
  });

  it('takes it where the profile names it', async () => {
    session.aws.write({
      default: {
        ...account.withKeys,
        endpointUrl: 'https://aws.test',
        settings: { ca_bundle: server.certificateFile },
      },
    });
    await workbench.sideBar.pressTitleAction('Refresh');
    await workbench.sideBar.view('SageMaker Images').row('churn-notebook').waitFor();
    await workbench.screenshot('certificate-named');
  });
});
